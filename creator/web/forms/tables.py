"""Rows of the tables of an application: one more, one less, and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms.fields import FieldList

from creator.programme.forms import Section
from creator.rules.application import Application
from creator.web.forms.base import Form

MOST_BLANK = 200


@dataclass(frozen=True)
class Lines:
    """Amounts of a budget in 分: of each stored line, and of all."""

    amounts: tuple[int | None, ...]
    total: int


def extra_rows(form: Form, wanted: str) -> None:
    """Give every table a row to type in; `wanted` (`q_budget:7`) asks for so many rows."""
    name, _colon, count = wanted.partition(":")
    rows = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    for field in form:
        if isinstance(field, FieldList):
            least = min(rows, MOST_BLANK) if field.name == name else 1
            while len(field) < least:
                field.append_entry()


def one_more(form: Form, wanted: str) -> int:
    """How many rows a table has with one more; 0 if there is no such table."""
    field = form._fields.get(wanted)
    return len(field) + 1 if isinstance(field, FieldList) else 0


def drop_row(form: Form, wanted: str) -> None:
    """Take the row named `q_budget-2` out of what was typed."""
    name, _dash, _index = wanted.rpartition("-")
    field = form._fields.get(name)
    if isinstance(field, FieldList):
        field.entries = [entry for entry in field.entries if entry.name != wanted]


def lines(application: Application, section: Section) -> Mapping[str, Lines]:
    """Budget id -> its amounts, as stored."""
    own = {field.id for field in section.fields}
    found = {}
    for field in application.of_type("budget"):
        if field.id in own:
            amounts = tuple(row.get("amount") for row in application.answer(field.id) or [])
            found[field.id] = Lines(amounts, sum(amount or 0 for amount in amounts))
    return found
