"""What returns commits, what raises rolls back, what reads cannot write; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from creator.db import Database, Unavailable, WroteWhileReading
from creator.db import database as units
from tests.db.shelf import Shelf, add_a_book, books


class TestUnitOfWork:
    def test_what_returns_is_kept(self, db: Database) -> None:
        assert db.write(lambda session: add_a_book(session) or "done") == "done"  # type: ignore[func-returns-value]
        assert books(db) == 1

    def test_what_raises_leaves_nothing(self, db: Database) -> None:
        with pytest.raises(ZeroDivisionError), db.writing() as session:
            add_a_book(session)
            session.flush()
            _ = 1 / 0
        assert books(db) == 0

    def test_tables_roll_back_like_rows(self, db: Database) -> None:
        with pytest.raises(ZeroDivisionError), db.writing() as session:
            session.execute(text("CREATE TABLE chair (id integer)"))
            _ = 1 / 0
        with db.writing() as session:
            session.execute(text("CREATE TABLE chair (id integer)"))

    def test_a_savepoint_takes_back_only_its_own(self, db: Database) -> None:
        with db.writing() as session:
            add_a_book(session)
            with pytest.raises(ZeroDivisionError), session.begin_nested():
                add_a_book(session)
                _ = 1 / 0
        assert books(db) == 1

    def test_a_unit_inside_a_unit_is_a_mistake(self, db: Database) -> None:
        with db.writing(), pytest.raises(RuntimeError, match="already open"):
            db.write(add_a_book)
        db.write(add_a_book)

    def test_what_was_read_can_still_be_shown_after_the_commit(self, db: Database) -> None:
        shelf = db.write(lambda session: session.scalars(select(Shelf)).one())
        assert shelf.name == "书"

    def test_nothing_is_lost_when_eight_write_at_once(self, db: Database) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: db.write(add_a_book), range(80)))
        assert books(db) == 80

    @pytest.mark.full
    def test_nothing_is_lost_in_a_long_race(self, db: Database) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: db.write(add_a_book), range(4_000)))
        assert books(db) == 4_000


class TestReading:
    def test_a_change_is_refused(self, db: Database) -> None:
        with pytest.raises(WroteWhileReading, match="Shelf"), db.reading() as session:
            session.scalars(select(Shelf)).one().books = 7
        assert books(db) == 0

    def test_a_statement_that_writes_is_refused_by_the_database(self, db: Database) -> None:
        with pytest.raises(WroteWhileReading), db.reading() as session:
            session.execute(update(Shelf).values(books=7))
        assert books(db) == 0

    def test_it_sees_one_moment(self, db: Database) -> None:
        with db.reading() as session:
            before = session.scalars(select(Shelf.books)).one()
            db.write(add_a_book)
            assert session.scalars(select(Shelf.books)).one() == before
        assert books(db) == before + 1

    def test_writing_goes_on_while_somebody_reads(self, db: Database) -> None:
        with db.reading() as session:
            session.scalars(select(Shelf.books)).one()
            db.write(add_a_book)
        db.write(add_a_book)
        assert books(db) == 2


class TestGivingWay:
    """The whole unit is done again when the database says another unit was in its way."""

    @staticmethod
    def refuse(session: Session, sqlstate: str) -> None:
        if session.get_bind().dialect.name == "postgresql":
            raise_it = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{}'; END $$"
            session.execute(text(raise_it.format(sqlstate)))
        raise DBAPIError("…", {}, psycopg.errors.lookup(sqlstate)("no"))

    @pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
    def test_it_is_tried_again(self, db: Database, sqlstate: str) -> None:
        tries: list[int] = []

        def give_way_twice(session: Session) -> None:
            tries.append(1)
            add_a_book(session)
            if len(tries) < 3:
                self.refuse(session, sqlstate)

        db.write(give_way_twice)
        assert (len(tries), books(db)) == (3, 1)

    def test_after_three_more_tries_people_are_told(self, db: Database) -> None:
        tries: list[int] = []

        def always_give_way(session: Session) -> None:
            tries.append(1)
            self.refuse(session, "40001")

        with pytest.raises(Unavailable) as refused:
            db.write(always_give_way)
        assert len(tries) == 1 + units.RETRIES
        assert str(refused.value.text) == "系统正忙，没有保存任何内容。请稍等几秒再试一次。"

    def test_a_fault_of_the_statement_is_not_tried_again(self, db: Database) -> None:
        tries: list[int] = []

        def twice_the_same_key(session: Session) -> None:
            tries.append(1)
            session.execute(insert(Shelf).values(id=1))

        with pytest.raises(DBAPIError):
            db.write(twice_the_same_key)
        assert len(tries) == 1


def test_a_server_that_is_away_is_said_to_be_away(tmp_path: Path) -> None:
    nowhere = Database(f"postgresql://postgres@/creator?host={tmp_path}")
    with pytest.raises(Unavailable, match="连接不上"), nowhere.reading() as session:
        session.execute(text("SELECT 1"))
