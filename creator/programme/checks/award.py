"""Ranking, amount rule, waiting list and approval."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from creator.i18n import _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme

# The key that one word of [award] needs and only it can use.
_NEEDS = {
    "score_bands": ("amount", "by_score_band"),
    "match": ("amount", "match"),
    "partial_percent": ("overflow", "partial"),
}


def check(programme: Programme) -> Iterator[Fault]:
    """Rank, slot and amount, as far as [ranking] and [award] decide them."""
    yield from _needs(programme)
    yield from _score_bands(programme)
    yield from _ties(programme)
    yield from _composite(programme)


def _needs(programme: Programme) -> Iterator[Fault]:
    for name, (rule, word) in _NEEDS.items():
        value = getattr(programme.award, name)
        written = value is not None and value != ()
        wanted = getattr(programme.award, rule) == word
        if wanted and not written:
            text = _("award.{rule} 是 {word}，但没有写“{key}”。", rule=rule, word=word, key=name)
            yield blame(programme, f"award.{rule}", text, _("请补上“{key} = …”。", key=name))
        if written and not wanted:
            text = _("“award.{key}”只在 {rule} 是 {word} 时有用。", key=name, rule=rule, word=word)
            yield blame(programme, f"award.{name}", text, _("请去掉它，或改用那种规则。"))


def _score_bands(programme: Programme) -> Iterator[Fault]:
    bands = programme.award.score_bands
    for i, (upper, lower) in enumerate(pairwise(bands)):
        if lower.at_least >= upper.at_least or lower.percent > upper.percent:
            text = _("第 {n} 个得分区间没有按从高到低排列。", n=i + 2)
            remedy = _("请按分数从高到低写，百分比也从高到低。")
            yield blame(programme, f"award.score_bands.{i + 1}", text, remedy)
    lowest = programme.ranking.min_score or Decimal(0)
    if bands and bands[-1].at_least > lowest:
        text = _("{low} 分到 {high} 分之间没有得分区间。", low=lowest, high=bands[-1].at_least)
        remedy = _("请补上一个区间，或把 ranking.min_score 提高到最低区间。")
        yield blame(programme, f"award.score_bands.{len(bands) - 1}", text, remedy)


def _ties(programme: Programme) -> Iterator[Fault]:
    ties = programme.ranking.ties
    if len(set(ties)) != len(ties):
        text = _("同分处理办法里有重复的词。")
        yield blame(programme, "ranking.ties", text, _("每个词只写一次。"))
    if "draw" in ties[:-1]:
        text = _("抽签以后的同分处理办法不会用到。")
        yield blame(programme, "ranking.ties", text, _("请把 draw 写在最后。"))
    elif ties[-1] != "draw":
        text = _("同分处理办法可能分不出先后。")
        remedy = _("请在最后加上 draw（公开抽签）。")
        yield blame(programme, "ranking.ties", text, remedy, "warning")


def _composite(programme: Programme) -> Iterator[Fault]:
    weights = [round_.weight for round_ in programme.rounds]
    if programme.ranking.composite == "weighted" and sum(weights) != 100:
        text = _("各轮权重合计 {sum}，不是 100。", sum=sum(weights))
        remedy = _('请给每一轮写 weight，合计 100；只看最后一轮请写 composite = "last"。')
        last = f"rounds.{len(weights) - 1}"
        yield blame(programme, f"{last}.weight", text, remedy)
    if programme.ranking.composite == "bonus" and weights[0] != 100:
        text = _("composite 是 bonus 时，第一轮是基础分，权重应为 100。")
        yield blame(programme, "rounds.0.weight", text, _("请把第一轮的 weight 写成 100。"))
