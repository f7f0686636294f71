"""Who supervises (督导) which project: set by hand, or spread evenly over those who may."""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import defer

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import Appointment, Person
from creator.models.proposal import Proposal
from creator.models.review import Interest, Review
from creator.models.subject import in_edition
from creator.rules.pins import load, pinned
from creator.rules.refusal import Refusal
from creator.rules.requests import Tell
from creator.rules.visibility import own_interests
from creator.services import access_log, letters
from creator.services.locking import lock_row
from creator.services.offices import need_no_interest_in, need_officer
from creator.services.refused import NotFound, Refused
from creator.services.staff import holders, in_force
from creator.services.work import Work
from creator.workflow.parts import State

ROLE = "supervisor"


def candidates(work: Work, edition: Edition) -> Sequence[Person]:
    """The supervisors of this edition, by name."""
    held = holders(work, edition, ROLE)
    query = select(Person).where(Person.id.in_(held), Person.disabled_at.is_(None))
    return work.session.scalars(query.order_by(Person.name, Person.id)).all()


def listed(work: Work, edition: Edition) -> Select[Proposal]:
    """Projects that may be supervised: handed in and not refused; none of one's own."""
    return (
        select(Proposal)
        .where(
            in_edition(Proposal, edition.id),
            Proposal.state.in_(_running(work, edition)),
            Proposal.id.not_in(own_interests(work.actor)),
        )
        .options(defer(Proposal.answers))
        .order_by(Proposal.number, Proposal.id)
    )


def without(work: Work, edition: Edition) -> int:
    """How many of them nobody supervises yet."""
    open_ = listed(work, edition).where(Proposal.supervisor_id.is_(None)).order_by(None)
    return work.session.scalar(select(func.count()).select_from(open_.subquery())) or 0


def _running(work: Work, edition: Edition) -> frozenset[str]:
    states = pinned(work.session, edition, "proposal").states.values()
    return frozenset(state.id for state in states if _runs(state))


def _runs(state: State) -> bool:
    return (
        "counts_as_submitted" in state.marks
        and "refused" not in state.marks
        and state.final != "failure"
    )


def mine(work: Work) -> Sequence[Proposal]:
    """The projects the actor supervises and that go on, newest first; nobody else asks anything."""
    if all(held.role != ROLE for held in work.actor.appointments):
        return ()
    query = select(Proposal).where(Proposal.supervisor_id == work.actor.person_id)
    found = work.session.scalars(
        query.options(defer(Proposal.answers)).order_by(Proposal.id.desc())
    )
    return [
        one for one in found if _runs(load(work.session, one.definition_hash).states[one.state])
    ]


def barred(
    work: Work, proposals: Collection[Proposal], people: Collection[int]
) -> frozenset[tuple[int, int]]:
    """(person, proposal) where one scored the project, declared an interest in it, or belongs to
    who applied. Two queries."""
    ids = [proposal.id for proposal in proposals]
    scored = select(Review.expert_id, Review.proposal_id).where(
        Review.expert_id.in_(people), Review.proposal_id.in_(ids)
    )
    declared = select(Interest.expert_id, Interest.proposal_id).where(
        Interest.expert_id.in_(people), Interest.proposal_id.in_(ids)
    )
    both = work.session.execute(union_all(scored, declared))
    found = {(row[0], row[1]) for row in both}
    belongs = (
        select(Appointment.person_id, Proposal.id)
        .join(
            Organisation,
            Appointment.organisation_id.in_([Organisation.id, Organisation.sponsor_id]),
        )
        .join(Proposal, Proposal.organisation_id == Organisation.id)
        .where(Appointment.person_id.in_(people), in_force(work), Proposal.id.in_(ids))
    )
    return frozenset(found | {(row[0], row[1]) for row in work.session.execute(belongs)})


def assign(work: Work, proposal: Proposal, person_id: int | None) -> None:
    """Let somebody supervise a project, or nobody. They are told, and it is written down.

    Raises `NotYours`, `NotFound` for somebody who is no supervisor here, `Refused`.
    """
    edition = work.session.get_one(Edition, proposal.edition_id)
    need_officer(work, edition)
    need_no_interest_in(work, proposal)
    lock_row(work, Proposal, proposal.id)
    if person_id is not None:
        if person_id not in {person.id for person in candidates(work, edition)}:
            raise NotFound
        if barred(work, [proposal], [person_id]):
            text = _("不能督导这个项目：评过它，或属于申报单位、托管机构。")
            raise Refused([Refusal("supervisor.barred", text, "supervisor")])
    if person_id == proposal.supervisor_id:
        return
    noted = _set(work, proposal, person_id)
    if person_id is not None:
        told = Tell([person_id], "supervisor_named", {"title": proposal.title})
        letters.queue_letters(work, proposal, told, f"supervisor-{noted}")


def spread(work: Work, edition: Edition) -> int:
    """Give every project without a supervisor to whoever has fewest. Returns how many.

    Each supervisor gets one letter.
    """
    need_officer(work, edition)
    lock_row(work, Edition, edition.id)
    proposals = work.session.scalars(listed(work, edition)).all()
    people = [person.id for person in candidates(work, edition)]
    load = Counter(one.supervisor_id for one in proposals)
    closed, given, noted = barred(work, proposals, people), Counter[int](), 0
    for proposal in proposals:
        free = [person for person in people if (person, proposal.id) not in closed]
        if proposal.supervisor_id is None and free:
            chosen = min(free, key=lambda person: (load[person], person))
            load[chosen] += 1
            given[chosen] += 1
            noted = _set(work, proposal, chosen)
    for person, count in given.items():
        told = Tell([person], "supervisor_of_many", {"edition": edition.title, "n": str(count)})
        letters.queue_letters(work, edition, told, f"supervisors-{noted}")
    return given.total()


def _set(work: Work, proposal: Proposal, person_id: int | None) -> int:
    """Write it down, and return the number of the row that says so."""
    proposal.supervisor_id = person_id
    return access_log.note(work, proposal, f"supervisor:{person_id or 0}")
