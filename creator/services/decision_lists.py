"""What the page of a decision shows: lines, sums, what was submitted, what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from creator.i18n import Label, Text
from creator.models.audit import AuditRow
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.rules.digests import list_digest
from creator.rules.pins import load
from creator.rules.programmes import programme_of
from creator.rules.remaining import fitting
from creator.rules.scores import total
from creator.rules.skips import skips
from creator.services import overview, rankings
from creator.services.decision_changes import OUTCOMES, Change, changes
from creator.services.mailbox import standing
from creator.services.offices import need_no_interest, need_staff
from creator.services.stages import has_mark, states_with
from creator.services.transitions import edition_of
from creator.services.work import Work


@dataclass(frozen=True)
class Line:
    """A line of the list. `so_far` is the sum of the awards down to this one, in 分."""

    item: DecisionItem
    tier: Label | None
    so_far: int
    skipped: bool
    """Passed over for a lower-ranked one of its tier: needs its reason in writing."""
    score: str | None

    @property
    def proposal(self) -> Proposal:
        return self.item.proposal


@dataclass(frozen=True)
class Open:
    """A ranked proposal nobody has listed yet, and what the rules say of it."""

    proposal: Proposal
    advice: Text | None
    score: str | None


@dataclass(frozen=True)
class TierSum:
    """Awards of one tier on this list, and the slots of the edition taken so far."""

    tier: overview.TierLine
    count: int
    total: int


@dataclass(frozen=True)
class Submission:
    """When the list was last submitted, by whom, and the digest an approval is bound to."""

    at: datetime
    who: str
    digest: str
    intact: bool
    """Whether the list is still what was submitted."""


@dataclass(frozen=True)
class Sheet:
    """The whole list. Money in 分; `left` is what all lists of the edition leave of the pool."""

    decision: Decision
    edition: Edition
    awards: Sequence[Line]
    waitlist: Sequence[Line]
    refusals: Sequence[Line]
    undecided: Sequence[Open]
    promotable: Sequence[Open]
    """On the waitlist by an earlier list, in order; with advice: what is free now is theirs."""
    tiers: Sequence[TierSum]
    total: int
    submission: Submission | None
    changes: Sequence[Change]

    @property
    def pool(self) -> int:
        return self.edition.pool_fen

    @property
    def left(self) -> int:
        return self.edition.pool_fen - self.edition.reserved_fen


def sheet(work: Work, decision: Decision) -> Sheet:
    """Everything about a list, in a fixed number of queries.

    Raises `NotFound` for outsiders, `Refused` for somebody with an interest in a proposal.
    """
    edition = edition_of(work, decision)
    need_staff(work, edition)
    need_no_interest(work, edition)
    items = _items(work, decision)
    lines = _lines(programme_of(work.session, edition), items)
    is_open = has_mark(work, decision, "list_open")
    by_outcome = {word: [x for x in lines if x.item.outcome == word] for word in OUTCOMES}
    return Sheet(
        decision=decision,
        edition=edition,
        awards=by_outcome["award"],
        waitlist=by_outcome["waitlist"],
        refusals=by_outcome["refusal"],
        undecided=_undecided(work, edition) if is_open else (),
        promotable=_promotable(work, decision, items) if is_open else (),
        tiers=_tiers(work, edition, items),
        total=sum(item.amount_fen or 0 for item in items if item.outcome == "award"),
        submission=_submission(work, decision),
        changes=changes(work, decision, {item.proposal_id: item.proposal for item in items}),
    )


def _items(work: Work, decision: Decision) -> Sequence[DecisionItem]:
    query = (
        select(DecisionItem)
        .where(DecisionItem.decision_id == decision.id)
        .options(joinedload(DecisionItem.proposal))
        .order_by(DecisionItem.position, DecisionItem.id)
    )
    return work.session.scalars(query).all()


def _lines(programme: Programme, items: Sequence[DecisionItem]) -> list[Line]:
    passed_over = {item.id for item in skips(items)}
    found, so_far = [], 0
    for item in items:
        so_far += (item.amount_fen or 0) if item.outcome == "award" else 0
        tier = programme.tier(item.tier or item.proposal.tier_applied)
        label = tier.label if tier else None
        score = total(item.proposal.score, programme.ranking.decimals)
        found.append(Line(item, label, so_far, item.id in passed_over, score))
    return found


def _undecided(work: Work, edition: Edition) -> Sequence[Open]:
    query = select(Proposal).where(
        in_edition(Proposal, edition.id),
        Proposal.state.in_(states_with(work, edition, "proposal", "undecided")),
    )
    found = work.session.scalars(query.order_by(Proposal.rank.nulls_last(), Proposal.id)).all()
    if not found:
        return ()
    advice = {o.proposal: o.sentence for o in rankings.allocation(work, edition).outcomes}
    places = programme_of(work.session, edition).ranking.decimals
    return [Open(one, advice.get(str(one.id)), total(one.score, places)) for one in found]


def _promotable(work: Work, decision: Decision, items: Sequence[DecisionItem]) -> Sequence[Open]:
    edition = edition_of(work, decision)
    query = select(Proposal).where(
        in_edition(Proposal, edition.id),
        Proposal.state.in_(states_with(work, edition, "proposal", "on_waitlist")),
        Proposal.id.not_in([item.proposal_id for item in items]),
    )
    found = work.session.scalars(query.order_by(Proposal.rank.nulls_last(), Proposal.id)).all()
    fits = fitting(standing(work, decision)) if found else {}
    places = programme_of(work.session, edition).ranking.decimals
    said = {id: outcome.sentence for id, outcome in fits.items()}
    return [Open(one, said.get(one.id), total(one.score, places)) for one in found]


def _tiers(work: Work, edition: Edition, items: Sequence[DecisionItem]) -> list[TierSum]:
    return [
        TierSum(tier, len(amounts), sum(amounts))
        for tier in overview.tiers(work, edition)
        for amounts in [
            [i.amount_fen or 0 for i in items if i.outcome == "award" and i.tier == tier.id]
        ]
    ]


def _submission(work: Work, decision: Decision) -> Submission | None:
    definition = load(work.session, decision.definition_hash)
    freezing = {
        t.id for t in definition.transitions.values() if "freeze_list" in {u.word for u in t.effect}
    }
    query = (
        select(AuditRow.at, Person.name)
        .outerjoin(Person, Person.id == AuditRow.actor_id)
        .where(AuditRow.subject_id == decision.id, AuditRow.trigger.in_(freezing))
        .order_by(AuditRow.seq.desc())
    )
    row = work.session.execute(query.limit(1)).one_or_none()
    if row is None or decision.digest is None:
        return None
    return Submission(
        row.at, row.name or "", decision.digest, decision.digest == list_digest(decision)
    )
