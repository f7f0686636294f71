"""Refusals that may be contested for a while: the deadline most tests of time are about."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from creator.models.proposal import Proposal
from creator.models.timer import Timer
from creator.services.transitions import fire
from tests.engine.seeding import walk

MIDNIGHT = datetime(2017, 3, 31, 16, tzinfo=UTC)  # 1 April 00:00 in Shanghai
TICK = timedelta(microseconds=1)


def moved(held, proposal_id, wanted, **columns):
    """Put a proposal where its state is `wanted`, with the dates such a state has."""

    def move(work, proposal):
        for name, value in columns.items():
            setattr(proposal, name, value)
        walk(work, proposal, wanted)

    held.on("officer", proposal_id, move)
    return proposal_id


def refused_awhile(held, proposal_id, ends=MIDNIGHT):
    """A refusal that may be contested until `ends`."""
    return moved(
        held, proposal_id, lambda s: {"refused", "remedy_open"} <= s.marks, remedy_ends_at=ends
    )


def contest(held, proposal_id):
    def act(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        return fire(work, proposal, "contest_result", data={"statement": "得分有误"})

    return held.contact(act)


def armed(held, subject_id):
    with held.database.reading() as session:
        query = select(Timer).where(Timer.subject_id == subject_id, Timer.status == "armed")
        return session.scalars(query.order_by(Timer.id)).all()
