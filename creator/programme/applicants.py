"""Who may apply."""

from datetime import date

from creator.i18n import Label
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Day, Flag, Ident, LabelKind, Many, Money, Whole, Word


@keyed
class FilingClass:
    """A class of filed groups (备案类别) as the place has them: 维权站, 俱乐部, 服务社, …"""

    id: str = key(Ident())
    label: Label = key(LabelKind())


@keyed
class ApplicantClass:
    """One class of applicants (申报主体类别) and its conditions."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    kind: str = key(Word("applicant_kind"))
    min_years: int = key(Whole(most=50), default=0)
    registered_since: date | None = key(Day(), default=None)
    min_grade: str | None = key(Word("organisation_grade"), default=None)
    annual_checks: int = key(Whole(most=10), default=0)
    filing_classes: tuple[str, ...] = key(Many(Ident()), default=())
    sponsor: str = key(Word("sponsor"), default="none")
    cap: int | None = key(Money(), default=None)


@keyed
class Blacklist:
    """For how many years an entry keeps an organisation out (失信与异常名录)."""

    abnormal_years: int = key(Whole(most=20), default=1)
    dishonest_years: int = key(Whole(most=20), default=2)
    offence_years: int = key(Whole(most=20), default=3)


@keyed
class Nomination:
    """The nominated channel (推荐): who nominates, and how many each may name."""

    by: Label = key(LabelKind())
    quota: int = key(Whole(least=1))
    opinion: bool = key(Flag(), default=True)


@keyed
class Applicants:
    """Eligibility (申报资格)."""

    classes: tuple[ApplicantClass, ...] = key(tables(ApplicantClass, least=1))
    per_organisation: int = key(Whole(least=1), default=1)
    funded_per_organisation: int = key(Whole(least=1), default=1)
    last_winners: str = key(Word("last_winners"), default="neutral")
    double_funding: str = key(Word("double_funding"), default="refused")
    channels: tuple[str, ...] = key(Many(Word("channel"), least=1), default=("open",))
    nomination: Nomination | None = key(Table(Nomination), default=None)
    blacklist: Blacklist = key(Table(Blacklist), default=Blacklist())
