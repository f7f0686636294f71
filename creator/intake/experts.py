"""Understanding the sheet of an expert pool (专家库)."""

from collections.abc import Sequence
from dataclasses import dataclass

from creator.intake.checks import doubled_expert
from creator.intake.columns import EXPERTS
from creator.intake.opening import open_sheets
from creator.intake.setting import Expectations
from creator.intake.tables import understand
from creator.intake.understanding import Understanding

_REQUIRED = frozenset({"code", "fields", "workplace"})


@dataclass(frozen=True)
class Expert:
    """One expert of the pool; `most_reviews` is the most sheets they accept, None for no limit."""

    row: int
    code: str
    fields: tuple[str, ...]
    workplace: str
    job_title: str
    street: str
    most_reviews: int | None


def understand_experts(
    data: bytes, name: str, expected: Expectations | None = None
) -> Understanding:
    """Read the pool out of an uploaded file. Raises `NotReadable`."""
    expected = expected or Expectations(required=_REQUIRED)
    return understand(open_sheets(data, name), EXPERTS, expected, (doubled_expert,))


def experts(pool: Understanding) -> Sequence[Expert]:
    """The experts of the clean rows."""
    return [
        Expert(
            row=row.number,
            code=row.value("code"),
            fields=row.value("fields") or (),
            workplace=row.value("workplace") or "",
            job_title=row.value("job_title") or "",
            street=row.value("street") or "",
            most_reviews=row.value("most_reviews"),
        )
        for row in pool.clean
    ]
