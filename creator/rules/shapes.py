"""How each type of question is stored. A draft may be incomplete, but never misshapen.

text, longtext, phone, credit_code: a text (NFC). integer: int. decimal: a text such as "12.5".
money: int of 分. date: "2017-03-01". period: {"start": date, "end": date}. choice, tier, category,
track: an id. multichoice: a list of ids. boolean, consent: true or false. Tables (`tables.py`): a
list of rows. hearing: {"date", "place", "present", "in_favour", "summary", "seats": {seat: int}}.
Attachments are rows of their own, never answers.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from creator.db import fit_line, fit_prose
from creator.db.text import UnfitText
from creator.i18n import Text, _
from creator.identifiers import NotAnIdentifier, read_credit_code, read_phone
from creator.money import LARGEST
from creator.programme.fields import Field
from creator.programme.programme import Programme
from creator.rules.tables import MOST_ROWS, TABLES, Column

LONGEST_LINE = 500
LONGEST_PROSE = 20_000
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?")
_YEARS = range(1900, 2200)
_HEARING_NUMBERS = ("present", "in_favour")


class Misshapen(ValueError):
    """An answer that cannot be stored; `place` names the question, line or cell."""

    def __init__(self, place: str, text: Text) -> None:
        super().__init__(str(text))
        self.place = place
        self.text = text


def is_empty(value: Any) -> bool:
    """Whether this counts as no answer: zero and "no" are answers."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def shaped(programme: Programme, field: Field, value: Any) -> Any:
    """The answer as it is stored; None for no answer. Raises `Misshapen`."""
    if is_empty(value):
        return None
    if field.type in TABLES:
        return _rows(programme, field, value)
    if field.type in ("period", "hearing"):
        shape = _period if field.type == "period" else _hearing
        return shape(programme, field.id, value)
    if field.type == "attachment":
        raise Misshapen(field.id, _("附件请用上传按钮添加。"))
    return _single(programme, field, field.id, field.type, value)


def _single(programme: Programme, field: Field, place: str, type: str, value: Any) -> Any:
    if type in ("choice", "tier", "category", "track", "head"):
        return _one_of(choices(programme, field, type), place, value)
    if type == "multichoice":
        known = choices(programme, field, type)
        values = value if isinstance(value, list) else [value]
        return list(dict.fromkeys(_one_of(known, place, item) for item in values)) or None
    try:
        return _READERS[type](value)
    except Misshapen as wrong:
        raise Misshapen(place, wrong.text) from None
    except UnfitText as unfit:
        raise Misshapen(place, unfit.text) from None


def choices(programme: Programme, field: Field, type: str = "") -> dict[str, Any]:
    """Id -> label of what may be chosen for this question."""
    sources: Mapping[str, Any] = {
        "tier": programme.tiers,
        "category": programme.categories,
        "track": programme.tracks,
        "head": programme.budget.heads,
    }
    return {item.id: item.label for item in sources.get(type or field.type, field.choices)}


def _one_of(known: Collection[str], place: str, value: Any) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise Misshapen(place, _("请从列出的选项中选择。"))


def _text(fit: Callable[[str, int], str], most: int) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if not isinstance(value, str):
            raise Misshapen("", _("这里应填写文字。"))
        return fit(value.strip(), most) or None

    return read


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**9:
        raise Misshapen("", _("这里应填写整数。"))
    return value


def _decimal(value: Any) -> str:
    written = str(value) if isinstance(value, int | Decimal) else value
    if isinstance(value, bool) or not isinstance(written, str) or not _DECIMAL.fullmatch(written):
        raise Misshapen("", _("这里应填写数字，例如 12 或 12.5。"))
    return written


def _money(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise Misshapen("", _("这里应填写金额。"))
    return value


def _date(value: Any) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        day = date.min
    if day.year not in _YEARS:
        raise Misshapen("", _("这里应填写日期，例如 2017-03-01。"))
    return day.isoformat()[:10]


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Misshapen("", _("请选择是或否。"))
    return value


def _phone(value: Any) -> str | None:
    """As digits where it can be read; a half-typed number stays as it is until submission."""
    written = _LINE(value)
    try:
        return read_phone(written).value if written else None
    except NotAnIdentifier:
        return written


def _credit_code(value: Any) -> str | None:
    written = _LINE(value)
    try:
        return read_credit_code(written).value if written else None
    except NotAnIdentifier:
        return written


_LINE = _text(fit_line, LONGEST_LINE)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _LINE,
    "longtext": _text(fit_prose, LONGEST_PROSE),
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
    "consent": _boolean,
    "phone": _phone,
    "credit_code": _credit_code,
}


def _mapping(place: str, value: Any, known: Collection[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or not set(value) <= set(known):
        raise Misshapen(place, _("这一项的格式不对，请刷新页面后重新填写。"))
    return {key: item for key, item in value.items() if not is_empty(item)}


def _period(_programme: Programme, place: str, value: Any) -> dict[str, str] | None:
    given = _mapping(place, value, ("start", "end"))
    return {key: _cell(_date, f"{place}.{key}", item) for key, item in given.items()} or None


def _hearing(programme: Programme, place: str, value: Any) -> dict[str, Any] | None:
    given = _mapping(place, value, ("date", "place", "summary", "seats", *_HEARING_NUMBERS))
    seats = _mapping(
        f"{place}.seats", given.pop("seats", {}), [s.id for s in programme.hearing.seats]
    )
    readers = {"date": _date, "place": _LINE, "summary": _READERS["longtext"]}
    kept = {
        key: _cell(readers.get(key, _integer), f"{place}.{key}", item)
        for key, item in given.items()
    }
    counted = {seat: _cell(_integer, f"{place}.seats.{seat}", n) for seat, n in seats.items()}
    return {**kept, **({"seats": counted} if counted else {})} or None


def _cell(read: Callable[[Any], Any], place: str, value: Any) -> Any:
    try:
        return read(value)
    except (Misshapen, UnfitText) as wrong:
        raise Misshapen(place, wrong.text) from None


def _rows(programme: Programme, field: Field, value: Any) -> list[dict[str, Any]] | None:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise Misshapen(field.id, _("最多 {n} 行。", n=MOST_ROWS))
    columns = {column.id: column for column in TABLES[field.type]}
    rows = []
    for i, given in enumerate(value):
        row = _row(programme, field, f"{field.id}.{i}", given, columns)
        if field.type == "budget":
            row = _cell(priced, f"{field.id}.{i}.unit_price", row)
        if row:
            rows.append(row)
    return rows or None


def _row(
    programme: Programme, field: Field, place: str, given: Any, columns: Mapping[str, Column]
) -> dict[str, Any]:
    row = {}
    for id, value in _mapping(place, given, columns).items():
        column = columns[id]
        cell = _single(programme, field, f"{place}.{id}", column.type, value)
        if isinstance(cell, str) and len(cell) > column.most_chars:
            raise Misshapen(f"{place}.{id}", _("最多 {limit} 个字。", limit=column.most_chars))
        if cell is not None:
            row[id] = cell
    return row


def priced(row: Mapping[str, Any]) -> dict[str, Any]:
    """A budget line with its amount, quantity times unit price to the 分 (half up).

    A line that gives only an amount is one piece of that price.
    """
    line = dict(row)
    amount = line.pop("amount", None)
    if amount is not None and not {"quantity", "unit_price"} & line.keys():
        line.update(quantity="1", unit_price=amount)
    if {"quantity", "unit_price"} <= line.keys():
        exact = Decimal(line["quantity"]) * line["unit_price"]
        if abs(exact) > LARGEST:
            raise Misshapen("", _("金额太大：最多 {most} 元。", most=f"{LARGEST // 100:,}"))
        line["amount"] = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return line
