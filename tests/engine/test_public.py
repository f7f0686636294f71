"""I25: what nobody signed in for may be read only in states marked `public`. I23: due dates."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from creator.calendar import deadline, known_calendar
from creator.calendar.deadlines import Span
from creator.models.edition import Amendment
from creator.models.subject import Subject
from creator.rules.step import Actor
from creator.services import children, find
from creator.services.stages import has_mark
from creator.services.work import Work
from tests.engine.seeding import walk, with_marks
from tests.services.deciding import deciding


@pytest.fixture
def held(sqlite_database):
    """Everything there is, at several stages: drafts, a call, a competition in public notice."""
    made = deciding(sqlite_database, (90, 80, 55))
    made.publish_all()
    made.ground.edition(slug="draft")
    second = made.ground.edition(slug="called")
    cancelled = made.ground.edition(slug="cancelled")

    def call(work, edition):
        walk(work, edition, with_marks("call_open"))
        edition.announced_at = work.now
        for _ in range(2):
            amendment = Amendment(changes={}, parent_id=edition.id)
            children.begin(work, amendment, edition, edition.definitions["amendment"])
        walk(work, amendment, with_marks("public"))
        amendment.issued_at = work.now

    made.on("officer", second, call)
    made.on(
        "officer",
        cancelled,
        lambda work, edition: walk(work, edition, lambda s: s.final == "failure"),
    )
    return made


def test_the_public_finds_only_what_is_marked_public(held):
    with held.ground.database.reading() as session:
        work = Work(session, held.ground.clock.now(), Actor())
        found = {}
        for name, kind in find.KINDS.items():
            rows = session.scalars(find.scope(work, kind)).all()
            found[name] = len(rows)
            assert [row for row in rows if not has_mark(work, row, "public")] == []
        assert session.scalars(select(Subject.type).distinct()).all()
    assert found == {
        "edition": 2, "proposal": 0, "review": 0, "decision": 0, "notice": 1, "amendment": 1,
        "objection": 0,
    }  # fmt: skip


CALENDAR = known_calendar()
STARTS = st.integers(0, 13 * 366 * 24 * 60).map(
    lambda minutes: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PERIODS = st.builds(Span, st.integers(0, 60), st.sampled_from(["wd", "d", "h"]))


@given(STARTS, st.timedeltas(timedelta(0), timedelta(days=40)), PERIODS)
def test_who_starts_later_is_due_no_earlier(start, later, period):
    first, second = (deadline(CALENDAR, at, period).due_at for at in (start, start + later))
    assert start <= first <= second


@given(STARTS, st.integers(0, 60), st.integers(0, 10), st.sampled_from(["wd", "d", "h"]))
def test_a_longer_period_ends_no_earlier(start, amount, more, unit):
    ends = (deadline(CALENDAR, start, Span(n, unit)).due_at for n in (amount, amount + more))
    assert sorted(both := list(ends)) == both
