"""The tables of an application form: planned activities, targets, team, budget lines.

A table is stored as a list of rows; a row is a dict of column id -> value, without empty cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creator.i18n import Text, _

MOST_ROWS = 200


@dataclass(frozen=True)
class Column:
    """A column. `type` is a type of question, or `head` for a budget head.

    `derived` columns are computed, never typed; `needed` ones must be filled in each row.
    """

    id: str
    label: Text
    type: str = "text"
    needed: bool = True
    derived: bool = False
    most_chars: int = 200


TABLES: Mapping[str, Sequence[Column]] = {
    "activities": (
        Column("title", _("活动")),
        Column("date", _("日期"), "date"),
        Column("place", _("地点"), needed=False),
        Column("people", _("人数"), "integer"),
    ),
    "indicators": (
        Column("name", _("指标")),
        Column("target", _("目标值"), "decimal"),
        Column("unit", _("单位"), needed=False, most_chars=20),
    ),
    "team": (
        Column("name", _("姓名"), most_chars=60),
        Column("role", _("分工")),
        Column("qualification", _("资质或经验"), needed=False),
    ),
    "budget": (
        Column("head", _("科目"), "head"),
        Column("item", _("内容")),
        Column("quantity", _("数量"), "decimal"),
        Column("unit_price", _("单价（元）"), "money"),
        Column("amount", _("金额（元）"), "money", derived=True),
    ),
}
