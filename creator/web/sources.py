"""The sources of an edition's money beside the pool that is awarded from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.money import yuan
from creator.programme.programme import Programme
from creator.web.parts import Words


@dataclass(frozen=True)
class Sources:
    """Each source with its amount, their sum, and what is to be said where the pool is another."""

    lines: Sequence[tuple[Words, Words]]
    remark: Text | None


def sources(programme: Programme, edition: Edition) -> Sources:
    """A source that names no amount yet is shown as not known, and not counted."""
    funds = programme.funds
    lines: list[tuple[Words, Words]] = [
        (fund.label, _("{sum} 元", sum=yuan(fund.total)) if fund.total else _("金额未定"))
        for fund in funds
    ]
    brought = sum(fund.total for fund in funds)
    if len(funds) > 1:
        lines.append((_("合计"), _("{sum} 元", sum=yuan(brought))))
    left = brought - edition.pool_fen
    remark = _("资金总额少于各项来源之和，差 {left} 元。", left=yuan(abs(left)))
    if left < 0:
        remark = _("资金总额超过各项来源之和，差 {left} 元。", left=yuan(abs(left)))
    return Sources(lines, remark if funds and left else None)
