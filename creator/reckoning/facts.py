"""What is known of a proposal beside its score."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Money in 分.

    `tier` is what was applied for (`None` where tiers are assigned). `audited` is the budget after
    audit, `recommended` the panel's or committee's sum, `own_funding` the applicant's own money.
    `submitted` is the place in the order of submission (equal where it is not known).
    `drawn` is the position in a recorded draw (1 = first), `None` where none was held.
    """

    requested: int = 0
    tier: str | None = None
    category: str = ""
    organisation: str = ""
    area: str = ""
    audited: int | None = None
    recommended: int | None = None
    own_funding: int = 0
    first_time: bool = False
    submitted: int = 0
    drawn: int | None = None
