"""Understanding an application summary (申报汇总表) as offices keep it."""

from creator.intake import checks
from creator.intake.columns import APPLICATION
from creator.intake.opening import open_sheets
from creator.intake.setting import Expectations
from creator.intake.tables import understand
from creator.intake.understanding import Understanding

_CHECKS = (
    checks.over_cap,
    checks.implausible,
    checks.doubled_project,
    checks.one_identifier_for_two,
    checks.registration,
)


def understand_applications(data: bytes, name: str, expected: Expectations) -> Understanding:
    """Read an uploaded summary; `name` is the file's name as uploaded.

    Values by column id: `title organisation sponsor site_community beneficiaries contact` text,
    `registration` "registered" or "filed", `identifier` CreditCode or FilingNumber, `category` and
    `tier` ids, `amount` and `own_funding` 分, `beneficiary_count` and `hearing_attendance` int,
    `period` ProjectPeriod, `hearing_date` date, `phone` Phone. Raises `NotReadable`.
    """
    return understand(open_sheets(data, name), APPLICATION, expected, _CHECKS)
