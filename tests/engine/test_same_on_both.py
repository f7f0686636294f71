"""I21: the same competition leaves the same trace on SQLite and on PostgreSQL."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from creator.db import Database
from creator.models.audit import AuditRow
from creator.models.outbox import Letter, OutboxItem
from creator.models.timer import Timer
from tests.services.deciding import deciding


def trace(url):
    """Everything that happened, without what is drawn by lot: request ids and salts."""
    database = Database(url)
    held = deciding(database, (90, 80, 55))
    held.publish_all()
    held.ground.clock.advance(timedelta(days=40))
    held.ground.settle()
    with database.reading() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.subject_id, AuditRow.seq))
        told = [without_lots(json.loads(row.body)) for row in rows]
        queued = session.execute(
            select(OutboxItem.dedupe_key, OutboxItem.status).order_by(OutboxItem.dedupe_key)
        )
        letters = session.execute(
            select(Letter.person_id, Letter.title, Letter.body).order_by(
                Letter.person_id, Letter.title, Letter.body
            )
        )
        timers = session.execute(
            select(Timer.subject_id, Timer.entered_seq, Timer.kind, Timer.trigger, Timer.due_at,
                   Timer.status)
        )  # fmt: skip
        found = {
            "steps": told,
            "outbox": [tuple(row) for row in queued],
            "letters": [tuple(row) for row in letters],
            "timers": sorted(map(repr, timers)),
        }
    database.dispose()
    return found


def without_lots(body):
    facts = body.get("facts", {})
    # The root covers the heads of all chains, and these the request ids.
    drawn = {"audit_root": "…"} if "audit_root" in facts else {}
    texts = sorted(body["texts"])
    return {**body, "request": "…", "texts": texts, "facts": {**facts, **drawn}}


@pytest.mark.parametrize("other", ["postgres"])
def test_a_competition_leaves_the_same_trace(request, tmp_path, sqlite_copies, other):
    (tmp_path / other).mkdir()
    with sqlite_copies.fresh(tmp_path) as url:
        here = trace(url)
    with request.getfixturevalue(f"{other}_copies").fresh(tmp_path / other) as url:
        there = trace(url)
    for kind, lines in here.items():
        assert lines == there[kind], kind
    assert len(here["steps"]) > 60 and len(here["letters"]) == 8  # five are of seats
