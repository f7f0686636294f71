"""Where the money comes from; each source has its own rule and its own line, never derived."""

from creator.i18n import Label
from creator.programme.keys import key, keyed
from creator.programme.kinds import Flag, Ident, LabelKind, Many, Money, Whole, Word


@keyed
class Fund:
    """One source of money (资金来源). Amounts in 分."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    rule: str = key(Word("fund_rule"), default="appropriation")
    kind: str = key(Word("fund_kind"), default="fiscal")
    level: str = key(Word("fund_level"), default="district")
    amount: int | None = key(Money(), default=None)
    yuan: int | None = key(Money(), default=None)
    per_households: int = key(Whole(least=1), default=100)
    households: int | None = key(Whole(most=10_000_000), default=None)
    purposes: tuple[Label, ...] = key(Many(LabelKind()), default=())
    label_duty: bool = key(Flag(), default=False)
    publicity_duty: bool = key(Flag(), default=False)

    @property
    def total(self) -> int:
        """What this source brings in, in 分; 0 where it is not known yet.

        A formula pays pro rata: 1,000 元 per 100 households and 9,000 households are 90,000 元.
        """
        if self.rule == "formula":
            return (self.yuan or 0) * (self.households or 0) // self.per_households
        return self.amount or 0
