"""The columns we know, as data: how their cells are read, and how much depends on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from creator.i18n import Text, _
from creator.intake.amounts import read_amount, read_count
from creator.intake.dates import read_date, read_period
from creator.intake.headings import HEADINGS
from creator.intake.setting import Reader
from creator.intake.words import (
    read_category,
    read_identifier,
    read_list,
    read_registration_kind,
    read_telephone,
    read_text,
    read_tier,
)

Stake = Literal["needed", "strict", "later"]


@dataclass(frozen=True)
class Column:
    """A column that may occur.

    `stake`: `needed` - no draft without it; `strict` - may be missing from a draft, but what is
    written must be right; `later` - whatever is wrong can be completed in the draft. `shared`: a
    value may be written once for rows merged together.
    """

    id: str
    label: Text
    read: Reader
    stake: Stake = "later"
    shared: bool = False
    money: bool = False

    @property
    def headings(self) -> Sequence[str]:
        """What the column may be called, best first."""
        return HEADINGS[self.id].split()


APPLICATION: Sequence[Column] = (
    Column("number", _("序号"), read_text),
    Column("title", _("项目名称"), read_text, "needed"),
    Column("organisation", _("申报单位"), read_text, "needed", shared=True),
    Column("registration", _("登记情况"), read_registration_kind, shared=True),
    Column("identifier", _("统一社会信用代码/备案号"), read_identifier, "strict", shared=True),
    Column("sponsor", _("托管机构"), read_text, shared=True),
    Column("category", _("类别"), read_category, "strict", shared=True),
    Column("tier", _("申报档次"), read_tier, "strict", shared=True),
    Column("amount", _("申请资金"), read_amount, "strict", money=True),
    Column("own_funding", _("自筹资金"), read_amount, "strict", money=True),
    Column("site_community", _("服务社区"), read_text, shared=True),
    Column("beneficiaries", _("受益对象"), read_text),
    Column("beneficiary_count", _("预计受益人数"), read_count),
    Column("period", _("项目周期"), read_period),
    Column("hearing_date", _("论证会日期"), read_date),
    Column("hearing_attendance", _("论证会参加人数"), read_count),
    Column("contact", _("联系人"), read_text, shared=True),
    Column("phone", _("联系电话"), read_telephone, shared=True),
)

EXPERTS: Sequence[Column] = (
    Column("code", _("专家编号"), read_text, "needed"),
    Column("fields", _("专业领域"), read_list, "strict"),
    Column("workplace", _("工作单位"), read_text),
    Column("job_title", _("职称"), read_text),
    Column("street", _("所在街道"), read_text),
    Column("most_reviews", _("最多评审数"), read_count, "strict"),
)
