"""The panel (专家组): experts seated from the pool, and their interests declared once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.person import ExpertProfile, Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Interest, PanelSeat, Review
from creator.models.subject import Subject, in_edition
from creator.rules import rounds
from creator.rules.conflicts import conflicts_between
from creator.rules.panels import seats_of
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.services.locking import lock_row
from creator.services.offices import need_officer
from creator.services.own_sheets import sits
from creator.services.refused import NotFound, Refused
from creator.services.seating import seat_one
from creator.services.staff import holders
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work


@dataclass(frozen=True)
class Member:
    """Somebody of the expert pool (专家库), with the seat in the round if there is one."""

    person: Person
    profile: ExpertProfile
    seat: PanelSeat | None = None


def index_now(work: Work, edition: Edition) -> int:
    """The round a panel is formed for: the open one, else the next. Raises `Refused` if none."""
    if has_mark(work, edition, "scoring_open"):
        return edition.round_index
    programme = programme_of(work.session, edition)
    if not has_mark(work, edition, "panel_open") or not rounds.rounds_left(edition, programme):
        raise Refused([Refusal("panel.closed", _("现在不能组建专家组。"))])
    return rounds.coming(edition)


def pool(work: Work, edition: Edition) -> list[Member]:
    """Experts of this edition or of its host, by number, each with the seat if there is one.

    Whoever sits stays on the list also when the office has ended: else nobody could unseat them.
    """
    need_officer(work, edition)
    seats = {seat.expert_id: seat for seat in _seats(work, edition)}
    listed = or_(Person.id.in_(holders(work, edition, "expert")), Person.id.in_(seats))
    query = (
        select(Person, ExpertProfile)
        .join(ExpertProfile, ExpertProfile.person_id == Person.id)
        .where(ExpertProfile.host_id == edition.host_id, Person.disabled_at.is_(None), listed)
        .order_by(ExpertProfile.number, Person.id)
    )
    return [
        Member(person, profile, seats.get(person.id))
        for person, profile in work.session.execute(query)
    ]


def choices(work: Work, subject: Subject) -> dict[str, str]:
    """Experts of the panel now sitting who could be added, by person id as text."""
    edition = edition_of(work, subject)
    programme = programme_of(work.session, edition)
    seats = [s for s in _seats(work, edition) if s.declared_at and not s.declined_at]
    ids = [found.expert_id for found in seats]
    proposals = [subject] if isinstance(subject, Proposal) else []
    barred = conflicts_between(work.session, edition, programme, ids, proposals)
    return {
        str(found.expert_id): found.expert.name
        for found in seats
        if (found.expert_id, subject.id) not in barred
    }


def _seats(work: Work, edition: Edition) -> Sequence[PanelSeat]:
    return seats_of(work.session, edition.id, index_now(work, edition))


def seat(work: Work, edition: Edition, experts: Sequence[int]) -> None:
    """Seat people of the pool (by person id); whoever sits already stays.

    Raises `NotYours`, `Refused` while none can be formed or where it is drawn, `NotFound`.
    """
    need_officer(work, edition)
    if programme_of(work.session, edition).experts.drawn:
        text = _("本届专家随机抽取，不能自行请入。请抽取后按顺序请入。")
        raise Refused([Refusal("panel.drawn", text)])
    lock_row(work, Edition, edition.id)
    index = index_now(work, edition)
    members = {member.person.id: member for member in pool(work, edition)}
    for expert_id in dict.fromkeys(experts):
        if expert_id not in members:
            raise NotFound
        if members[expert_id].seat is None:
            seat_one(work, edition, index, members[expert_id].person)
    work.session.flush()


def unseat(work: Work, edition: Edition, expert_id: int) -> None:
    """Take somebody off the panel. Raises as `free_seat`, and `Refused` where it was drawn."""
    if programme_of(work.session, edition).experts.drawn:
        text = _("本届专家是抽取的。请写明理由，再请出。")
        raise Refused([Refusal("panel.drawn", text)])
    work.session.delete(free_seat(work, edition, expert_id))
    work.session.flush()


def free_seat(work: Work, edition: Edition, expert_id: int) -> PanelSeat:
    """The seat, rid of what was assigned. Raises `NotYours`, `Refused` once sheets exist."""
    need_officer(work, edition)
    lock_row(work, Edition, edition.id)
    index = index_now(work, edition)
    found = work.session.get(PanelSeat, (edition.id, index, expert_id))
    if found is None:
        raise NotFound
    if _has_sheets(work, edition, index, expert_id):
        text = _("该专家已有评分表。请让专家申请回避，或把评分表记为缺评。")
        raise Refused([Refusal("panel.scoring", text)])
    _drop_assignments(work, edition, index, expert_id)
    return found


def _has_sheets(work: Work, edition: Edition, index: int, expert_id: int) -> bool:
    mine = in_edition(Review, edition.id), Review.round == index, Review.expert_id == expert_id
    return work.session.scalar(select(Review.id).where(*mine).limit(1)) is not None


def _drop_assignments(
    work: Work,
    edition: Edition,
    index: int,
    expert_id: int,
    proposals: Sequence[int] | None = None,
) -> None:
    statement = delete(Assignment).where(
        Assignment.edition_id == edition.id,
        Assignment.round == index,
        Assignment.expert_id == expert_id,
    )
    if proposals is not None:
        statement = statement.where(Assignment.proposal_id.in_(proposals))
    work.session.execute(statement)


def my_seat(work: Work, edition: Edition, index: int) -> PanelSeat:
    """The actor's own seat. Raises `NotFound` for whoever does not sit there."""
    found = work.session.get(PanelSeat, (edition.id, index, work.actor.person_id or 0))
    if found is None or found.left:
        raise NotFound
    return found


def my_seats(work: Work) -> list[tuple[PanelSeat, Edition]]:
    """The actor's own seats in rounds that are open or being prepared, newest edition first."""
    query = (
        select(PanelSeat, Edition)
        .join(Edition, PanelSeat.edition_id == Edition.id)
        .where(PanelSeat.expert_id == (work.actor.person_id or 0), PanelSeat.left == "")
        .order_by(Edition.id.desc(), PanelSeat.round)
    )
    found = work.session.execute(query).unique()
    return [(seat, edition) for seat, edition in found if _is_now(work, seat, edition)]


def undeclared(work: Work) -> list[tuple[PanelSeat, Edition]]:
    """Those of the actor's own seats for which interests have yet to be declared."""
    if all(held.role != "expert" for held in work.actor.appointments):
        return []
    return [
        (seat, edition)
        for seat, edition in my_seats(work)
        if seat.declared_at is None and seat.declined_at is None
    ]


def _is_now(work: Work, seat: PanelSeat, edition: Edition) -> bool:
    if has_mark(work, edition, "scoring_open"):
        return seat.round == edition.round_index
    return has_mark(work, edition, "panel_open") and seat.round == rounds.coming(edition)


def applicants(work: Work, edition: Edition) -> list[Proposal]:
    """The list over which interests are declared: all applications still under way.

    For officers and for experts with a seat; `NotFound` for anybody else. A page shows title and
    organisation of these, in a blind round the organisation alone; never the content.
    """
    if not sits(work, edition.id):
        need_officer(work, edition)
    definition = pinned(work.session, edition, "proposal")
    under_way = {
        state for state in definition.marked("counts_as_submitted")
        if definition.states[state].final is None
    }  # fmt: skip
    query = select(Proposal).where(in_edition(Proposal, edition.id), Proposal.state.in_(under_way))
    return list(work.session.scalars(query.order_by(Proposal.number, Proposal.id)))


def declare(work: Work, edition: Edition, index: int, interests: Mapping[int, str]) -> None:
    """The actor declares: an interest in these proposals (id -> note), none in all others.

    Once for the edition. Raises `Refused` the second time (then recusal is the way), `NotFound`
    for a proposal not on the list. What was already assigned against it is taken back.
    """
    seat_ = my_seat(work, edition, index)
    if seat_.declared_at is not None:
        text = _("您已经申报过。后来发现的利益关系，请在评分页申请回避。")
        raise Refused([Refusal("interest.again", text)])
    lock_row(work, Edition, edition.id)
    known = {proposal.id for proposal in applicants(work, edition)}
    if not interests.keys() <= known:
        raise NotFound
    for proposal_id, note in interests.items():
        work.session.merge(_interest(work, edition, proposal_id, note))
    _drop_assignments(work, edition, index, seat_.expert_id, list(interests))
    seat_.declared_at, seat_.declined_at = work.now, None
    work.session.flush()


def _interest(work: Work, edition: Edition, proposal_id: int, note: str) -> Interest:
    return Interest(
        edition_id=edition.id,
        expert_id=work.actor.person_id,
        proposal_id=proposal_id,
        kind="declared",
        note=note.strip(),
        recorded_at=work.now,
    )


def decline(work: Work, edition: Edition, index: int) -> None:
    """The actor does not take part in this round. Raises `Refused` once sheets were opened."""
    seat_ = my_seat(work, edition, index)
    if _has_sheets(work, edition, index, seat_.expert_id):
        text = _("您已有评分表，不能整体退出。请对有关项目申请回避，或联系经办人。")
        raise Refused([Refusal("panel.scoring", text)])
    lock_row(work, Edition, edition.id)
    seat_.declined_at = work.now
    _drop_assignments(work, edition, index, seat_.expert_id)
    work.session.flush()
