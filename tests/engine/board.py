"""An edition in the middle of deciding: ranked proposals, an open list, several officers.

What leads there is seeded (`seeding.py`); every step after it goes through the gate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import func, select, update

from creator.clock import SetClock
from creator.db import Database
from creator.models.audit import AuditRow
from creator.models.decision import Decision
from creator.models.edition import Edition, TierUse
from creator.models.organisation import Organisation
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.services import children, people
from creator.services.transitions import Receipt, fire
from creator.services.work import Work
from tests.engine.seeding import Wanted, walk, with_marks
from tests.services.ground import Ground, with_people

T = TypeVar("T")
DECIDING = datetime(2017, 2, 20, 2, 0, tzinfo=UTC)
IN_TIME = datetime(2017, 1, 20, 2, 0, tzinfo=UTC)
AMOUNT = 1_000_000  # 分
CONTACT = "13700000000"
OFFICERS = ("officer", "officer2", "officer3", "officer4")


@dataclass
class Board:
    """Proposals by their place in the ranking, and the people around them."""

    ground: Ground
    edition_id: int = 0
    decision_id: int = 0
    proposals: list[int] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.ground.database

    def on(self, role: str, subject_id: int, what: Callable[[Work, Any], T]) -> T:
        """`what(work, subject)` in one unit of work by whoever holds the role."""
        return self.ground.act(role, lambda w: what(w, w.session.get_one(Subject, subject_id)))

    def take(self, role: str, subject_id: int, trigger: str, **kwargs: Any) -> Receipt:
        return self.on(role, subject_id, lambda work, s: fire(work, s, trigger, **kwargs))

    def propose(self, role: str, proposal_id: int, amount: int = AMOUNT, **kwargs: Any) -> Receipt:
        data = {"tier": "A", "amount": amount}
        return self.take(role, proposal_id, "propose", data=data, **kwargs)

    def seen(self, subject_id: int, what: Callable[[Any], T]) -> T:
        """Something of a subject as it stands in the database."""
        with self.database.reading() as session:
            return what(session.get_one(Subject, subject_id))

    def state(self, subject_id: int) -> str:
        return self.seen(subject_id, lambda subject: subject.state)

    def steps(self, subject_id: int, trigger: str) -> int:
        """How often this step was taken."""
        query = select(func.count()).where(
            AuditRow.subject_id == subject_id, AuditRow.trigger == trigger
        )
        with self.database.reading() as session:
            return session.scalar(query) or 0

    def contact(self, what: Callable[[Work], T]) -> T:
        """One unit of work by the applicant's contact."""
        query = select(Person.id).where(Person.mobile == CONTACT)
        with self.database.reading() as session:
            person_id = session.scalars(query).one()
        return self.ground.act_as(person_id, what)


RANKED = with_marks("undecided")


def board(
    database: Database, count: int = 3, *, pool: int = 0, slots: int = 0, at: Wanted = RANKED
) -> Board:
    """`count` proposals of tier A, ranked or where `at` says.

    `pool` in 分 and `slots` replace the programme's.
    """
    ground = with_people(database, SetClock(datetime(2016, 12, 26, 2, 0, tzinfo=UTC)))
    # One organisation applies for all of them, as no programme would let it.
    many = {"applicants.per_organisation": 500, "applicants.funded_per_organisation": 1000}
    made = Board(ground, ground.edition(**many))
    ground.act_as(None, lambda work: _more_officers(work, ground))
    ground.clock.instant = DECIDING

    def lay_out(work: Work) -> None:
        edition = work.session.get_one(Edition, made.edition_id)
        walk(work, edition, with_marks("ranking_open", without="announced_result"))
        edition.pool_fen = pool or edition.pool_fen
        if slots:
            work.session.execute(update(TierUse).values(slots=slots))
        decision = Decision(parent_id=edition.id)
        children.begin(work, decision, edition, edition.definitions["decision"], cause=edition)
        made.decision_id = decision.id
        organisation = _organisation(work, edition)
        made.proposals = [_proposal(work, edition, organisation, n, at) for n in range(count)]

    ground.act("officer", lay_out)
    return made


def _more_officers(work: Work, ground: Ground) -> None:
    for number, role in enumerate(OFFICERS[1:]):
        person = people.find_or_add(work, role, f"1391000{number:04d}")
        people.appoint(work, person, "officer", host_id=ground.host_id)
        ground.people[role] = person.id


def _organisation(work: Work, edition: Edition) -> Organisation:
    made = Organisation(
        host_id=edition.host_id,
        name="社会组织01",
        legal_class="registered",
        responsible="负责人01",
        mobile=CONTACT,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    contact = people.find_or_add(work, "申报联系人01", CONTACT)
    people.appoint(work, contact, "applicant", organisation_id=made.id)
    return made


def _proposal(
    work: Work, edition: Edition, organisation: Organisation, number: int, at: Wanted
) -> int:
    made = Proposal(
        organisation_id=organisation.id,
        number=f"BL2017-{number + 1:03d}",
        title=f"项目{number + 1:02d}",
        category="elderly",
        tier_applied="A",
        requested_fen=2_000_000,
        answers={},
        submitted_at=IN_TIME,
        score=Decimal(90),
        rank=number + 1,
    )
    children.begin(work, made, edition, edition.definitions["proposal"])
    walk(work, made, at)
    return made.id
