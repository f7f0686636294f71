"""The migrations lead to the tables of the models; other tests start from the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from creator.db import Base, Database
from creator.services import schema

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
CHECKS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%CHECK%'",
    "postgresql": "SELECT conname FROM pg_constraint WHERE contype = 'c'",
}


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "empty").mkdir()
    copies = request.getfixturevalue(f"{request.param}_copies")
    with copies.fresh(tmp_path / "empty", empty=True) as url:
        opened = Database(url)
        yield opened
        opened.dispose()


def found(database: Database, asked: dict[str, str]) -> set[object]:
    with database.reading() as session:
        return set(session.scalars(text(asked[database.engine.dialect.name])))


def test_migrations_make_the_tables_of_the_models(empty: Database) -> None:
    schema.migrate(empty)
    with empty.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("asked", [TRIGGERS, CHECKS], ids=["triggers", "checks"])
def test_what_the_database_itself_enforces_is_migrated_too(
    empty: Database, request: pytest.FixtureRequest, tmp_path: Path, asked: dict[str, str]
) -> None:
    kind = "postgres" if empty.engine.dialect.name == "postgresql" else "sqlite"
    schema.migrate(empty)
    with request.getfixturevalue(f"{kind}_copies").fresh(tmp_path) as url:
        modelled = Database(url)
        expected = found(modelled, asked)
        modelled.dispose()
    assert found(empty, asked) == expected


def test_migrating_twice_is_harmless_and_a_server_accepts_the_result(empty: Database) -> None:
    with pytest.raises(schema.WrongSchema):
        schema.require(empty)
    assert schema.migrate(empty) == schema.migrate(empty) == schema.present(empty)
    schema.require(empty)
