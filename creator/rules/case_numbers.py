"""Case numbers (受理编号): given at the first submission, unique in the instance, never reused."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from creator.clock import local
from creator.models.edition import NumberSeries
from creator.rules.step import Step

_KIND = "case"
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_case_number(step: Step) -> str:
    """The next number of prefix and year, such as `BL-2017-0001`.

    Two editions may share a prefix, so the series belongs to the instance and its row is locked.
    """
    scope = f"{step.programme.case_prefix}-{local(step.now).year}"
    insert = _INSERT[step.session.get_bind().dialect.name](NumberSeries)
    new = insert.values(scope=scope, kind=_KIND, last=0)
    step.session.execute(new.on_conflict_do_nothing(index_elements=["scope", "kind"]))
    query = select(NumberSeries).where(NumberSeries.scope == scope, NumberSeries.kind == _KIND)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    series = step.session.scalars(fresh).one()
    series.last += 1
    step.session.flush()
    return f"{scope}-{series.last:04d}"
