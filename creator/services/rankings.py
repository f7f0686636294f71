"""The ranking board (排名与定档): places, what broke ties, what the money would do."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import defer

from creator.i18n import Label, Text, _
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import FrozenRanking, TieDraw
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.reckoning.allocation import fund
from creator.reckoning.fund_line import Line
from creator.reckoning.outcome import Allocation, Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.results import Result
from creator.rules.funding import decided_by_committee, funding_rule
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.results import case_of
from creator.rules.sealed import frozen_places, sealed_results
from creator.rules.standing import places
from creator.services.locking import lock_row
from creator.services.offices import need_no_interest, need_officer, need_staff
from creator.services.refused import Invalid, Refused
from creator.services.stages import has_mark
from creator.services.work import Work


@dataclass(frozen=True)
class Dot:
    """One expert's total, under a name that is the same in every row but tells nobody."""

    name: str
    total: Decimal
    dropped: bool


@dataclass(frozen=True)
class Row:
    """One proposal on the board. `outcome` is what the rules propose, `listed` what was decided."""

    proposal: Proposal
    place: Place
    outcome: Outcome
    tier: Label | None
    dots: tuple[Dot, ...]
    spent: int
    """分 proposed for this and all before it."""
    listed: DecisionItem | None


@dataclass(frozen=True)
class FundLine:
    """Where slots or money of a tier end: drawn below the row of rank `last_rank`."""

    tier: Label
    slots: int | None
    line: Line


@dataclass(frozen=True)
class Board:
    """The whole ranking. Money in 分. `ties` are cases nothing told apart yet, set by set."""

    rows: tuple[Row, ...]
    lines: tuple[FundLine, ...]
    pool: int
    proposed: int
    frozen: FrozenRanking | None
    ties: tuple[tuple[Row, ...], ...]

    @property
    def left(self) -> int:
        """分 of the pool that the proposed awards leave."""
        return self.pool - self.proposed


def board(work: Work, edition: Edition) -> Board:
    """The ranking, the allocation the rules make of it, and what has been listed so far.

    Raises `NotFound` for outsiders; `Refused` before a result is sealed, and for somebody with an
    interest in one of the proposals.
    """
    need_staff(work, edition)
    need_no_interest(work, edition)
    programme = programme_of(work.session, edition)
    ranking = _ranking(work, edition, programme)
    by_case = _proposals(work, edition, [place.proposal for place in ranking])
    funded = fund(_asked(programme, ranking), funding_rule(programme, edition.pool_fen))
    rows = _rows(work, edition, programme, ranking, by_case, funded)
    return Board(
        rows=rows,
        lines=_lines(programme, funded),
        pool=edition.pool_fen,
        proposed=sum(outcome.amount for outcome in funded.outcomes),
        frozen=work.session.get(FrozenRanking, edition.id),
        ties=_ties(rows),
    )


def allocation(work: Work, edition: Edition) -> Allocation:
    """What the programme's rules make of the ranking; `Outcome.proposal` is the id as text.

    For the steps that follow; a page shows `board`. Raises `Refused` before a result is sealed.
    """
    programme = programme_of(work.session, edition)
    ranking = _ranking(work, edition, programme)
    by_case = _proposals(work, edition, [place.proposal for place in ranking])
    funded = fund(_asked(programme, ranking), funding_rule(programme, edition.pool_fen))
    outcomes = (
        replace(outcome, proposal=str(by_case[outcome.proposal].id)) for outcome in funded.outcomes
    )
    return replace(funded, outcomes=tuple(outcomes))


def _ranking(work: Work, edition: Edition, programme: Programme) -> list[Place]:
    frozen = frozen_places(work.session, edition.id)
    if frozen is not None:
        return frozen
    if not has_mark(work, edition, "results_sealed"):
        raise Refused([Refusal("ranking.none", _("还没有评审结果。"))])
    return places(work.session, edition, programme)


def _asked(programme: Programme, ranking: Sequence[Place]) -> Sequence[Place]:
    if programme.award.amount == "committee":
        return decided_by_committee(ranking)
    return ranking


def _proposals(work: Work, edition: Edition, cases: Sequence[str]) -> dict[str, Proposal]:
    query = select(Proposal).where(in_edition(Proposal, edition.id), Proposal.number.in_(cases))
    found = work.session.scalars(query.options(defer(Proposal.answers)))  # a page shows none
    return {case_of(proposal): proposal for proposal in found}


def _rows(
    work: Work,
    edition: Edition,
    programme: Programme,
    ranking: Sequence[Place],
    by_case: Mapping[str, Proposal],
    funded: Allocation,
) -> tuple[Row, ...]:
    results = sealed_results(work.session, edition.id, edition.round_index)
    scored = results.results if results else {}
    outcomes = {outcome.proposal: outcome for outcome in funded.outcomes}
    listed = _listed(work, edition)
    names = _pseudonyms(edition, scored.values())
    rows, spent = [], 0
    for place in ranking:
        proposal, outcome = by_case[place.proposal], outcomes[place.proposal]
        tier = programme.tier(outcome.tier or "")
        spent += outcome.amount
        rows.append(
            Row(
                proposal=proposal,
                place=place,
                outcome=outcome,
                tier=tier.label if tier else None,
                dots=_dots(scored.get(place.proposal), names),
                spent=spent,
                listed=listed.get(proposal.id),
            )
        )
    return tuple(rows)


def _listed(work: Work, edition: Edition) -> dict[int, DecisionItem]:
    query = (
        select(DecisionItem)
        .join(Decision, DecisionItem.decision_id == Decision.id)
        .where(in_edition(Decision, edition.id))
        .order_by(DecisionItem.id)
    )
    return {item.proposal_id: item for item in work.session.scalars(query)}


def _pseudonyms(edition: Edition, results: object) -> dict[str, str]:
    """Expert -> E1, E2 …: in an order that follows neither names nor seats."""
    experts = {expert for result in results for expert in result.sheets}  # type: ignore[attr-defined]
    mixed = sorted(experts, key=lambda e: hashlib.sha256(f"{edition.id}:{e}".encode()).digest())
    return {expert: f"E{number}" for number, expert in enumerate(mixed, start=1)}


def _dots(result: Result | None, names: Mapping[str, str]) -> tuple[Dot, ...]:
    if result is None:
        return ()
    dots = (Dot(names[e], sheet.total, sheet.dropped) for e, sheet in result.sheets.items())
    return tuple(sorted(dots, key=lambda dot: dot.name))


def _lines(programme: Programme, funded: Allocation) -> tuple[FundLine, ...]:
    tiers = {tier.id: tier for tier in programme.tiers}
    return tuple(
        FundLine(tiers[line.tier].label, tiers[line.tier].slots, line) for line in funded.lines
    )


def _ties(rows: Sequence[Row]) -> tuple[tuple[Row, ...], ...]:
    sets: dict[int, list[Row]] = {}
    for row in rows:
        if row.place.tied_with and row.place.rank is not None:
            sets.setdefault(row.place.rank, []).append(row)
    return tuple(tuple(tied) for tied in sets.values())


def record_draw(work: Work, edition: Edition, lots: Mapping[int, int], *, note: str = "") -> None:
    """Record a draw held for ties nothing else decided: proposal id -> lot, 1 first.

    Every set of equals must be drawn as a whole, with different lots. Raises `NotYours`, `Refused`
    once the ranking is frozen, `Invalid` for lots that decide nothing.
    """
    need_officer(work, edition)
    lock_row(work, Edition, edition.id)
    found = board(work, edition)
    if found.frozen is not None:
        raise Refused([Refusal("ranking.frozen", _("排名已封存，不能再抽签。"))])
    drawn = [row for tied in found.ties for row in tied if row.proposal.id in lots]
    if len(drawn) != len(lots):
        raise Invalid("lots", _("只有并列的项目需要抽签。"))
    for tied in found.ties:
        _check_lots(tied, lots)
    known = work.session.get(TieDraw, edition.id)
    before = known.lots if known else {}
    work.session.merge(
        TieDraw(
            edition_id=edition.id,
            lots={**before, **{str(row.proposal.id): lots[row.proposal.id] for row in drawn}},
            note=note.strip(),
            recorded_by_id=work.actor.person_id,
            recorded_at=work.now,
        )
    )
    work.session.flush()


def _check_lots(tied: Sequence[Row], lots: Mapping[int, int]) -> None:
    given = [lots[row.proposal.id] for row in tied if row.proposal.id in lots]
    if not given:
        return
    names: Text = _("第 {rank} 名并列的项目须各有一个不同的签号。", rank=tied[0].place.rank)
    if len(given) != len(tied) or len(set(given)) != len(given) or min(given) < 1:
        raise Invalid("lots", names)
