"""A made-up budget that adds up and keeps every rule of the programme, where that can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any

from creator.programme.budget import BudgetRule, Head
from creator.programme.programme import Programme

_ITEMS = (
    "活动所需（示例）",
    "项目用途（示例）",
    "现场布置（示例）",
    "物料（示例）",
    "课程（示例）",
)


@dataclass
class Spending:
    """Amounts by head, in 分, filled up rule by rule. `total` is what they must add up to."""

    programme: Programme
    total: int
    requested: int
    spent: dict[str, int] = field(default_factory=dict)

    def fill(self) -> None:
        """First what must be spent at least, then the rest where nothing limits it."""
        for rule in self._rules("ratio_min"):
            least = _share(rule, self._base(rule), up=True)
            self._put(_under(self.programme, rule), least - self._sum(rule))
        self._put(self.programme.budget.heads, self.total - sum(self.spent.values()))

    def _put(self, heads: Sequence[Head], amount: int) -> None:
        for head in sorted(heads, key=lambda one: self._room(one), reverse=True):
            part = min(amount, self._room(head), self.total - sum(self.spent.values()))
            if part > 0:
                self.spent[head.id] = self.spent.get(head.id, 0) + part
                amount -= part

    def _room(self, head: Head) -> int:
        """How much more this head may take."""
        room = self.total
        for rule in self.programme.budget.rules:
            if rule.stage == "spend" or not _concerns(rule, head):
                continue
            if rule.kind == "ban_tags":
                return 0
            if rule.kind == "ratio_max":
                room = min(room, _share(rule, self._base(rule)) - self._sum(rule))
        return max(room, 0)

    def _rules(self, kind: str) -> Iterator[BudgetRule]:
        rules = self.programme.budget.rules
        return (rule for rule in rules if rule.kind == kind and rule.stage != "spend")

    def _base(self, rule: BudgetRule) -> int:
        return self.total if rule.of == "total" else self.requested

    def _sum(self, rule: BudgetRule) -> int:
        return sum(self.spent.get(head.id, 0) for head in _under(self.programme, rule))


def _concerns(rule: BudgetRule, head: Head) -> bool:
    return not rule.tags or bool(set(rule.tags) & set(head.tags))


def _under(programme: Programme, rule: BudgetRule) -> list[Head]:
    return [head for head in programme.budget.heads if _concerns(rule, head)]


def _share(rule: BudgetRule, base: int, *, up: bool = False) -> int:
    exact = (rule.percent or Decimal(0)) * base / 100
    return int(exact.to_integral_value(ROUND_CEILING)) if up else int(exact)


def lines(programme: Programme, requested: int, own: int, fewest: int) -> list[dict[str, Any]]:
    """The lines of a budget for this request and own money (分)."""
    both = programme.budget.adds_up_to == "requested_and_own"
    spending = Spending(programme, requested + (own if both else 0), requested)
    spending.fill()
    found: list[dict[str, Any]] = []
    for head in programme.budget.heads:
        found += _of_head(programme, head, spending.spent.get(head.id, 0))
    return _at_least(found, fewest)


def _of_head(programme: Programme, head: Head, amount: int) -> Iterator[dict[str, Any]]:
    most = _cap(programme, head, "line_max")
    price = _cap(programme, head, "unit_price_max")
    item = _item(programme)
    while amount > 0:
        part = amount if most is None else min(amount, most)
        if price is not None and part > price:
            part -= part % price
            yield _line(head.id, item, str(part // price), price)
        else:
            yield _line(head.id, item, "1", part)
        amount -= part


def _cap(programme: Programme, head: Head, kind: str) -> int | None:
    caps = (
        rule.amount for rule in programme.budget.rules
        if rule.kind == kind and rule.stage != "spend" and _concerns(rule, head)
    )  # fmt: skip
    return min((cap for cap in caps if cap), default=None)


def _item(programme: Programme) -> str:
    banned = [word for rule in programme.budget.rules for word in rule.words]
    return next((item for item in _ITEMS if not any(word in item for word in banned)), _ITEMS[0])


def _line(head: str, item: str, quantity: str, price: int) -> dict[str, Any]:
    return {"head": head, "item": item, "quantity": quantity, "unit_price": price}


def _at_least(found: list[dict[str, Any]], fewest: int) -> list[dict[str, Any]]:
    """The same sum on more lines, where so many are asked for."""
    while 0 < len(found) < fewest:
        whole = max(found, key=lambda line: int(line["unit_price"]) * (line["quantity"] == "1"))
        if whole["quantity"] != "1" or whole["unit_price"] < 2:
            break
        half = whole["unit_price"] // 2
        rest = {**whole, "unit_price": whole["unit_price"] - half}
        found[found.index(whole)] = {**whole, "unit_price": half}
        found.append(rest)
    return found
