"""A new instance: its calendar, its first host and the first person who can sign in."""

from dataclasses import dataclass

from sqlalchemy import func, select

from creator.calendar import load_known
from creator.i18n import _
from creator.models.instance import WorkDay
from creator.models.person import Host, Person
from creator.services import people
from creator.services.refused import Declined, Invalid
from creator.services.work import Work

SOURCE = "chinesecalendar"


class NotEmpty(Declined):
    """There are people already: whoever may enter must be invited by one of them."""

    def __init__(self) -> None:
        super().__init__(_("这个实例已有人员，不能再次初始化。请由经办人添加人员、发放登录码。"))


@dataclass(frozen=True)
class First:
    """The first officer and the single-use code with which they enter, shown once."""

    host: Host
    person: Person
    code: str


def set_up(work: Work, host: str, region: str, name: str, mobile: str) -> First:
    """Fill an empty database: working days, one host, and one officer of it.

    Raises `NotEmpty` when anybody is there already, `Invalid` naming the value at fault.
    """
    if work.session.scalar(select(func.count()).select_from(Person)):
        raise NotEmpty
    for field, value in (("host", host), ("name", name)):
        if not value.strip():
            raise Invalid(field, _("请填写这一项。"))
    fill_calendar(work)
    place = people.add_host(work, host.strip(), region.strip())
    person = people.find_or_add(work, name.strip(), mobile)
    people.appoint(work, person, "officer", host_id=place.id)
    return First(place, person, people.issue_code(work, person))


def fill_calendar(work: Work) -> int:
    """Add the published working days the table lacks, and return how many.

    Days that are there stay as they are: an officer may have entered them from a later notice.
    """
    held = set(work.session.scalars(select(WorkDay.day)))
    new = [row for row in load_known() if row.day not in held]
    work.session.add_all(
        WorkDay(day=row.day, works=row.is_workday, source=_source(row.name)) for row in new
    )
    work.session.flush()
    return len(new)


def _source(holiday: str) -> str:
    return f"{SOURCE} {holiday}".strip()
