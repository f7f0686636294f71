"""What the reader understands but this release does not run yet, each by its name."""

from collections.abc import Iterator

from creator.i18n import _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme


def check(programme: Programme) -> Iterator[Fault]:
    """Votes, pledges, child editions, and what would be drawn by lot besides ties."""
    yield from _votes(programme)
    yield from _lots(programme)
    crowd = [i for i, track in enumerate(programme.tracks) if track.mode == "crowdfund"]
    if programme.options.pledge or crowd:
        path = "options.pledge" if programme.options.pledge else f"tracks.{crowd[0]}.mode"
        remedy = _("请去掉 pledge 选项和众筹组别，另行筹款。")
        yield blame(programme, path, _("暂不支持认领和众筹（pledge）。"), remedy)
    if programme.parent is not None or any(fund.rule == "parent" for fund in programme.funds):
        path = "parent" if programme.parent else "funds"
        remedy = _("请去掉 [parent]，先作为独立的一届来办。")
        yield blame(programme, path, _("暂不支持子届（parent）。"), remedy)


def _votes(programme: Programme) -> Iterator[Fault]:
    for i, round_ in enumerate(programme.rounds):
        path = f"rounds.{i}.kind"
        if round_.kind == "council_vote":
            text = _("暂不支持协商委员会表决（council_vote）。")
            remedy = _("请先用 desk 或 pitch，把表决结果另行记录。")
            yield blame(programme, path, text, remedy)
        if round_.kind == "public_vote":
            text = _("暂不支持公众投票（public_vote）。")
            remedy = _("请去掉这一轮，并调整其余各轮的 weight。")
            yield blame(programme, path, text, remedy)


def _lots(programme: Programme) -> Iterator[Fault]:
    """Drawing is promised to the public: what the pages do not draw must not be written."""
    for i, round_ in enumerate(programme.rounds):
        if round_.order == "lot":
            remedy = _(
                "请改用 number（按编号）；要抽签，可用 creator calc draw 办理，另行公布顺序。"
            )
            text = _("暂不支持抽签决定路演顺序（lot）。")
            yield blame(programme, f"rounds.{i}.order", text, remedy)
