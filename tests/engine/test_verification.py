"""I18: no bit of the chain changes unseen; and what nobody can see is said.

A real competition is played once. Each test gets a copy of its file, takes the triggers off as
somebody with the file in hands would, and changes something.
"""

import os
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from creator.clock import SetClock
from creator.db import Database
from creator.models.edition import Edition
from creator.services import checkpoints, verification
from creator.services.transitions import fire
from creator.workflow.definition import Definition
from tests.databases import SqliteCopies
from tests.engine.board import DECIDING
from tests.services.deciding import deciding
from tests.services.ground import with_people

FULL = os.environ.get("CREATOR_TEST_FULL") == "yes"
CHAINED = {
    "audit_row": (
        "seq", "at", "trigger", "from_state", "to_state", "actor_id", "actor_word", "simulated",
        "body", "prev_hash", "hash",
    ),
    "audit_text": ("seq", "kind", "salt", "text"),
    "checkpoint": ("at", "occasion", "leaves", "root", "prev_hash", "hash"),
    "workflow_definition": ("hash", "body"),
    "subject": (
        "type", "state", "seq", "chain_head", "definition_hash", "entered_seq", "entered_at",
        "parent_id", "edition_id", "host_id", "created_at",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """The file of a competition up to its public notice, with two checkpoints."""
    folder = tmp_path_factory.mktemp("played")
    copies = SqliteCopies(folder)
    with copies.fresh(folder) as url:
        database = Database(url)
        held = deciding(database, (90, 80, 55))
        held.publish_all()
        held.ground.act("officer", lambda work: checkpoints.make(work, "每日"))
        with database.reading() as session:
            assert verification.verify(session) == []
        with closing(sqlite3.connect(folder / "creator.db")) as link:
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        kept = folder / "played.db"
        shutil.copy(folder / "creator.db", kept)
    return kept


@pytest.fixture
def copy(played, tmp_path):
    """A copy without triggers and references, as a link that changes it at will."""
    path = tmp_path / "copy.db"
    shutil.copy(played, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("PRAGMA foreign_keys=OFF")
        for (name,) in link.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            link.execute(f"DROP TRIGGER {name}")
        yield link


@pytest.fixture
def flaws(copy, tmp_path, monkeypatch):
    """What verification finds in the copy, read by a process that knows nothing yet."""
    database = Database(f"sqlite:///{tmp_path / 'copy.db'}")

    def look():
        monkeypatch.setattr("creator.rules.pins._loaded", {})
        with database.reading() as session:
            return verification.verify(session)

    yield look
    database.dispose()


def flipped(value, chance):
    """The same value but for one bit."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8) if value > 1 else 1)
    raw = bytearray(value.encode())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def test_the_untouched_copy_is_whole(flaws):
    assert flaws() == []


@pytest.mark.parametrize("table", CHAINED)
def test_a_flipped_bit_is_found(copy, flaws, table):
    chance = random.Random(table)
    for _ in range(400 if FULL else 30):
        column = chance.choice(CHAINED[table])
        rowid, value = chance.choice(
            copy.execute(
                f'SELECT rowid, "{column}" FROM {table} WHERE "{column}" IS NOT NULL'
            ).fetchall()
        )
        if value == "":
            continue
        new = flipped(value, chance)
        copy.execute("SAVEPOINT flip")
        kept = "CAST(? AS TEXT)" if isinstance(new, bytes) else "?"
        try:
            copy.execute(f'UPDATE {table} SET "{column}" = {kept} WHERE rowid = ?', (new, rowid))
        except sqlite3.IntegrityError:  # the row it would collide with is there already
            copy.execute("ROLLBACK TO flip")
            copy.execute("RELEASE flip")
            continue
        copy.execute("RELEASE flip")
        assert flaws(), f"{table}.{column} {value!r} -> {new!r}"
        copy.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, rowid))
    assert flaws() == []


@pytest.mark.parametrize(
    "table", ["audit_row", "audit_text", "checkpoint", "subject", "workflow_definition"]
)
def test_a_deleted_row_is_found(copy, flaws, table):
    rows = [rowid for (rowid,) in copy.execute(f"SELECT rowid FROM {table}")]
    if table == "checkpoint":
        rows = rows[:-1]  # the newest is what nobody can miss: see below
    if table == "workflow_definition":
        rows = [
            rowid
            for (rowid,) in copy.execute(
                "SELECT rowid FROM workflow_definition WHERE hash IN "
                "(SELECT definition_hash FROM subject)"
            )
        ]
    for rowid in random.Random(table).sample(rows, min(len(rows), 8)):
        copy.execute("BEGIN")
        columns = ", ".join(f'"{row[1]}"' for row in copy.execute(f"PRAGMA table_info({table})"))
        copy.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table} WHERE rowid = {rowid}")
        copy.execute(f"DELETE FROM {table} WHERE rowid = {rowid}")
        copy.execute("COMMIT")
        assert flaws(), f"{table} {rowid}"
        copy.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept")
        copy.execute("DROP TABLE kept")


def test_two_rows_that_change_places_are_found(copy, flaws):
    subject, last = copy.execute(
        "SELECT subject_id, max(seq) FROM audit_row GROUP BY subject_id ORDER BY 2 DESC"
    ).fetchone()
    for seq in range(1, last):
        for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            copy.execute(
                "UPDATE audit_row SET seq = ? WHERE subject_id = ? AND seq = ?", (new, subject, old)
            )
        assert flaws()
        for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            copy.execute(
                "UPDATE audit_row SET seq = ? WHERE subject_id = ? AND seq = ?", (new, subject, old)
            )


def cut(copy, subject, *, with_head):
    """Take the newest row off a chain; with its head put right as well, as a forger would."""
    last, before = copy.execute(
        "SELECT seq, prev_hash FROM audit_row WHERE subject_id = ? ORDER BY seq DESC", (subject,)
    ).fetchone()
    copy.execute("DELETE FROM audit_row WHERE subject_id = ? AND seq = ?", (subject, last))
    copy.execute("DELETE FROM audit_text WHERE subject_id = ? AND seq = ?", (subject, last))
    if with_head:
        state, at = copy.execute(
            "SELECT to_state, at FROM audit_row WHERE subject_id = ? AND seq = ?",
            (subject, last - 1),
        ).fetchone()
        copy.execute(
            "UPDATE subject SET seq = ?, chain_head = ?, state = ?, entered_seq = ?, "
            "entered_at = ? WHERE id = ?",
            (last - 1, before, state, last - 1, at, subject),
        )


def test_a_chain_cut_short_is_found(copy, flaws):
    cut(copy, 1, with_head=False)
    assert flaws()


def test_a_cut_with_its_head_put_right_is_found_by_the_checkpoint(copy, flaws):
    """The limit of I18: what came after the last checkpoint can be cut off unseen."""
    subject = copy.execute("SELECT id FROM subject WHERE type = 'proposal'").fetchone()[0]
    cut(copy, subject, with_head=True)
    assert [flaw.where.split(":")[0] for flaw in flaws()] == [str(subject)]
    copy.execute("DELETE FROM checkpoint")  # nobody kept one on paper either
    assert flaws() == []


def test_the_newest_checkpoint_can_be_taken_away_unseen(copy, flaws):
    """The other side of the limit: so publish each, as notices do."""
    copy.execute("DELETE FROM checkpoint WHERE id = (SELECT max(id) FROM checkpoint)")
    assert flaws() == []


def test_an_erased_text_leaves_the_chain_whole(copy, flaws):
    copy.execute("UPDATE audit_text SET text = NULL")
    assert flaws() == []


def test_another_definition_without_a_step_that_says_so_is_found(copy, flaws):
    """I16: a pin never changes by itself, not even to a definition that is stored."""
    pins = [pin for (pin,) in copy.execute("SELECT DISTINCT definition_hash FROM subject")]
    body = copy.execute(
        "SELECT body FROM workflow_definition JOIN subject ON definition_hash = hash "
        "WHERE type = 'proposal'"
    ).fetchone()[0]
    other = Definition(body.replace('"60wd"', '"61wd"'))
    assert other.hash not in pins
    copy.execute(
        "INSERT INTO workflow_definition VALUES (?, 'proposal', ?, '2017-01-01 00:00:00')",
        (other.hash, other.body),
    )
    copy.execute("UPDATE subject SET definition_hash = ? WHERE type = 'proposal'", (other.hash,))
    assert len(flaws()) == 3


def test_a_reason_as_a_browser_sends_it_verifies(database):
    """Line ends are brought into one form before the digest is taken."""
    typed = "经费\r\n未落实 e\u0301"
    ground = with_people(database, SetClock(DECIDING))
    edition_id = ground.edition()
    ground.act(
        "approver",
        lambda work: fire(work, work.session.get_one(Edition, edition_id), "cancel", reason=typed),
    )
    with database.reading() as session:
        assert verification.verify(session) == []
