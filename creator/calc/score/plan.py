"""A score rule as stages: panels, and what is made of several panels or rounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.calc.score.items import criterion
from creator.calc.score.rule import Group, Item, Judging, Round, ScoreRule
from creator.calc.score.settings import Settings
from creator.i18n import _, listed
from creator.reckoning.rounding import ONE, Rounding, over
from creator.reckoning.scoring.aggregate import Aggregate
from creator.reckoning.scoring.composite import Addition, CompositeRule
from creator.reckoning.scoring.panel_rule import PanelRule

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Stage:
    """One panel (`panel` and `items`), or several `parts` that make one score.

    `name` is empty for the whole, else `round`, `group` or `round.group`.
    `last`: only the last part counts. `absent` says what becomes of a proposal without sheets here.
    """

    name: str
    rounding: Rounding
    round: str | None = None
    group: str | None = None
    weight: Decimal = _HUNDRED
    absent: str = "error"
    panel: PanelRule | None = None
    items: tuple[Item, ...] = ()
    parts: tuple["Stage", ...] = ()
    rule: CompositeRule | None = None
    last: bool = False

    @property
    def id(self) -> str:
        """What the parts around call it."""
        return self.group or self.round or ""

    def panels(self) -> Iterator["Stage"]:
        """The panels inside, in the order of the file."""
        if self.panel is not None:
            yield self
        for part in self.parts:
            yield from part.panels()


def plan(file: RuleFile[ScoreRule], desk: Desk) -> Stage:
    """The stages of this rule. Raises FaultyFile where it contradicts itself."""
    rule = file.rule
    if rule.rounds and rule.groups:
        text = _("groups 和 rounds 不能并列。")
        file.blame(desk, "groups", text, _("请把各组写在轮次里面：[[rounds.groups]]。"))
    planner = _Planner(file, desk)
    whole = Settings().within(rule, "")
    parts: Sequence[Round | Group] = rule.rounds or rule.groups
    key = "rounds" if rule.rounds else "groups"
    stage = planner.stage("", whole, parts, key, "")
    planner.check_trimming(rule, stage)
    desk.settle()
    return stage


class _Planner:
    def __init__(self, file: RuleFile[ScoreRule], desk: Desk) -> None:
        self.file = file
        self.desk = desk

    def stage(
        self, name: str, settings: Settings, parts: Sequence[Group], key: str, path: str, **own: Any
    ) -> Stage:
        """A panel, or what is made of `parts`, which are written under `key`."""
        if not parts:
            panel = self._panel(settings, path)
            return Stage(name, settings.rounding, panel=panel, items=settings.items, **own)
        self._only_once([part.id for part in parts], key)
        inside = tuple(
            self._part(part, f"{key}.{i}", own.get("round"), settings)
            for i, part in enumerate(parts)
        )
        if len(inside) == 1 and not name and inside[0].weight == _HUNDRED:
            return inside[0]  # nothing is put together
        composite = self.file.rule.composite if key == "rounds" else "weighted"
        self._check_weights(parts, composite, key)
        made = _composite(inside, composite, settings.rounding)
        last = composite == "last"
        return Stage(name, settings.rounding, parts=inside, rule=made, last=last, **own)

    def _part(self, part: Group, path: str, around: str | None, settings: Settings) -> Stage:
        name = f"{around}.{part.id}" if around else part.id
        own: dict[str, Any] = {"weight": part.weight, "absent": part.absent}
        if isinstance(part, Round):
            groups, own["round"] = part.groups, part.id
        else:
            groups, own["round"], own["group"] = (), around, part.id
        inner = settings.within(part, path)
        return self.stage(name, inner, groups, f"{path}.groups", path, **own)

    def _panel(self, settings: Settings, path: str) -> PanelRule | None:
        lines = [
            criterion(item, f"{settings.at}.{i}", self.file, self.desk)
            for i, item in enumerate(settings.items)
        ]
        if not lines:
            text = _("没有写评分项。")
            self.file.blame(self.desk, path, text, _("请写 [[criteria]]，至少一项。"))
        self._only_once([item.id for item in settings.items], settings.at)
        sound = self._check_panel(settings, path)
        known = tuple(line for line in lines if line is not None)
        if not sound or len(known) < len(lines) or self.desk.faults:
            return None
        return PanelRule(
            criteria=known,
            aggregate=Aggregate(
                method=settings.aggregate,  # type: ignore[arg-type]
                drop_high=settings.drop_high,
                drop_low=settings.drop_low,
                min_sheets=settings.sheets_needed,
                below_minimum=settings.below_minimum,  # type: ignore[arg-type]
                trim_from=settings.trim_from,
            ),
            average=settings.average,  # type: ignore[arg-type]
            trim_over=settings.trim_over,  # type: ignore[arg-type]
            bonus_cap=settings.bonus_cap,
            deduction_cap=settings.deduction_cap,
            rounding=settings.rounding,
        )

    def _check_panel(self, settings: Settings, path: str) -> bool:
        before = len(self.desk.faults)
        dropped = settings.drop_high + settings.drop_low
        if settings.trimmed and dropped >= settings.sheets_needed:
            text = _(
                "去掉 {n} 份后，{least} 份评分表一份也不剩。",
                n=dropped,
                least=settings.sheets_needed,
            )
            self._blame(path, "min_sheets", text, _("请让 min_sheets 大于去掉的份数。"))
        if settings.average == "sheets" and settings.trim_over == "criterion":
            text = _("按整张评分表平均时，不能按每个指标去掉最高最低。")
            self._blame(
                path, "trim_over", text, _('请写 trim_over = "sheet" 或 average = "criteria"。')
            )
        by_sheet = settings.average == "sheets" or (
            settings.trimmed and settings.trim_over == "sheet"
        )
        for i, item in enumerate(settings.items):
            if by_sheet and item.optional and item.type not in ("bonus", "deduction"):
                text = _("“{id}”可以不填，评分表之间就不能比较总分。", id=item.id)
                remedy = _(
                    '请去掉 optional，或写 trim_over = "criterion" 和 average = "criteria"。'
                )
                self.file.blame(self.desk, f"{settings.at}.{i}.optional", text, remedy)
        return len(self.desk.faults) == before

    def _blame(self, path: str, name: str, text: Any, remedy: Any) -> None:
        at = f"{path}.{name}" if path else name
        self.file.blame(self.desk, at if at in self.file.places else name, text, remedy)

    def _only_once(self, ids: Sequence[str], key: str) -> None:
        for i, id_ in enumerate(ids):
            if id_ in ids[:i]:
                text = _("“{id}”写了两次。", id=id_)
                self.file.blame(self.desk, f"{key}.{i}.id", text, _("请给每一项不同的 id。"))

    def _check_weights(self, parts: Sequence[Group], composite: str, key: str) -> None:
        if composite != "weighted":
            return
        weights = sum(part.weight for part in parts)
        if weights == 1:
            text = _("各部分的 weight 合计 1。")
            remedy = _("weight 是百分数：请写 60，不写 0.6。")
            self.file.blame(self.desk, f"{key}.0.weight", text, remedy)
        elif weights != _HUNDRED:
            names = listed(part.id for part in parts)
            remark = _("{parts} 的 weight 合计 {sum}%，不是 100%。", parts=names, sum=weights)
            self.desk.say(remark)

    def check_trimming(self, rule: ScoreRule, stage: Stage) -> None:
        """Whoever says how many to drop means a trimmed mean."""
        if self.desk.faults or any(
            one.panel and one.panel.aggregate.method == "trimmed" for one in stage.panels()
        ):
            return
        for path, level in _levels(rule):
            for name in ("drop_high", "drop_low", "trim_over"):
                if getattr(level, name) is not None:
                    text = _("写了 {key}，但 aggregate 不是 trimmed，不会去掉任何分数。", key=name)
                    remedy = _('请写 aggregate = "trimmed"，或删去 {key}。', key=name)
                    self.file.blame(self.desk, f"{path}{name}", text, remedy)


def _levels(rule: ScoreRule) -> Iterator[tuple[str, Judging]]:
    """Every table that may say how sheets become a score, and its place in the file."""
    yield "", rule
    for key, parts in (("rounds", rule.rounds), ("groups", rule.groups)):
        for i, part in enumerate(parts):
            yield f"{key}.{i}.", part
            for j, group in enumerate(part.groups if isinstance(part, Round) else ()):
                yield f"{key}.{i}.groups.{j}.", group


def _composite(parts: Sequence[Stage], composite: str, rounding: Rounding) -> CompositeRule:
    if composite == "bonus":
        extra = tuple(Addition(part.id, part.weight) for part in parts[1:])
        return CompositeRule({parts[0].id: ONE}, extra, rounding)
    weights = {part.id: over(part.weight, _HUNDRED) for part in parts}
    return CompositeRule(weights, (), rounding)
