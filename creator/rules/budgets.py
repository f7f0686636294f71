"""Does a planned budget keep the programme's rules? Refusals point at lines and name them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from creator.i18n import Text, _, listed
from creator.money import Amount
from creator.programme.budget import BudgetRule, Head
from creator.rules.application import Application
from creator.rules.refusal import Refusal
from creator.rules.shapes import is_empty

_PLANNED = ("plan", "both")


@dataclass(frozen=True)
class Line:
    """One line of the budget; `place` is `<field>.<row>`, `amount` in 分."""

    place: str
    number: int
    head: Head | None
    item: str
    amount: int
    unit_price: int

    @property
    def name(self) -> str:
        return self.item or (str(self.head.label) if self.head else "")

    def tagged(self, tags: Sequence[str]) -> bool:
        """Whether this line's head carries one of the tags (no tags: every line)."""
        return not tags or (self.head is not None and bool(set(tags) & set(self.head.tags)))


@dataclass(frozen=True)
class Plan:
    """A budget under judgement. Sums in 分."""

    application: Application
    place: str
    lines: Sequence[Line]
    granted: int | None = None
    """What was awarded, in 分, once the budget is revised to it; None while it is applied for."""

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether every line has an amount: before that, a sum says nothing."""
        return all("amount" in row for row in self.application.answer(self.place))

    @property
    def requested(self) -> int | None:
        """What the lines must come to, besides own funds: the award, before it the request."""
        asked: int | None = self.application.role("amount")
        return asked if self.granted is None else self.granted

    @property
    def own(self) -> int:
        return self.application.role("own_funding") or 0

    def base(self, rule: BudgetRule) -> int:
        """The sum a percentage is taken of."""
        return self.total if rule.of == "total" else (self.requested or 0)

    def under(self, rule: BudgetRule) -> list[Line]:
        return [line for line in self.lines if line.tagged(rule.tags)]


def plans(application: Application, granted: int | None = None) -> list[Plan]:
    """The budgets of an application that have lines."""
    return [
        Plan(application, field.id, _lines(application, field.id), granted)
        for field in application.of_type("budget")
        if not is_empty(application.answer(field.id))
    ]


def _lines(application: Application, id: str) -> list[Line]:
    heads = {head.id: head for head in application.programme.budget.heads}
    return [
        Line(
            f"{id}.{i}",
            i + 1,
            heads.get(row.get("head", "")),
            row.get("item", ""),
            row.get("amount", 0),
            row.get("unit_price", 0),
        )
        for i, row in enumerate(application.answer(id))
    ]


def broken(application: Application, granted: int | None = None) -> Iterator[Refusal]:
    """Every rule a budget breaks. A budget that is missing altogether is not judged here.

    With `granted` (分) it must come to the award instead of the request.
    """
    for plan in plans(application, granted):
        for rule in application.programme.budget.rules:
            if rule.stage in _PLANNED:
                yield from _RULES[rule.kind](plan, rule)
        yield from _own_share(plan)
        yield from _adds_up(plan)


def _refusal(rule: BudgetRule, lines: Sequence[Line], place: str, text: Text) -> Refusal:
    named = [_("第 {n} 行“{item}”", n=line.number, item=line.name) for line in lines]
    full = _("{rule}{lines}：{finding}", rule=rule.label, lines=listed(named), finding=text)
    return Refusal(f"budget.{rule.id}", full, place)


def _ratio_max(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    lines, base = plan.under(rule), plan.base(rule)
    spent = sum(line.amount for line in lines)
    percent = rule.percent or Decimal(0)
    if spent * 100 > percent * base:
        most = int(percent * base / 100)
        text = _(
            "合计 {spent}，占 {share}%，超出 {over}。",
            spent=Amount(spent),
            share=_share(spent, base),
            over=Amount(spent - most),
        )
        largest = max(lines, key=lambda line: line.amount)
        yield _refusal(rule, lines, f"{largest.place}.amount", text)


def _ratio_min(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    lines, base = plan.under(rule), plan.base(rule)
    spent = sum(line.amount for line in lines)
    percent = rule.percent or Decimal(0)
    if spent * 100 < percent * base:
        text = _("合计 {spent}，占 {share}%。", spent=Amount(spent), share=_share(spent, base))
        yield _refusal(rule, lines, f"{lines[0].place}.amount" if lines else plan.place, text)


def _share(part: int, whole: int) -> str:
    return f"{Decimal(part) * 100 / whole:.2f}" if whole else "100.00"


def _ban_words(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    for line in plan.lines:
        for word in rule.words:
            if word in line.item:
                text = _("含有“{word}”。", word=word)
                yield _refusal(rule, [line], f"{line.place}.item", text)


def _ban_tags(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    for line in plan.under(rule):
        text = _("列支了 {amount}。", amount=Amount(line.amount))
        yield _refusal(rule, [line], f"{line.place}.head", text)


def _line_max(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    yield from _each_at_most(plan, rule, "amount")


def _unit_price_max(plan: Plan, rule: BudgetRule) -> Iterator[Refusal]:
    yield from _each_at_most(plan, rule, "unit_price")


def _each_at_most(plan: Plan, rule: BudgetRule, column: str) -> Iterator[Refusal]:
    for line in plan.under(rule):
        value: Any = getattr(line, column)
        if rule.amount is not None and value > rule.amount:
            text = _("写的是 {value}，上限 {most}。", value=Amount(value), most=Amount(rule.amount))
            yield _refusal(rule, [line], f"{line.place}.{column}", text)


_RULES: Mapping[str, Callable[[Plan, BudgetRule], Iterator[Refusal]]] = {
    "ratio_max": _ratio_max,
    "ratio_min": _ratio_min,
    "ban_words": _ban_words,
    "ban_tags": _ban_tags,
    "line_max": _line_max,
    "unit_price_max": _unit_price_max,
}


def _own_share(plan: Plan) -> Iterator[Refusal]:
    least = plan.application.programme.budget.own_share_min
    field = plan.application.for_role("own_funding")
    if plan.own * 100 < least * plan.total:
        text = _("自筹资金至少占总预算的 {least}%，现在占 {share}%。",
                 least=f"{least.normalize():f}", share=_share(plan.own, plan.total))  # fmt: skip
        yield Refusal("budget.own_share", text, field.id if field else plan.place)


def _adds_up(plan: Plan) -> Iterator[Refusal]:
    requested = plan.requested
    if requested is None or not plan.complete:
        return
    both = plan.application.programme.budget.adds_up_to == "requested_and_own"
    wanted = requested + (plan.own if both else 0)
    difference = plan.total - wanted
    if difference == 0:
        return
    amounts: dict[str, Any] = {
        "what": _("申请的") if plan.granted is None else _("批准的"),
        "total": Amount(plan.total), "requested": Amount(requested), "own": Amount(plan.own),
        "difference": Amount(abs(difference)),
    }  # fmt: skip
    text = _too_much(both, amounts) if difference > 0 else _too_little(both, amounts)
    yield Refusal("budget.sum", text, plan.place)


def _too_much(both: bool, amounts: Mapping[str, Any]) -> Text:
    if both:
        return _("预算合计 {total}，比{what} {requested} 加自筹 {own} 多 {difference}。", **amounts)
    return _("预算合计 {total}，比{what} {requested} 多 {difference}。", **amounts)


def _too_little(both: bool, amounts: Mapping[str, Any]) -> Text:
    if both:
        return _("预算合计 {total}，比{what} {requested} 加自筹 {own} 少 {difference}。", **amounts)
    return _("预算合计 {total}，比{what} {requested} 少 {difference}。", **amounts)
