"""What never changes once it is written: rows that only grow, pins, and the past itself."""

import json

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from creator.db import Base
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
    return made


class TestAppendOnly:
    """I16."""

    @pytest.mark.parametrize("name", ["audit_row", "checkpoint", "workflow_definition"])
    def test_rows_are_neither_changed_nor_deleted(self, held, name):
        table = Base.metadata.tables[name]
        changes = {column.name: text(column.name) for column in table.columns}
        for statement in (update(table).values(changes), delete(table)):
            with pytest.raises(DBAPIError, match="append-only"), held.database.writing() as session:
                session.execute(statement)

    def test_replacing_is_deleting(self, held):
        """SQLite's REPLACE goes round delete triggers unless recursive triggers are on."""
        if held.database.engine.dialect.name != "sqlite":
            return
        columns = ", ".join(column.name for column in AuditRow.__table__.columns)
        columns = columns.replace("trigger", '"trigger"')
        replace = f"REPLACE INTO audit_row ({columns}) SELECT {columns} FROM audit_row"
        with pytest.raises(DBAPIError, match="append-only"), held.database.writing() as session:
            session.execute(text(replace))

    def test_emptying_a_table_is_deleting(self, held):
        if held.database.engine.dialect.name != "postgresql":
            return
        for name in APPEND_ONLY:
            with pytest.raises(DBAPIError, match="append-only"), held.database.writing() as session:
                session.execute(text(f"TRUNCATE {name} CASCADE"))

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

    def test_a_whole_competition_replays_to_its_present(self, database):
        held = deciding(database, (90, 80, 55))
        held.publish_all()
        with database.reading() as session:
            subjects = session.scalars(select(Subject)).all()
            assert {subject.type for subject in subjects} == {
                "edition", "proposal", "review", "decision", "notice",
            }  # fmt: skip
            for subject in subjects:
                now = (subject.state, subject.chain_head, subject.seq)
                assert self.replayed(session, subject) == now
