"""What is particular to PostgreSQL: waiting ends, and a lost connection is made again."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from creator.db import Database
from tests.db.shelf import add_a_book, books

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_waiting_for_a_row_ends(db: Database) -> None:
    with db.reading() as session:
        assert session.execute(text("SHOW lock_timeout")).scalar_one() == "5s"


def test_the_driver_is_psycopg_3(db: Database) -> None:
    assert db.engine.dialect.driver == "psycopg"


def test_a_connection_cut_in_the_middle_is_made_again(db: Database) -> None:
    tries: list[int] = []

    def cut_once(session: Session) -> None:
        tries.append(1)
        add_a_book(session)
        if len(tries) == 1:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    db.write(cut_once)
    assert (len(tries), books(db)) == (2, 1)
