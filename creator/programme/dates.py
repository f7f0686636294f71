"""The calendar of an edition; all times are Chinese clock time."""

from datetime import date, datetime

from creator.programme.keys import key, keyed
from creator.programme.kinds import Day, Moment, Whole


@keyed
class Calendar:
    """Call, decision and implementation; the rounds carry their own dates.

    `call_closes` is the first instant that is too late. `min_months` and `max_months` bound the
    period an applicant may propose inside `starts` … `ends`.
    """

    announce: date | None = key(Day(), default=None)
    call_opens: datetime = key(Moment())
    call_closes: datetime = key(Moment(end=True))
    screening_ends: date | None = key(Day(), default=None)
    decision: date | None = key(Day(), default=None)
    notice: date | None = key(Day(), default=None)
    starts: date = key(Day())
    ends: date = key(Day())
    min_months: int = key(Whole(most=60), default=0)
    max_months: int | None = key(Whole(least=1, most=60), default=None)
