"""The final evaluation (结项评估): grades and what follows from them."""

from decimal import Decimal

from creator.i18n import Label
from creator.programme.duration import Duration
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Length, Many, Number, Whole, Word

_PERCENT = Number(most=Decimal(100))


@keyed
class Band:
    """A grade (等级): from this score up to the next band; scores above 100 are in the top one."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    at_least: Decimal = key(_PERCENT, written="from")
    consequences: tuple[str, ...] = key(Many(Word("consequence")), default=("last_tranche",))


def _band(id: str, zh: str, en: str, at_least: int, *consequences: str) -> Band:
    return Band(id=id, label=Label(zh, en), at_least=Decimal(at_least), consequences=consequences)


STANDARD_BANDS = (
    _band("excellent", "优秀", "Excellent", 90, "last_tranche", "prefer_next", "case_book"),
    _band("good", "良好", "Good", 80, "last_tranche"),
    _band("pass", "合格", "Pass", 60, "last_tranche"),
    _band("fail", "不合格", "Fail", 0, "cancel_last_tranche", "recover_unspent", "exclude_next"),
)


@keyed
class Evaluation:
    """Who evaluates against which rubric, the grades, and the residents' satisfaction."""

    rubric: str = key(Ident(), default="final")
    evaluators: int = key(Whole(least=1, most=20), default=3)
    within: Duration = key(Length(), default=Duration(30, "d"))
    report_within: Duration = key(Length(), default=Duration(30, "d"))
    bands: tuple[Band, ...] = key(tables(Band, least=2), default=STANDARD_BANDS)
    satisfaction_min: Decimal | None = key(_PERCENT, default=None)
    satisfaction_sample: int = key(Whole(most=10_000), default=0)
    breach: tuple[str, ...] = key(
        Many(Word("consequence"), least=1), default=("recover_all", "exclude_three")
    )

    def band_of(self, score: Decimal) -> Band:
        """The grade of a score (0 or more): the highest band that begins at or below it."""
        ordered = sorted(self.bands, key=lambda band: band.at_least, reverse=True)
        return next(band for band in ordered if score >= band.at_least)
