"""The residents' hearing (论证会) before an application."""

from fractions import Fraction

from creator.i18n import Label
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Many, Share, Whole, Word


@keyed
class Seat:
    """People who must be there: residents' representatives, beneficiaries, …"""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    min: int = key(Whole(least=1), default=1)


@keyed
class Hearing:
    """Who has to hold one, who must attend, and how many must be in favour.

    `majority` is passed by *more than* that share of those present.
    """

    classes: tuple[str, ...] = key(Many(Ident()), default=())
    seats: tuple[Seat, ...] = key(
        tables(Seat),
        default=(
            Seat(id="residents", label=Label("居民代表", "Residents' representatives")),
            Seat(id="beneficiaries", label=Label("受益对象", "Beneficiaries")),
        ),
    )
    quorum: int = key(Whole(least=1, most=1000), default=8)
    majority: Fraction = key(Share(), default=Fraction(1, 2))
    evidence: tuple[str, ...] = key(
        Many(Word("hearing_evidence")), default=("minutes", "sign_in", "photos")
    )

    def applies_to(self, applicant_class: str) -> bool:
        """Whether applicants of this class need a hearing (no classes written = all)."""
        return not self.classes or applicant_class in self.classes
