"""The panel (专家组) of a round: who sits on it, and whether everything is ready for them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import Assignment, PanelSeat
from creator.programme.programme import Programme
from creator.rules.conflicts import Conflict, conflicts_between
from creator.rules.refusal import Refusal
from creator.rules.results import panel_rule


def seats_of(session: Session, edition_id: int, index: int) -> Sequence[PanelSeat]:
    """Everybody seated for a round, those who declined included, in order of seating."""
    query = (
        select(PanelSeat)
        .where(PanelSeat.edition_id == edition_id, PanelSeat.round == index)
        .order_by(PanelSeat.seated_at, PanelSeat.expert_id)
    )
    return session.scalars(query).unique().all()


_DECLARED = (
    select(PanelSeat.round)
    .where(
        PanelSeat.edition_id == bindparam("of"),
        PanelSeat.expert_id == bindparam("expert"),
        PanelSeat.declared_at.is_not(None),
    )
    .limit(1)
)


def has_declared(session: Session, edition_id: int, expert_id: int) -> bool:
    """Whether this expert declared interests. Once is enough: the list was all applicants."""
    return session.scalar(_DECLARED, {"of": edition_id, "expert": expert_id}) is not None


def declares_by(edition: Edition, programme: Programme, index: int) -> datetime:
    """Until when those seated for a round declare: its opening; in the open round, its end."""
    round_ = programme.rounds[index]
    return round_.closes if edition.round_index == index else round_.opens


def fewest_readers(programme: Programme, index: int) -> int:
    """How many experts each proposal must have before the round may open.

    A panel that reads everything may lack those who step back from one proposal, as long as the
    declared rule still works; matched experts are always as many as the programme says.
    """
    round_ = programme.rounds[index]
    if round_.mode == "matching":
        return round_.panel
    aggregate = panel_rule(programme, index).aggregate
    return 1 if aggregate.below_minimum == "mean" else aggregate.sheets_needed


def assigned(session: Session, edition_id: int, index: int) -> dict[int, list[int]]:
    """Proposal id -> experts assigned for the round."""
    found: dict[int, list[int]] = defaultdict(list)
    query = (
        select(Assignment.proposal_id, Assignment.expert_id)
        .where(Assignment.edition_id == edition_id, Assignment.round == index)
        .order_by(Assignment.proposal_id, Assignment.expert_id)
    )
    for proposal_id, expert_id in session.execute(query):
        found[proposal_id].append(expert_id)
    return found


def unready(
    session: Session,
    edition: Edition,
    programme: Programme,
    index: int,
    proposals: Sequence[Proposal],
) -> Iterator[Refusal]:
    """What is missing before round `index` may open for these proposals."""
    seats = seats_of(session, edition.id, index)
    if not seats:
        yield Refusal("panel.empty", _("还没有组建本轮专家组。"))
        return
    for seat in seats:
        if seat.declared_at is None and seat.declined_at is None:
            text = _("“{name}”还没有申报利益关系。", name=seat.expert.name)
            yield Refusal("panel.undeclared", text)
    yield from lacking_readers(session, edition, programme, index, proposals)


def lacking_readers(
    session: Session,
    edition: Edition,
    programme: Programme,
    index: int,
    proposals: Sequence[Proposal],
) -> Iterator[Refusal]:
    """Which of these proposals have no experts, too few, or some who must step back."""
    seats = seats_of(session, edition.id, index)
    sitting = [seat.expert_id for seat in seats if seat.declined_at is None]
    conflicts = conflicts_between(session, edition, programme, sitting, proposals)
    readers = assigned(session, edition.id, index)
    yield from _in_conflict(readers, conflicts, proposals)
    yield from _too_few(programme, index, sitting, readers, conflicts, proposals)


def _in_conflict(
    readers: dict[int, list[int]],
    conflicts: dict[tuple[int, int], Conflict],
    proposals: Sequence[Proposal],
) -> Iterator[Refusal]:
    for proposal in proposals:
        hit = next((e for e in readers[proposal.id] if (e, proposal.id) in conflicts), None)
        if hit is not None:
            reason = conflicts[hit, proposal.id].text
            text = _("“{title}”须换专家：{reason}。", title=proposal.title, reason=reason)
            yield Refusal("panel.conflict", text, f"proposal.{proposal.id}")


def _too_few(
    programme: Programme,
    index: int,
    sitting: Sequence[int],
    readers: dict[int, list[int]],
    conflicts: dict[tuple[int, int], Conflict],
    proposals: Sequence[Proposal],
) -> Iterator[Refusal]:
    need = fewest_readers(programme, index)
    without = [proposal for proposal in proposals if not readers[proposal.id]]
    if without:
        text = _("“{title}”等 {n} 个项目还没有分配专家。", title=without[0].title, n=len(without))
        yield Refusal("panel.unassigned", text)
    for proposal in (one for one in proposals if readers[one.id]):
        usable = [e for e in readers[proposal.id] if e in sitting]
        count = sum((e, proposal.id) not in conflicts for e in usable)
        if count < need:
            text = _(
                "“{title}”只分配了 {n} 位专家，至少要 {need} 位。请重新分配，或增补专家。",
                title=proposal.title,
                n=count,
                need=need,
            )
            yield Refusal("panel.short", text, f"proposal.{proposal.id}")
