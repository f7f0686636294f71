"""Judging rounds (评审轮次) and the experts who sit in them."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from creator.i18n import Label
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import (
    Flag,
    Ident,
    LabelKind,
    Moment,
    Number,
    Share,
    Whole,
    Word,
)


@keyed
class Mix:
    """At least `min` experts of this field sit on every proposal."""

    field: str = key(Ident())
    min: int = key(Whole(least=1, most=20), default=1)


@keyed
class CouncilSeat:
    """A fixed seat of a deliberation council (协商委员会)."""

    id: str = key(Ident())
    label: Label = key(LabelKind())


@keyed
class Round:
    """One round; several follow each other in the order of the file."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    kind: str = key(Word("round_kind"), default="desk")
    opens: datetime = key(Moment())
    closes: datetime = key(Moment(end=True))
    # who scores
    panel: int = key(Whole(least=1, most=100), default=5)
    mode: str = key(Word("assignment"), default="panel")
    max_load: int | None = key(Whole(least=1, most=1000), default=None)
    min_load: int = key(Whole(most=1000), default=0)
    mix: tuple[Mix, ...] = key(tables(Mix), default=())
    blind: bool = key(Flag(), default=False)
    # how sheets become a score
    rubric: str = key(Ident(), default="selection")
    aggregate: str = key(Word("aggregate"), default="trimmed")
    drop_high: int = key(Whole(most=10), default=1)
    drop_low: int = key(Whole(most=10), default=1)
    trim_over: str = key(Word("trim_over"), default="sheet")
    min_sheets: int | None = key(Whole(least=1, most=100), default=None)
    below_minimum: str = key(Word("below_minimum"), default="refuse")
    decimals: int = key(Whole(most=6), default=2)
    arbitration_over: Decimal | None = key(Number(most=Decimal(200)), default=None)
    # what it leads to
    weight: Decimal = key(Number(most=Decimal(100)), default=Decimal(100))
    advance_quota: int | None = key(Whole(least=1), default=None)
    advance_line: Decimal | None = key(Number(), default=None)
    # the pitch
    pitch_minutes: int = key(Whole(least=1, most=120), default=8)
    question_minutes: int = key(Whole(most=120), default=7)
    order: str = key(Word("pitch_order"), default="number")
    # the council
    seats: tuple[CouncilSeat, ...] = key(tables(CouncilSeat), default=())
    extra_seats: str | None = key(Ident(), default=None)
    quorum: Fraction | None = key(Share(), default=None)
    majority: Fraction = key(Share(), default=Fraction(1, 2))

    @property
    def sheets_needed(self) -> int:
        """Sheets without which the rule cannot be used; at least five for a trimmed mean."""
        if self.aggregate == "trimmed":
            return max(self.min_sheets or 0, TRIMMED_NEEDS)
        return self.panel if self.min_sheets is None else self.min_sheets


TRIMMED_NEEDS = 5


@keyed
class ExpertField:
    """A field of expertise (专业领域)."""

    id: str = key(Ident())
    label: Label = key(LabelKind())


@keyed
class Experts:
    """How experts are found and kept apart from what they may not judge."""

    fields: tuple[ExpertField, ...] = key(tables(ExpertField), default=())
    drawn: bool = key(Flag(), default=False)
    same_street: str = key(Word("same_street"), default="allowed")
    cooling_off_years: int = key(Whole(most=20), default=0)
    one_per_employer: bool = key(Flag(), default=True)
