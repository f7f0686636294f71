"""Tranches, grades and what follows from them."""

from collections.abc import Iterator

from creator.i18n import _
from creator.programme.checks.blame import blame
from creator.programme.checks.money import gives_money
from creator.programme.contracts import Tranche
from creator.programme.fault import Fault
from creator.programme.programme import Programme


def check(programme: Programme) -> Iterator[Fault]:
    """From the contract to the final grade."""
    yield from _sum(programme)
    for i, tranche in enumerate(programme.tranches):
        yield from _trigger(programme, f"tranches.{i}", tranche)
    yield from _bands(programme)
    yield from _last_tranche(programme)


def _sum(programme: Programme) -> Iterator[Fault]:
    total = sum(tranche.percent for tranche in programme.tranches)
    if programme.tranches and total != 100:
        text = _("各批拨款合计 {sum}%，不是 100%。", sum=total)
        yield blame(programme, "tranches.0.percent", text, _("请调整 percent，合计 100。"))
    if gives_money(programme) and not programme.tranches:
        text = _("没有写分几批拨款。")
        yield blame(programme, "tranches", text, _("请写 [[tranches]]，合计 100%。"))


def _trigger(programme: Programme, path: str, tranche: Tranche) -> Iterator[Fault]:
    for key, word in (("checkpoint", "checkpoint_passed"), ("on", "date")):
        if (getattr(tranche, key) is not None) != (tranche.trigger == word):
            text = _("“{key}”和 trigger = {word} 要一起写。", key=key, word=word)
            yield blame(programme, path, text, _("请补上或去掉“{key}”。", key=key))


def _bands(programme: Programme) -> Iterator[Fault]:
    bands = programme.evaluation.bands
    starts = [band.at_least for band in bands]
    for i, start in enumerate(starts):
        if start in starts[:i]:
            text = _("两个等级都从 {from_} 分起，重叠了。", from_=start)
            yield blame(programme, f"evaluation.bands.{i}", text, _("请改其中一个的 from。"))
    if min(starts) > 0:
        text = _("{from_} 分以下没有等级。", from_=min(starts))
        yield blame(programme, "evaluation.bands", text, _("请让最低的等级写 from = 0。"))
    for i, band in enumerate(bands):
        if {"last_tranche", "cancel_last_tranche"} <= set(band.consequences):
            text = _("等级“{id}”既拨付尾款又取消尾款。", id=band.id)
            yield blame(programme, f"evaluation.bands.{i}", text, _("请只留一个。"))


def _last_tranche(programme: Programme) -> Iterator[Fault]:
    """A last tranche paid before the evaluation cannot be cancelled by it."""
    cancels = [b.id for b in programme.evaluation.bands if "cancel_last_tranche" in b.consequences]
    if not programme.tranches or not cancels:
        return
    if programme.tranches[-1].trigger not in ("final_passed", "settled"):
        text = _("等级“{id}”要取消尾款，但最后一批在结项前就已拨付。", id=cancels[0])
        remedy = _("请把最后一批改为 final_passed，或在 evaluation.bands 里改后果。")
        last = f"tranches.{len(programme.tranches) - 1}.trigger"
        yield blame(programme, last, text, remedy, "warning")
