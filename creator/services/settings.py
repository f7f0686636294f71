"""What of a programme an officer may change on a page: names, amounts, slots and dates.

Before the call is published such a change is made at once; afterwards the same keys go into a
correction notice (更正公告).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from creator.clock import SHANGHAI, local
from creator.i18n import Text, _
from creator.money import show, yuan
from creator.programme.programme import Programme
from creator.programme.tiers import Tier
from creator.rules.times import shown

Kind = Literal["line", "money", "whole", "day", "moment"]
Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Setting:
    """One changeable key and what it says now: money in 分, moments with a zone."""

    key: str
    """The dotted key as a change names it; items of lists by their id (`tiers.A.slots`)."""
    place: str
    """The same with items by number, as the file's lines are looked up (`tiers.0.slots`)."""
    label: Text
    group: Text
    kind: Kind
    value: Value

    @property
    def shown(self) -> str:
        """The value for people."""
        return said(self.kind, self.value)


NAME, MONEY, DATES = _("名称"), _("资金和档次"), _("日期")


def settings(programme: Programme) -> list[Setting]:
    """Every changeable key that this programme uses, in the order of the page."""
    found = [*_names(programme), *_funds(programme), *_tiers(programme), *_dates(programme)]
    return [one for one in found if one.value is not None]


def _names(programme: Programme) -> Iterator[Setting]:
    for key, label, value in (
        ("title.zh", _("名称（中文）"), programme.title.zh),
        ("title.en", _("名称（英文）"), programme.title.en),
    ):
        yield Setting(key, key, label, NAME, "line", value)


def _funds(programme: Programme) -> Iterator[Setting]:
    yield Setting("pool", "pool", _("资金总额"), MONEY, "money", programme.stated_pool)
    for i, fund in enumerate(programme.funds):
        label = _("资金来源：{fund}", fund=fund.label)
        yield _item("funds", i, fund.id, "amount", label, MONEY, "money", fund.amount)


def _tiers(programme: Programme) -> Iterator[Setting]:
    for i, tier in enumerate(programme.tiers):
        for name, label, kind, value in _of_tier(tier):
            yield _item("tiers", i, tier.id, name, label, MONEY, kind, value)


def _of_tier(tier: Tier) -> Iterator[tuple[str, Text, Kind, Value]]:
    yield "slots", _("{tier}：名额", tier=tier.label), "whole", tier.slots
    yield "min", _("{tier}：最低资助", tier=tier.label), "money", tier.min or None
    yield "cap", _("{tier}：最高资助", tier=tier.label), "money", tier.cap
    yield "flat", _("{tier}：每个项目资助", tier=tier.label), "money", tier.flat


def _dates(programme: Programme) -> Iterator[Setting]:
    calendar = programme.calendar
    yield _day("announce", _("发布公告"), calendar.announce)
    yield _moment("call_opens", _("征集开始"), calendar.call_opens)
    yield _moment("call_closes", _("征集截止"), calendar.call_closes)
    yield _day("screening_ends", _("资格审查结束"), calendar.screening_ends)
    for i, one in enumerate(programme.rounds):
        opens, closes = _("{round}：开始", round=one.label), _("{round}：截止", round=one.label)
        yield _item("rounds", i, one.id, "opens", opens, DATES, "moment", one.opens)
        yield _item("rounds", i, one.id, "closes", closes, DATES, "moment", one.closes)
    yield _day("decision", _("立项决定"), calendar.decision)
    yield _day("notice", _("开始公示"), calendar.notice)
    yield _day("starts", _("实施开始"), calendar.starts)
    for i, check in enumerate(programme.checkpoints):
        yield _item("checkpoints", i, check.id, "due", check_label(check.label), DATES, "day",
                    check.due)  # fmt: skip
    yield _day("ends", _("实施结束"), calendar.ends)


def check_label(label: object) -> Text:
    """What the date of a checkpoint is called."""
    return _("{checkpoint}：日期", checkpoint=label)


def _day(name: str, label: Text, value: date | None) -> Setting:
    return Setting(f"calendar.{name}", f"calendar.{name}", label, DATES, "day", value)


def _moment(name: str, label: Text, value: datetime) -> Setting:
    return Setting(f"calendar.{name}", f"calendar.{name}", label, DATES, "moment", value)


def _item(
    table: str, i: int, id: str, name: str, label: Text, group: Text, kind: Kind, value: Value
) -> Setting:
    key, place = f"{table}.{id}.{name}", f"{table}.{i}.{name}"
    return Setting(key, place, label, group, kind, value)


def said(kind: Kind, value: Value) -> str:
    """A value of this kind for people; a dash for none."""
    if isinstance(value, datetime):
        return shown(value)
    if kind == "money" and isinstance(value, int):
        return show(value)
    return "—" if value is None else str(value)


def written(kind: Kind, value: Value) -> Any:
    """A value as a change stores it: plain JSON that reads back as the file would write it."""
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if kind == "money" and isinstance(value, int):
        return yuan(value).replace(",", "")
    # In quotes, or a title such as 2018 would be read as a number.
    return json.dumps(value, ensure_ascii=False) if kind == "line" else value


def changes(programme: Programme, wanted: Mapping[str, Value]) -> dict[str, Any]:
    """Key -> stored value, for every wanted value that differs from what the programme says."""
    return {
        one.key: written(one.kind, wanted[one.key])
        for one in settings(programme)
        if one.key in wanted and wanted[one.key] != one.value
    }


def moved(programme: Programme, opens: datetime) -> dict[str, Any]:
    """Changes that let the call open at `opens` and move every other date by as many days."""
    by = local(opens).date() - local(programme.calendar.call_opens).date()
    dated = {one.key: one.value for one in settings(programme) if one.group == DATES}
    wanted: dict[str, Value] = {key: _later(value, by) for key, value in dated.items()}
    return changes(programme, {**wanted, "calendar.call_opens": opens})


def _later(value: Any, by: Any) -> Value:
    if isinstance(value, datetime):
        # By the calendar, not by the clock: 17:00 stays 17:00.
        there = local(value).replace(tzinfo=None) + by
        return there.replace(tzinfo=SHANGHAI)  # type: ignore[no-any-return]
    return value + by  # type: ignore[no-any-return]
