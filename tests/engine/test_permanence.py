"""What never changes once it is written: rows that only grow, pins, and the past itself."""

import json

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from creator.db import Base
from creator.models.access import AccessRow
from creator.models.append_only import APPEND_ONLY
from creator.models.audit import AuditRow
from creator.models.subject import Subject
from creator.rules.pins import load
from creator.services import checkpoints
from tests.engine.board import board
from tests.services.deciding import deciding


@pytest.fixture
def held(database):
    made = board(database, 2)
    made.propose("officer", made.proposals[0])
    made.ground.act("officer", lambda work: checkpoints.make(work, "测试"))
    made.ground.act("officer", lambda w: w.session.add(AccessRow(what="sheet", at=w.now)))
    return made


class TestAppendOnly:
    """I16."""

    def test_rows_are_neither_changed_nor_deleted(self, held):
        names = (
            "audit_row", "checkpoint", "workflow_definition", "programme_version", "access_row"
        )  # fmt: skip
        for name in names:
            table = Base.metadata.tables[name]
            same = {column.name: text(f'"{column.name}"') for column in table.columns}
            for statement in (update(table).values(same), delete(table)):
                with pytest.raises(DBAPIError, match="append-only"):
                    held.ground.act_as(None, lambda work, s=statement: work.session.execute(s))

    def test_no_way_round_by_replacing_or_emptying(self, held):
        """REPLACE goes round SQLite's delete triggers unless recursive triggers are on."""
        columns = ", ".join(f'"{column.name}"' for column in AuditRow.__table__.columns)
        ways = [f"REPLACE INTO audit_row ({columns}) SELECT {columns} FROM audit_row"]
        if held.database.engine.dialect.name == "postgresql":
            ways = [f"TRUNCATE {name} CASCADE" for name in APPEND_ONLY]
        for way in ways:
            with pytest.raises(DBAPIError, match="append-only"):
                held.ground.act_as(None, lambda work, w=way: work.session.execute(text(w)))

    def test_a_definition_is_what_its_hash_says(self, held):
        with held.database.reading() as session:
            for pin in session.scalars(select(Subject.definition_hash).distinct()):
                assert load(session, pin).hash == pin


class TestReplaying:
    """I2, I3, I22: from the audit rows alone the present follows."""

    def replayed(self, session, subject):
        """State, number of the last step and head, as the rows tell."""
        query = select(AuditRow).where(AuditRow.subject_id == subject.id).order_by(AuditRow.seq)
        state, head, seq = None, "0" * 64, -1
        for row in session.scalars(query):
            assert (row.seq, row.from_state, row.prev_hash) == (seq + 1, state, head)
            definition = load(session, json.loads(row.body)["definition"])
            if state is None:
                assert row.to_state == definition.initial
            else:
                step = definition.transitions[row.trigger]
                assert row.to_state in step.targets(state) and row.actor_word in step.by
            state, head, seq = row.to_state, row.hash, row.seq
        return state, head, seq

    def test_a_whole_competition_replays_to_its_present(self, sqlite_database):
        held = deciding(sqlite_database, (90, 80, 55))
        held.publish_all()
        with sqlite_database.reading() as session:
            subjects = session.scalars(select(Subject)).all()
            assert {subject.type for subject in subjects} == {
                "edition", "proposal", "review", "decision", "notice",
            }  # fmt: skip
            for subject in subjects:
                now = (subject.state, subject.chain_head, subject.seq)
                assert self.replayed(session, subject) == now
