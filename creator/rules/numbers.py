"""Numbers of cases, notices, objections: unique in their series, never reused."""

from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from creator.clock import local
from creator.db.upsert import upsert
from creator.models.edition import NumberSeries
from creator.rules.step import Step


def next_number(step: Step, kind: str, prefix: str) -> str:
    """The next number of a kind, of prefix and year, such as `BL-2017-公示-003`."""
    scope = _series(step)
    return f"{scope}-{prefix}-{take(step.session, scope, kind):03d}"


def next_case_number(step: Step) -> str:
    """The next case number (受理编号) of prefix and year, such as `BL-2017-0001`.

    Two editions may share a prefix, so the series belongs to the instance.
    """
    scope = _series(step)
    return f"{scope}-{take(step.session, scope, 'case'):04d}"


def _series(step: Step) -> str:
    return f"{step.programme.case_prefix}-{local(step.now).year}"


def take(session: Session, scope: str, kind: str) -> int:
    """The next number of a series, 1 first.

    The series' row stays locked until the unit ends: two takers, even the first two, get two
    numbers, one after the other.
    """
    taking = _taking(session.get_bind().dialect.name)
    link = session.connection()  # nothing the session still holds back matters here
    found: int = link.execute(taking, {"scope": scope, "kind": kind, "last": 1}).scalar_one()
    return found


@cache
def _taking(dialect: str) -> Any:
    """One statement that begins a series or goes one further in it."""
    new = upsert(dialect, NumberSeries)
    return new.on_conflict_do_update(
        index_elements=["scope", "kind"], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
