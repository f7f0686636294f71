"""An `INSERT` that may find its row there already: `ON CONFLICT` of each kind of database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from creator.db.base import Base

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(dialect: str, model: type[Base]) -> Any:
    """An insert into the model's table that has `on_conflict_do_update()` and `excluded`."""
    return _INSERT[dialect](model.bare())
