"""What is published, what is told, and how one may object."""

from creator.programme.duration import Duration
from creator.programme.keys import key, keyed
from creator.programme.kinds import Flag, Length, Many, Word


@keyed
class Notice:
    """The public notice (公示) of the award list."""

    period: Duration = key(Length(), default=Duration(5, "wd"))
    supplementary: Duration = key(Length(), default=Duration(5, "wd"))
    publishes: tuple[str, ...] = key(
        Many(Word("publishes"), least=1), default=("title", "organisation", "tier", "amount")
    )
    experts_named: bool = key(Flag(), default=False)


@keyed
class Objection:
    """Objections (异议) during the notice."""

    anonymous: bool = key(Flag(), default=False)
    admit_within: Duration = key(Length(), default=Duration(2, "wd"))
    answer_within: Duration = key(Length(), default=Duration(10, "wd"))


@keyed
class Remedy:
    """How long an applicant may ask for a refusal to be looked at again (申诉期)."""

    ineligible: Duration = key(Length(), default=Duration(3, "wd"))
    not_selected: Duration = key(Length(), default=Duration(5, "wd"))


@keyed
class Disclosure:
    """What applicants are told of their scores."""

    scores: str = key(Word("disclosure"), default="total")
