"""How templates write amounts, instants and sizes. Clocks are Chinese clocks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime
from flask import Flask, current_app
from markupsafe import Markup

from creator.clock import Clock, local
from creator.i18n import Text, _, current_language, listed
from creator.money import show, wan, yuan
from creator.web.devices import device_name
from creator.web.parts import Column

_DAY = {"zh": "y年M月d日 EEE", "en": "EEE d MMM y"}
_HEAD = Markup('<th scope="row" class="{}" data-label="{}">')
_CELL = Markup('<td class="{}" data-label="{}">')
_MINUTE = {"zh": "y年M月d日 EEE HH:mm", "en": "EEE d MMM y, HH:mm"}


def day(value: date | datetime) -> str:
    """2026年11月28日 周六."""
    on = local(value).date() if isinstance(value, datetime) else value
    return format_date(on, _DAY[current_language()], locale=current_language())


def minute(value: datetime) -> str:
    """2026年11月28日 周六 18:00; midnight ends the day before: 24:00."""
    here = local(value)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"{day(here.date() - timedelta(days=1))} 24:00"
    return format_datetime(here.replace(tzinfo=None), _MINUTE[current_language()],
                           locale=current_language())  # fmt: skip


def iso(value: datetime) -> str:
    """For `<time datetime=…>`, with the offset."""
    return local(value).isoformat(timespec="seconds")


def since(value: datetime) -> Text:
    """How long ago, in the largest whole unit."""
    clock: Clock = current_app.extensions["creator.clock"]
    passed = clock.now() - value
    if passed >= timedelta(days=1):
        return _("{n} 天前", n=passed.days)
    if passed >= timedelta(hours=1):
        return _("{n} 小时前", n=passed.seconds // 3600)
    if passed >= timedelta(minutes=1):
        return _("{n} 分钟前", n=passed.seconds // 60)
    return _("刚刚")


def cells(columns: Iterable[Column]) -> list[tuple[Column, Markup, Markup]]:
    """Each column with the tags round its cells: written once, not for every row."""
    return [(one, *_tags(one)) for one in columns]


def _tags(column: Column) -> tuple[Markup, Markup]:
    heads = column.card == "title"
    kind = f"{column.card} number" if column.number else column.card
    if heads:
        return _HEAD.format(kind, column.label), Markup("</th>")
    return _CELL.format(kind, column.label), Markup("</td>")


def size(count: int) -> str:
    """Bytes as people read them: 1.2 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        device=device_name,
        money=show,
        yuan=yuan,
        wan=wan,
        day=day,
        datetime=minute,
        iso=iso,
        since=since,
        size=size,
        cells=cells,
        listed=listed,
    )
