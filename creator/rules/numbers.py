"""Numbers of cases, notices, objections: unique in their series, never reused."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from creator.models.edition import NumberSeries
from creator.rules.step import Step

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_number(step: Step, kind: str, prefix: str) -> str:
    """The next number of a kind in the edition, such as `beilin-2017-公示-003`.

    The series row is locked: two objections filed at once, even the first two, get two numbers.
    """
    scope = step.edition.slug
    insert = _INSERT[step.session.get_bind().dialect.name](NumberSeries)
    step.session.execute(insert.values(scope=scope, kind=kind, last=0).on_conflict_do_nothing())
    query = select(NumberSeries).where(NumberSeries.scope == scope, NumberSeries.kind == kind)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    series = step.session.scalars(fresh).one()
    series.last += 1
    step.session.flush()
    return f"{scope}-{prefix}-{series.last:03d}"
