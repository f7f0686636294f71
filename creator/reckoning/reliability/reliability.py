"""How far the scores can be relied on: all figures about one set of sheets, and the advice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from creator.i18n import Text, _
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.reliability.agreement import (
    Concordance,
    interval_alpha,
    kendall,
    ordinal_alpha,
)
from creator.reckoning.reliability.intraclass import (
    OneWay,
    TwoWay,
    one_way,
    panel_mean,
    single_sheet,
    two_way,
)
from creator.reckoning.reliability.leniency import Model, model
from creator.reckoning.reliability.ratings import Ratings
from creator.reckoning.reliability.severity import Bearing, bearings

_UNFUNDED = Decimal("0.2")
_COVERED = Decimal("0.9")


@dataclass(frozen=True)
class Reliability:
    """The figures; what these sheets do not allow is `None`, and `notes` say why."""

    ratings: Ratings
    one: OneWay | None
    two: TwoWay | None
    alpha_interval: Decimal | None
    alpha_ordinal: Decimal | None
    kendall: Concordance | None
    bearings: tuple[Bearing, ...]
    model: Model | None
    notes: tuple[Text, ...]

    @property
    def icc_1_1(self) -> Decimal | None:
        return single_sheet(self.one.proposal, self.one.within) if self.one else None

    @property
    def icc_1_k(self) -> Decimal | None:
        one = self.one
        return panel_mean(one.proposal, one.within, one.k) if one else None

    @property
    def icc_a_1(self) -> Decimal | None:
        return (
            single_sheet(self.two.proposal, self.two.expert + self.two.rest) if self.two else None
        )

    @property
    def icc_a_k(self) -> Decimal | None:
        two = self.two
        return panel_mean(two.proposal, two.expert + two.rest, two.k) if two else None


def reliability(totals: Mapping[str, Mapping[str, Decimal]]) -> Reliability:
    """All figures about {proposal: {expert: points}}."""
    ratings = Ratings.of(totals)
    one, two = one_way(ratings), two_way(ratings)
    found = model(ratings, one, two)
    return Reliability(
        ratings=ratings,
        one=one,
        two=two,
        alpha_interval=interval_alpha(ratings),
        alpha_ordinal=ordinal_alpha(ratings),
        kendall=kendall(ratings),
        bearings=bearings(ratings),
        model=found,
        notes=tuple(_notes(ratings, one, two, found)),
    )


def _notes(
    ratings: Ratings, one: OneWay | None, two: TwoWay | None, found: Model | None
) -> list[Text]:
    notes = []
    alone = sum(len(row) == 1 for row in ratings.rows)
    if alone:
        notes.append(_("{n} 个项目只有一份评分表，说明不了专家之间是否一致。", n=alone))
    if one is None:
        notes.append(_("没有两位专家评过同一项目，或只有一个项目：信度无法计算。"))
    elif two is None:
        notes.append(_("评分表太少，专家的宽严与其余误差分不开：ICC(A,·) 无法计算。"))
    if len(ratings.panels) > 1:
        text = _(
            "评分分成互不相连的 {n} 组：组间的高低可能来自专家的宽严，也可能来自项目本身。",
            n=len(ratings.panels),
        )
        notes.append(text)
    if found is None:
        notes.append(_("项目之间的差别没有超出偶然，不给出参考分和可能性。"))
    elif found.unadjusted:
        notes.append(found.unadjusted)
    elif found.held:
        names = len(found.held)
        notes.append(_("{n} 位专家的评分表不足三份，不对其作宽严调整。", n=names))
    return notes


def check_range(
    scored: Collection[str], funded: Collection[str], refused: Collection[str] = ()
) -> None:
    """Refuse sheets of funded proposals only: what remains of the differences is mostly chance.

    `refused` are the proposals known not to be funded: nearly all of these must be scored. Where
    none is known, a fair share of the scored ones must not be funded. Raises `Unreckonable`.
    """
    inside, missing = set(scored), set(refused) - set(scored)
    others = inside - set(funded)
    if refused:
        if len(missing) <= (1 - _COVERED) * len(refused):
            return
        raise Unreckonable(
            _(
                "未获资助的 {all} 个项目中有 {missing} 个没有评分表：只看入选项目会缩小分数的范围，"
                "信度会显得接近零，得不出结论。请提供全部申报项目的评分表。",
                all=len(refused),
                missing=len(missing),
            )
        )
    if inside & set(funded) and len(others) < _UNFUNDED * len(inside):
        raise Unreckonable(
            _(
                "{all} 个有评分表的项目中只有 {others} 个未获资助：只看入选项目会缩小分数的范围，"
                "信度会显得接近零，得不出结论。请提供全部申报项目的评分表；若已是全部，"
                "请在 --funded 的表（CSV）里列出所有申报项目，用 funded 列写明是否获资助。",
                all=len(inside),
                others=len(others),
            )
        )
