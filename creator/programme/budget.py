"""The budget: its heads, and the rules that hold when it is planned and when it is spent."""

from decimal import Decimal

from creator.i18n import Label
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Many, Money, Number, Sentence, Word

_PERCENT = Number(most=Decimal(100))


@keyed
class Head:
    """A budget head (预算科目); rules speak of its tags, so that heads may be named freely."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    tags: tuple[str, ...] = key(Many(Ident()), default=())
    guidance: Label | None = key(LabelKind(), default=None)


@keyed
class BudgetRule:
    """One rule. `label` is the sentence shown when it is broken.

    `percent` is of the sum named by `of`; `amount` in 分; `words` are looked for in line texts.
    """

    id: str = key(Ident())
    label: Label = key(LabelKind())
    kind: str = key(Word("budget_rule"))
    stage: str = key(Word("budget_stage"), default="both")
    tags: tuple[str, ...] = key(Many(Ident()), default=())
    percent: Decimal | None = key(_PERCENT, default=None)
    of: str = key(Word("budget_base"), default="total")
    amount: int | None = key(Money(), default=None)
    words: tuple[str, ...] = key(Many(Sentence()), default=())


@keyed
class Budget:
    """Heads and rules (预算规则)."""

    heads: tuple[Head, ...] = key(tables(Head, least=1))
    rules: tuple[BudgetRule, ...] = key(tables(BudgetRule), default=())
    own_share_min: Decimal = key(_PERCENT, default=Decimal(0))
    adds_up_to: str = key(Word("budget_sum"), default="requested_and_own")
    minor_shift: Decimal = key(_PERCENT, default=Decimal(10))
    major_shift: Decimal = key(_PERCENT, default=Decimal(30))

    @property
    def tags(self) -> frozenset[str]:
        """Every tag some head carries."""
        return frozenset(tag for head in self.heads for tag in head.tags)
