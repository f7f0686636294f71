"""What a rehearsal came to: who got how far, what was decided and why, where the money went."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from creator.i18n import Label, Text, _
from creator.models.audit import AuditRow, AuditText
from creator.models.decision import Decision, DecisionItem, Objection
from creator.models.edition import Edition, TierUse
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rehearsal.waiting import Waiting, waiting
from creator.rules.pins import load, pinned
from creator.services import rankings
from creator.services.editions import programme
from creator.services.refused import Declined
from creator.services.work import Work

STAGES: tuple[tuple[Text, frozenset[str]], ...] = (
    (_("提交申报"), frozenset({"counts_as_submitted"})),
    (_("通过审查"), frozenset({"enters_round"})),
    (_("进入评审"), frozenset({"in_round"})),
    (_("拟立项"), frozenset({"listed_award"})),
    (_("公示"), frozenset({"listed_award", "public"})),
    (_("立项"), frozenset({"counts_as_awarded"})),
)
"""What is counted: proposals that ever stood in a state with all these marks."""


@dataclass(frozen=True)
class Count:
    """How many, of what."""

    label: Label | Text
    number: int


@dataclass(frozen=True)
class Ruling:
    """One line of a decision list. Amount in 分; `ended`: where the proposal stands now."""

    list: int
    rank: int | None
    title: str
    outcome: str
    tier: Label | None
    amount: int | None
    reason: str | Label
    ended: Label


@dataclass(frozen=True)
class Answer:
    """Something else that was decided with a reason: a refusal at screening, an objection."""

    what: str
    result: Label
    reason: str


@dataclass(frozen=True)
class TierMoney:
    """What became of a tier. Amounts in 分; `line` says what drew the fund line."""

    tier: Label
    slots: int | None
    used: int
    amount: int
    line: Text


@dataclass(frozen=True)
class Report:
    """A rehearsed edition, as a whole. Money in 分."""

    title: Label
    funnel: tuple[Count, ...]
    endings: tuple[Count, ...]
    rulings: tuple[Ruling, ...]
    answers: tuple[Answer, ...]
    pool: int
    asked: int
    held: int
    tiers: tuple[TierMoney, ...]
    waits: tuple[Waiting, ...]
    unsettled: Mapping[str, int]
    """What is not final, by kind and state: nothing after a whole rehearsal."""

    @property
    def left(self) -> int:
        """What nobody holds, in 分."""
        return self.pool - self.held


def report(work: Work, edition: Edition) -> Report:
    """Everything, read from the database."""
    asked = select(func.coalesce(func.sum(Proposal.requested_fen), 0)).where(
        Proposal.edition_id == edition.id, Proposal.submitted_at.is_not(None)
    )
    return Report(
        title=programme(work, edition).title,
        funnel=_funnel(work, edition),
        endings=_endings(work, edition),
        rulings=_rulings(work, edition),
        answers=_answers(work, edition),
        pool=edition.pool_fen,
        asked=int(work.session.scalar(asked) or 0),
        held=edition.reserved_fen,
        tiers=_tiers(work, edition),
        waits=tuple(waiting(work, edition)),
        unsettled=_unsettled(work, edition),
    )


def _funnel(work: Work, edition: Edition) -> tuple[Count, ...]:
    states = pinned(work.session, edition, "proposal").states
    visited: dict[int, set[str]] = {}
    query = (
        select(AuditRow.subject_id, AuditRow.to_state)
        .join(Proposal, Proposal.id == AuditRow.subject_id)
        .where(Proposal.edition_id == edition.id)
    )
    for proposal, state in work.session.execute(query):
        visited.setdefault(proposal, set()).add(state)
    counts = [
        Count(label, sum(any(marks <= states[s].marks for s in seen) for seen in visited.values()))
        for label, marks in STAGES
    ]
    return (Count(_("草稿"), len(visited)), *counts)


def _endings(work: Work, edition: Edition) -> tuple[Count, ...]:
    states = pinned(work.session, edition, "proposal").states
    query = select(Proposal.state, func.count()).where(Proposal.edition_id == edition.id)
    counted = {row[0]: row[1] for row in work.session.execute(query.group_by(Proposal.state))}
    return tuple(
        Count(state.label, counted[name]) for name, state in states.items() if name in counted
    )


def _rulings(work: Work, edition: Edition) -> tuple[Ruling, ...]:
    rules, states = programme(work, edition), pinned(work.session, edition, "proposal").states
    query = (
        select(DecisionItem, Decision.ordinal)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.edition_id == edition.id)
    )
    found = []
    for item, ordinal in work.session.execute(query):
        tier = rules.tier(item.tier or "")
        found.append(
            Ruling(
                list=ordinal,
                rank=item.proposal.rank,
                title=item.proposal.title,
                outcome=item.outcome,
                tier=tier.label if tier else None,
                amount=item.amount_fen,
                reason=item.said,
                ended=states[item.proposal.state].label,
            )
        )
    order = {"award": 0, "waitlist": 1, "refusal": 2}
    return tuple(sorted(found, key=lambda r: (r.list, order[r.outcome], r.rank or 10**6, r.title)))


def _answers(work: Work, edition: Edition) -> tuple[Answer, ...]:
    """Refusals before any round, and objections, with the words of whoever decided."""
    found = []
    definition = pinned(work.session, edition, "proposal")
    closing = {s.id for s in definition.states.values() if "remedy_open" in s.marks}
    query = (
        select(Proposal, AuditRow.to_state, AuditText.text)
        .join(AuditRow, AuditRow.subject_id == Proposal.id)
        .join(AuditText, (AuditText.subject_id == Proposal.id) & (AuditText.seq == AuditRow.seq))
        .where(Proposal.edition_id == edition.id, AuditText.kind == "reason")
        .where(AuditRow.to_state.in_(closing), Proposal.rank.is_(None))
        .where(AuditRow.from_state != AuditRow.to_state)
    )
    for proposal, state, reason in work.session.execute(query.order_by(Proposal.id)):
        found.append(Answer(proposal.title, definition.states[state].label, reason or ""))
    objections = select(Objection).where(Objection.edition_id == edition.id)
    for objection in work.session.scalars(objections.order_by(Objection.id)):
        stands = load(work.session, objection.definition_hash).states[objection.state]
        about = work.session.get(Subject, objection.parent_id)
        title = about.title if isinstance(about, Proposal) else ""
        found.append(Answer(f"{objection.number} {title}", stands.label, objection.finding))
    return tuple(found)


def _tiers(work: Work, edition: Edition) -> tuple[TierMoney, ...]:
    rules = programme(work, edition)
    definition = pinned(work.session, edition, "proposal")
    holding = select(Proposal.tier, func.count(), func.sum(Proposal.amount_fen)).where(
        Proposal.edition_id == edition.id, Proposal.state.in_(definition.marked("holds_money"))
    )
    held = {row[0]: row for row in work.session.execute(holding.group_by(Proposal.tier))}
    uses = select(TierUse).where(TierUse.edition_id == edition.id)
    slots = {use.tier: use.slots for use in work.session.scalars(uses)}
    lines = fund_lines(work, edition)
    return tuple(
        TierMoney(
            tier=tier.label,
            slots=slots.get(tier.id),
            used=held[tier.id][1] if tier.id in held else 0,
            amount=int(held[tier.id][2] or 0) if tier.id in held else 0,
            line=lines.get(tier.id, _("还没有排名。")),
        )
        for tier in rules.tiers
    )


_ENDED: dict[str | None, Text] = {
    "slots": _("名额用完"),
    "pool": _("资金用完"),
    None: _("名额和资金都够"),
}


def fund_lines(work: Work, edition: Edition) -> dict[str, Text]:
    """Tier id -> what ended its awards by the rules: its slots or the money, and at which rank."""
    try:
        lines = rankings.allocation(work, edition).lines
    except Declined:
        return {}
    return {
        line.tier: _(
            "{why}：按规则立项 {n} 个，最后一名第 {last} 名，其后第 {next} 名",
            why=_ENDED[line.bound],
            n=line.awarded,
            last=line.last_rank or "—",
            next=line.next_rank or "—",
        )
        for line in lines
    }


def _unsettled(work: Work, edition: Edition) -> Counter[str]:
    found: Counter[str] = Counter()
    query = select(Subject).where((Subject.edition_id == edition.id) | (Subject.id == edition.id))
    for subject in work.session.scalars(query):
        definition = load(work.session, subject.definition_hash)
        if definition.states[subject.state].final is None:
            found[f"{definition.label} {definition.states[subject.state].label}"] += 1
    return found
