"""From scores to awards: rank, slot and amount are three decisions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from creator.i18n import Label, _
from creator.programme.duration import Duration
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import (
    Day,
    Ident,
    LabelKind,
    Length,
    Many,
    Money,
    Number,
    Share,
    Whole,
    Word,
)
from creator.programme.nodes import Value
from creator.programme.place import Place, nearest
from creator.programme.words import WORDS

_PERCENT = Number(most=Decimal(100))


class Tie:
    """A word of the tie chain; `criterion:need` compares the points of one criterion."""

    def take(self, value: Value, place: Place) -> str:
        word, _colon, argument = str(value).partition(":")
        if word in WORDS["tie"] and bool(argument) == (word == "criterion"):
            return str(value)
        known = [f"{name}:…" if name == "criterion" else name for name in WORDS["tie"]]
        text = _("“{path}”不认识“{word}”。", path=place.path, word=str(value)[:60])
        raise place.refused(text, nearest(str(value), known))


@keyed
class Ranking:
    """How rounds make one order, from which score on, and what decides between equals."""

    composite: str = key(Word("composite"), default="weighted")
    min_score: Decimal | None = key(_PERCENT, default=None)
    ties: tuple[str, ...] = key(
        Many(Tie(), least=1), default=("untrimmed_mean", "lower_request", "draw")
    )
    decimals: int = key(Whole(most=6), default=2)


@keyed
class ScoreBand:
    """From this score on, so many percent of the request."""

    at_least: Decimal = key(_PERCENT, written="from")
    percent: Decimal = key(_PERCENT)


@keyed
class Award:
    """The amount, what happens where slots or money end, and the waiting list."""

    amount: str = key(Word("amount_rule"), default="requested_capped")
    score_bands: tuple[ScoreBand, ...] = key(tables(ScoreBand), default=())
    match: Fraction | None = key(Share(), default=None)
    overflow: str = key(Word("overflow"), default="skip")
    partial_percent: Decimal | None = key(_PERCENT, default=None)
    leftover: str = key(Word("leftover"), default="none")
    waitlist_size: int | None = key(Whole(least=1), default=None)
    accept_within: Duration = key(Length(), default=Duration(5, "wd"))


@keyed
class Limit:
    """Up to which amount (分) a role approves alone; without `up_to`: any amount."""

    role: str = key(Ident())
    up_to: int | None = key(Money(), default=None)


@keyed
class Approval:
    """Who approves the list of awards, and how long that may take."""

    limits: tuple[Limit, ...] = key(tables(Limit, least=1), default=(Limit(role="approver"),))
    within: Duration = key(Length(), default=Duration(5, "wd"))


@keyed
class Pledge:
    """Raising the applicant's share after the award (认领/众筹)."""

    label: Label = key(LabelKind())
    share_min: Decimal = key(_PERCENT)
    closes: date = key(Day())
    smallest: int = key(Money(), default=0)
