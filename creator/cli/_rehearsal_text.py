"""A rehearsal's report for people, and the same for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any
from unicodedata import east_asian_width

from creator import money
from creator.i18n import Label, Text, _, both, listed
from creator.rehearsal.report import Report, Ruling, TierMoney
from creator.rehearsal.waiting import Waiting
from creator.services.invariants import Breach

Cell = object


def lines(told: Report) -> Iterator[object]:
    """The report, line by line."""
    yield _("== {title}", title=told.title)
    yield from _funnel(told)
    yield ""
    yield _("== 决定")
    yield from _rulings(told.rulings)
    if told.answers:
        yield ""
        yield _("== 审查不通过与异议")
        yield from table([(a.what, a.result, a.reason) for a in told.answers])
    yield ""
    yield from _money(told)
    yield ""
    yield _("== 谁等了谁（工作日）")
    yield from _waits(told.waits)


def _funnel(told: Report) -> Iterator[object]:
    most = max((one.number for one in told.funnel), default=0)
    bar = [(one.label, one.number, "█" * _share(one.number, most)) for one in told.funnel]
    yield from table(bar)
    ended = listed(f"{one.label} {one.number}" for one in told.endings)
    yield _("现在：{endings}", endings=ended)


def _share(number: int, most: int) -> int:
    return round(30 * number / most) if most else 0


_OUTCOMES = {"award": _("立项"), "waitlist": _("候补"), "refusal": _("不立项")}


def _rulings(rulings: Sequence[Ruling]) -> Iterator[object]:
    head = (_("名单"), _("名次"), _("项目"), _("决定"), _("档次"), _("金额"), _("现在"), _("理由"))
    rows = [
        (
            one.list,
            one.rank or "—",
            one.title,
            _OUTCOMES[one.outcome],
            one.tier or "",
            money.show(one.amount) if one.amount else "",
            one.ended,
            one.reason,
        )
        for one in rulings
    ]
    yield from table([head, *rows])


def _money(told: Report) -> Iterator[object]:
    yield _("== 资金")
    yield _(
        "资金池 {pool}，申请合计 {asked}，已占用 {held}，剩余 {left}",
        pool=money.show(told.pool),
        asked=money.show(told.asked),
        held=money.show(told.held),
        left=money.show(told.left),
    )
    yield from table([_tier(one) for one in told.tiers])


def _tier(one: TierMoney) -> tuple[Cell, ...]:
    used = f"{one.used}/{one.slots}" if one.slots is not None else str(one.used)
    return one.tier, used, money.show(one.amount), one.line


def _waits(waits: Sequence[Waiting]) -> Iterator[object]:
    head = (_("等谁"), _("次数"), _("合计"), _("最长"), _("最长的一次"), _("逾期"))
    rows = [
        (
            w.owner,
            w.times,
            w.days,
            w.longest.days,
            _("{name}：{value}", name=w.longest.kind, value=w.longest.state),
            w.overdue,
        )
        for w in waits
    ]
    yield from table([head, *rows])


def table(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Rows in columns that line up, Chinese characters being twice as wide."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(width(row[n]) for row in texts) for n in range(len(texts[0]))] if texts else []
    for row in texts:
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        yield "  " + "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Columns a terminal needs for a text."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def breach_line(one: Breach) -> Text:
    """Something that does not hold."""
    return _("{where}：{text}（{rule}）", where=one.where, text=one.text, rule=one.rule)


def plain(value: Any) -> Any:
    """The same as plain data: labels in both languages, money in 分."""
    if isinstance(value, Label | Text):
        return both(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value
