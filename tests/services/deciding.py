"""An edition whose ranking is frozen: lists to fill, approve and publish, and short ways there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from creator.models.decision import Decision, Notice
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.services import decisions, objections
from creator.services.explaining import explain
from creator.services.stages import state_of
from creator.services.transitions import fire
from creator.services.work import Work
from tests.services import copying
from tests.services.judging import Judging, judging

T = TypeVar("T")
GROUNDS = {"statement": "该单位去年的项目没有做完", "objector": "居民甲", "contact": "13500000000"}
SUBMITTED = {
    "minutes_no": "纪要〔2017〕3 号",
    "attendees": "主办方 2 人、承办方 1 人、居民代表 2 人",
}


@dataclass
class Deciding:
    """A ground after the review: proposals by their place in the ranking, counted from 1."""

    held: Judging

    @property
    def ground(self):
        return self.held.ground

    def ranked(self, rank: int) -> int:
        """Id of the proposal at this place."""
        query = select(Proposal.id).where(
            Proposal.edition_id == self.held.edition_id, Proposal.rank == rank
        )
        with self.ground.database.reading() as session:
            return session.scalars(query).one()

    def decision(self, work: Work, ordinal: int = 1) -> Decision:
        query = select(Decision).where(
            Decision.edition_id == self.held.edition_id, Decision.ordinal == ordinal
        )
        return work.session.scalars(query).one()

    def decision_id(self, ordinal: int = 1) -> int:
        with self.ground.database.reading() as session:
            return self.decision(Work(session, self.ground.clock.now()), ordinal).id

    def notice_id(self) -> int:
        """Id of the newest notice."""
        query = select(Notice.id).where(Notice.edition_id == self.held.edition_id)
        with self.ground.database.reading() as session:
            return session.scalars(query.order_by(Notice.id.desc())).first()

    def on(self, role: str, subject_id: int, what: Callable[[Work, Subject], T]) -> T:
        """`what(work, subject)` by whoever holds the role, then everything due happens."""
        done = self.ground.act(role, lambda w: what(w, w.session.get_one(Subject, subject_id)))
        self.ground.settle()
        return done

    def take(self, role: str, subject_id: int, trigger: str, data=None, reason: str = "") -> None:
        self.on(role, subject_id, lambda w, s: fire(w, s, trigger, data=data or {}, reason=reason))

    def list_all(self) -> int:
        return self.held.officer(lambda work, edition: decisions.list_all(work, edition))

    def submit(self, ordinal: int = 1) -> None:
        self.take("officer", self.decision_id(ordinal), "submit", SUBMITTED)

    def approve(self, ordinal: int = 1) -> None:
        self.take("approver", self.decision_id(ordinal), "approve")

    def publish(self) -> int:
        """The first notice; returns its id."""
        self.held.step("publish_notice")
        return self.notice_id()

    def publish_all(self) -> int:
        """List, submit, approve, publish: the quiet way to the public notice."""
        self.list_all()
        self.submit()
        self.approve()
        return self.publish()

    def codes(self, role: str, subject_id: int, trigger: str, data=None) -> list[str]:
        """Why a step is refused; empty when it may be taken."""
        return self.on(
            role,
            subject_id,
            lambda work, subject: [
                refusal.code
                for offer in explain(work, subject, trigger=trigger, data=data)
                for refusal in offer.refusals
            ],
        )

    def object_to(self, rank=1, *, key="form", grounds=None) -> tuple[int, str]:
        """A resident objects to the item of this rank (None: to the procedure); id and ticket."""
        item = self.ranked(rank) if rank else None

        def act(work: Work) -> tuple[int, str]:
            notice = work.session.get_one(Notice, self.notice_id())
            subject = objections.contested(work, notice, item)
            filed = objections.file(work, subject, grounds or GROUNDS, key=key)
            return filed.objection.id, filed.ticket

        done = self.ground.act_as(None, act)
        self.ground.settle()
        return done

    def rule(self, objection_id: int, how: str, reason: str = "经核查") -> None:
        """`uphold` or `dismiss`, after the officer admitted it."""
        self.take("officer", objection_id, "admit")
        self.take("adjudicator", objection_id, how, reason=reason)

    def pass_days(self, days: int) -> None:
        self.ground.clock.instant += timedelta(days=days)
        self.ground.settle()

    def at_notice(self, what: Callable[[Work, Notice], T]) -> T:
        """`what(work, newest notice)` as the public reads it."""
        with self.ground.database.reading() as session:
            work = Work(session, self.ground.clock.now())
            return what(work, session.get_one(Notice, self.notice_id()))

    def label(self, subject_id: int) -> str:
        """The state as staff read it."""
        with self.ground.database.reading() as session:
            work = Work(session, self.ground.clock.now())
            return str(state_of(work, session.get_one(Subject, subject_id)).label)


def deciding(database, totals: Sequence[int] = (90, 80, 70), **adjust) -> Deciding:
    """Proposals reviewed with these totals, by every expert alike, in order of case number.

    `adjust` as in `judging`.
    """
    held = judging(database, proposals=len(totals), **adjust)
    held.open_round()
    held.judge([list(totals)] * 5)
    held.step("close_round")
    held.step("start_deciding")
    return Deciding(held)


_made: dict[str, Deciding] = {}


def reviewed(copies, folders) -> Deciding:
    """Ranked by totals of 90, 80 and 55; 60 is the least score. Made once: see `copied`.

    Takes the fixtures `sqlite_copies` and `tmp_path_factory`.
    """
    if "reviewed" not in _made:
        _made["reviewed"] = _once(copies, folders.mktemp("reviewed"), (90, 80, 55))
    return _made["reviewed"]


def noticed(copies, folders) -> Deciding:
    """Three awards in public notice since Tuesday 14 February 2017; else as `reviewed`."""
    if "noticed" not in _made:
        held = _made["noticed"] = _once(copies, folders.mktemp("noticed"), (90, 80, 70))
        held.publish_all()
    return _made["noticed"]


def _once(copies, folder: Path, totals: Sequence[int]) -> Deciding:
    return deciding(copying.emptied(copies, folder), totals)


@contextmanager
def copied(source: Deciding) -> Iterator[Deciding]:
    """The same, over a copy of its SQLite file: reviewing anew for each test takes seconds."""
    with copying.copied(source.held) as held:
        yield Deciding(held)
