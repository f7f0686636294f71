"""What an application still lacks. Every refusal names the place where it can be put right."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from creator.i18n import Text, _
from creator.identifiers import NotAnIdentifier, read_credit_code, read_phone
from creator.money import Amount
from creator.programme.fields import Field
from creator.rules import crossings
from creator.rules.application import Application
from creator.rules.refusal import Refusal
from creator.rules.shapes import is_empty
from creator.rules.tables import TABLES

Check = Callable[[Application, Field, Any], Iterator[Refusal]]


def incomplete(application: Application) -> Iterator[Refusal]:
    """Missing and faulty answers in the order of the form, then the rules across questions.

    The hearing record is judged by `hearings.py`, sums and ratios of the budget by `budgets.py`.
    """
    for _section, field in application.asked:
        if field.type == "attachment":
            yield from _files(application, field)
        elif field.type != "hearing":
            yield from _answer(application, field)
    yield from crossings.broken(application)


def _answer(application: Application, field: Field) -> Iterator[Refusal]:
    value = application.answer(field.id)
    if field.type == "consent":
        if field.required and value is not True:
            yield Refusal("answer.consent", _("请勾选承诺：“{field}”", field=field.label), field.id)
    elif is_empty(value):
        if field.required:
            yield missing(field)
    else:
        yield from _CHECKS.get(field.type, _nothing)(application, field, value)


def missing(field: Field) -> Refusal:
    """The question was not answered."""
    return Refusal("answer.missing", _("请填写“{field}”。", field=field.label), field.id)


def _files(application: Application, field: Field) -> Iterator[Refusal]:
    count = len(application.files.get(field.id, ()))
    if field.required and not count:
        yield Refusal("file.missing", _("请上传“{field}”。", field=field.label), field.id)
    if count > field.max_count:
        text = _("“{field}”最多 {n} 个文件。", field=field.label, n=field.max_count)
        yield Refusal("file.many", text, field.id)


def _nothing(_application: Application, _field: Field, _value: Any) -> Iterator[Refusal]:
    return iter(())


def _length(_application: Application, field: Field, value: str) -> Iterator[Refusal]:
    length = len(value)
    if length < field.min_chars:
        text = _("“{field}”至少写 {least} 个字，现在有 {length} 个字。",
                 field=field.label, least=field.min_chars, length=length)  # fmt: skip
        yield Refusal("answer.short", text, field.id)
    if field.max_chars is not None and length > field.max_chars:
        text = _("“{field}”最多写 {most} 个字，现在有 {length} 个字。",
                 field=field.label, most=field.max_chars, length=length)  # fmt: skip
        yield Refusal("answer.long", text, field.id)


def _number(_application: Application, field: Field, value: Any) -> Iterator[Refusal]:
    yield from _bounds(field, Decimal(value), str)


def _money(_application: Application, field: Field, value: int) -> Iterator[Refusal]:
    yield from _bounds(field, Decimal(value) / 100, lambda yuan: Amount(yuan * 100))


def _bounds(field: Field, value: Decimal, shown: Callable[[Decimal], Any]) -> Iterator[Refusal]:
    if field.min is not None and value < field.min:
        text = _("“{field}”不能小于 {least}。", field=field.label, least=shown(field.min))
        yield Refusal("answer.small", text, field.id)
    if field.max is not None and value > field.max:
        text = _("“{field}”不能大于 {most}。", field=field.label, most=shown(field.max))
        yield Refusal("answer.large", text, field.id)


def _period(_application: Application, field: Field, value: Mapping[str, str]) -> Iterator[Refusal]:
    names = {"start": _("开始日期"), "end": _("结束日期")}
    for key, name in names.items():
        if key not in value:
            text = _("请填写“{field}”的{part}。", field=field.label, part=name)
            yield Refusal("answer.missing", text, f"{field.id}.{key}")
    if value.keys() == names.keys() and value["start"] > value["end"]:
        text = _("“{field}”的开始日期不能晚于结束日期。", field=field.label)
        yield Refusal("answer.order", text, f"{field.id}.start")


def _phone(_application: Application, field: Field, value: str) -> Iterator[Refusal]:
    try:
        read_phone(value)
    except NotAnIdentifier as wrong:
        yield Refusal("answer.phone", wrong.text, field.id)


def _credit_code(_application: Application, field: Field, value: str) -> Iterator[Refusal]:
    try:
        read_credit_code(value)
    except NotAnIdentifier as wrong:
        yield Refusal("answer.credit_code", wrong.text, field.id)


def _table(_application: Application, field: Field, rows: Any) -> Iterator[Refusal]:
    if field.min is not None and len(rows) < field.min:
        text = _("“{field}”至少填 {n} 行。", field=field.label, n=field.min)
        yield Refusal("table.short", text, field.id)
    if field.max is not None and len(rows) > field.max:
        text = _("“{field}”最多填 {n} 行。", field=field.label, n=field.max)
        yield Refusal("table.long", text, field.id)
    for i, row in enumerate(rows):
        yield from _row(field, i, row)


def _row(field: Field, i: int, row: Mapping[str, Any]) -> Iterator[Refusal]:
    for column in TABLES[field.type]:
        place = f"{field.id}.{i}.{column.id}"
        value = row.get(column.id)
        if value is None:
            if column.needed and not column.derived:
                text = _("“{field}”第 {line} 行缺少{column}。",
                         field=field.label, line=i + 1, column=column.label)  # fmt: skip
                yield Refusal("cell.missing", text, place)
        elif column.type in ("integer", "decimal") and Decimal(value) <= 0:
            yield Refusal("cell.small", _not_positive(field, i, column.label), place)


def _not_positive(field: Field, i: int, column: Text) -> Text:
    return _("“{field}”第 {line} 行的{column}必须大于零。",
             field=field.label, line=i + 1, column=column)  # fmt: skip


_CHECKS: Mapping[str, Check] = {
    "text": _length,
    "longtext": _length,
    "integer": _number,
    "decimal": _number,
    "money": _money,
    "period": _period,
    "phone": _phone,
    "credit_code": _credit_code,
    **dict.fromkeys(TABLES, _table),
}
