"""The contract (协议) and the tranches (拨款批次)."""

from datetime import date
from decimal import Decimal

from creator.i18n import Label
from creator.programme.duration import Duration
from creator.programme.keys import key, keyed
from creator.programme.kinds import Day, Ident, LabelKind, Length, Many, Number, Word


@keyed
class Contract:
    """Who signs, within which time, and who is paid. A filed group's sponsor signs in any case."""

    parties: tuple[str, ...] = key(Many(Word("party"), least=2), default=("host", "implementer"))
    sign_within: Duration = key(Length(), default=Duration(10, "wd"))
    payee: str = key(Word("payee"), default="implementer_or_sponsor")


@keyed
class Tranche:
    """One payment: a percentage of the award, due `within` so long after its trigger."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    percent: Decimal = key(Number(most=Decimal(100)))
    trigger: str = key(Word("trigger"))
    checkpoint: str | None = key(Ident(), default=None)
    on: date | None = key(Day(), default=None)
    within: Duration = key(Length(), default=Duration(15, "wd"))
