"""Judging rounds can be held as they are written."""

from collections.abc import Iterator

from creator.i18n import _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme
from creator.programme.rounds import Round


def check(programme: Programme) -> Iterator[Fault]:
    """Panels, sheets and aggregation of every round."""
    for i, round_ in enumerate(programme.rounds):
        path = f"rounds.{i}"
        yield from _sheets(programme, path, round_)
        yield from _experts(programme, path, round_)
        yield from _advance(programme, i, round_)


def _sheets(programme: Programme, path: str, round_: Round) -> Iterator[Fault]:
    if round_.sheets_needed > round_.panel and round_.below_minimum != "mean":
        if round_.aggregate == "trimmed":
            text = _(
                "去掉最高最低分至少要 {need} 张评分表，本轮只有 {panel} 位专家。",
                need=round_.sheets_needed,
                panel=round_.panel,
            )
        else:
            text = _(
                "本轮要 {need} 张评分表，却只有 {panel} 位专家。",
                need=round_.sheets_needed,
                panel=round_.panel,
            )
        remedy = _('请增加专家，或写明 below_minimum = "mean"，或换一种 aggregate。')
        yield blame(programme, f"{path}.panel", text, remedy)
    dropped = round_.drop_high + round_.drop_low
    if round_.aggregate == "trimmed" and dropped >= round_.sheets_needed:
        text = _("去掉 {n} 个分数以后就没有分数了。", n=dropped)
        yield blame(programme, f"{path}.drop_high", text, _("请减小 drop_high 和 drop_low。"))


def _experts(programme: Programme, path: str, round_: Round) -> Iterator[Fault]:
    if sum(mix.min for mix in round_.mix) > round_.panel:
        text = _("各专业领域要求的人数之和超过 {panel} 位专家。", panel=round_.panel)
        yield blame(programme, f"{path}.mix", text, _("请增加 panel，或减少 mix。"))
    if round_.max_load is not None and round_.min_load > round_.max_load:
        text = _("每位专家最少评审数大于最多评审数。")
        yield blame(programme, f"{path}.min_load", text, _("请让 min_load 不大于 max_load。"))
    if round_.blind and round_.kind == "pitch":
        text = _("路演时专家看得见申报单位，不能匿名评审。")
        yield blame(programme, f"{path}.blind", text, _("请去掉 blind，或改为书面评审。"))
    if round_.blind and not any(field.blind for field in programme.form.fields):
        text = _("本轮匿名评审，但申报表没有标出要遮盖的字段。")
        remedy = _("请给会透露单位身份的字段写 blind = true。")
        yield blame(programme, f"{path}.blind", text, remedy, "warning")


def _advance(programme: Programme, i: int, round_: Round) -> Iterator[Fault]:
    """Who goes on is only asked where there is a next round, and somebody must be able to."""
    last = i == len(programme.rounds) - 1
    for name in ("advance_quota", "advance_line"):
        if last and getattr(round_, name) is not None:
            text = _("最后一轮以后没有下一轮，用不到“{key}”。", key=name)
            remedy = _("请去掉它；要限制立项，请写 tiers 的 slots 或 ranking.min_score。")
            yield blame(programme, f"rounds.{i}.{name}", text, remedy)
    rubric = programme.rubric(round_.rubric)
    if not last and rubric and (round_.advance_line or 0) > rubric.most:
        text = _(
            "没有项目能得到 {line} 分：评分表“{id}”最高 {most} 分。",
            line=round_.advance_line,
            id=rubric.id,
            most=rubric.most,
        )
        yield blame(programme, f"rounds.{i}.advance_line", text, _("请减小 advance_line。"))
