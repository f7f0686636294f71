"""The keys of an allocation rule file. Words and meanings are those of programme files."""

import re
from decimal import Decimal
from fractions import Fraction

from creator.calc.rules import LabelOrText, NameKind, OneOf
from creator.i18n import Label, _
from creator.programme.award import Tie
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Flag, Many, Money, Number, Whole, Word
from creator.programme.nodes import Value, kind_of
from creator.programme.place import Place

_SCORE = Number(least=Decimal(-1_000_000_000), most=Decimal(1_000_000_000))
_PERCENT = Number(most=Decimal(100))
_COUNT = Whole(least=0, most=10_000_000)
LIFTS = ("slots", "category", "organisation", "area")


class Ratio:
    """A fraction, exact, which may be above one: "1/2", "3/2"."""

    def take(self, value: Value, place: Place) -> Fraction:
        if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,3}/[1-9]\d{0,3}", value):
            return Fraction(value)
        shown = value[:60] if isinstance(value, str) else kind_of(value)
        text = _("“{path}”的值不对：{value}。", path=place.path, value=shown)
        raise place.refused(text, _('请写分数，加引号，例如 "2/3"。'))


@keyed
class Tier:
    """An award tier. Amounts in 分."""

    id: str = key(NameKind())
    label: Label | None = key(LabelOrText(), default=None)
    slots: int | None = key(_COUNT, default=None)
    min: int = key(Money(), default=0)
    cap: int | None = key(Money(), default=None)
    flat: int | None = key(Money(), default=None)
    pool: int | None = key(Money(), default=None)
    min_score: Decimal | None = key(_SCORE, default=None)
    then: str | None = key(NameKind(), default=None)
    outcomes: tuple[str, ...] = key(Many(Word("outcome"), least=1), default=("money",))


@keyed
class Limit:
    """At most so many awards, or so much money, for one category, organisation or area."""

    on: str = key(OneOf(("category", "organisation", "area")))
    value: str | None = key(NameKind(), default=None)
    slots: int | None = key(_COUNT, default=None)
    money: int | None = key(Money(), default=None)


@keyed
class Ranking:
    """From which score on, in which order, and what decides between equals."""

    order: str | None = key(OneOf(("score", "given")), default=None)
    min_score: Decimal | None = key(_SCORE, default=None)
    ties: tuple[str, ...] = key(Many(Tie()), default=())


@keyed
class ScoreBand:
    """From this score on, so many percent of the request."""

    at_least: Decimal = key(_SCORE, written="from")
    percent: Decimal = key(_PERCENT)


@keyed
class Award:
    """The amount, what happens where slots or money end, and the waiting list.

    `slots`, `min`, `cap` and `flat` stand here where there are no tiers.
    """

    amount: str = key(Word("amount_rule"), default="requested_capped")
    slots: int | None = key(_COUNT, default=None)
    min: int | None = key(Money(), default=None)
    cap: int | None = key(Money(), default=None)
    flat: int | None = key(Money(), default=None)
    score_bands: tuple[ScoreBand, ...] = key(tables(ScoreBand), default=())
    match: Fraction | None = key(Ratio(), default=None)
    unit: int = key(Money(), default=1)
    overflow: str = key(Word("overflow"), default="skip")
    partial_percent: Decimal | None = key(_PERCENT, default=None)
    leftover: str = key(Word("leftover"), default="none")
    lift: tuple[str, ...] = key(Many(OneOf(LIFTS)), default=())
    waitlist: bool = key(Flag(), default=True)
    waitlist_size: int | None = key(Whole(least=1), default=None)


@keyed
class Votes:
    """How residents' ballots are counted."""

    method: str = key(OneOf(("greedy", "equal_shares")))
    utility: str | None = key(OneOf(("cost", "votes")), default=None)
    completion: str | None = key(OneOf(("none", "add1", "greedy", "add1_greedy")), default=None)
    step: int | None = key(Money(), default=None)
    ties: tuple[str, ...] = key(
        Many(OneOf(("more_votes", "lower_request", "first_time", "earlier", "draw"))), default=()
    )


@keyed
class AllocationRule:
    """The whole file."""

    pool: int | None = key(Money(), default=None)
    tier_choice: str | None = key(OneOf(("applied", "assigned", "rank", "score")), default=None)
    tiers: tuple[Tier, ...] = key(tables(Tier), default=())
    limits: tuple[Limit, ...] = key(tables(Limit), default=())
    exclusive: tuple[tuple[str, ...], ...] = key(Many(Many(NameKind(), least=2)), default=())
    ranking: Ranking = key(Table(Ranking), default=Ranking())
    award: Award = key(Table(Award), default=Award())
    votes: Votes | None = key(Table(Votes), default=None)
