"""Dates come in the order in which things happen."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from creator.clock import SHANGHAI
from creator.i18n import Text, _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme

Step = tuple[str, Text, date | datetime | None]


def check(programme: Programme) -> Iterator[Fault]:
    """The calendar, the rounds and the checkpoints."""
    yield from _order(programme)
    yield from _months(programme)
    yield from _checkpoints(programme)
    yield from _notice(programme)


def _steps(programme: Programme) -> Iterator[Step]:
    calendar = programme.calendar
    yield "calendar.announce", _("发布公告"), calendar.announce
    yield "calendar.call_opens", _("征集开始"), calendar.call_opens
    yield "calendar.call_closes", _("征集截止"), calendar.call_closes
    yield "calendar.screening_ends", _("初审结束"), calendar.screening_ends
    for i, round_ in enumerate(programme.rounds):
        yield f"rounds.{i}.opens", _("第 {n} 轮开始", n=i + 1), round_.opens
        yield f"rounds.{i}.closes", _("第 {n} 轮结束", n=i + 1), round_.closes
    yield "calendar.decision", _("立项决定"), calendar.decision
    yield "calendar.notice", _("公示"), calendar.notice
    yield "calendar.starts", _("实施开始"), calendar.starts
    yield "calendar.ends", _("实施结束"), calendar.ends


def _order(programme: Programme) -> Iterator[Fault]:
    before: Step | None = None
    for step in _steps(programme):
        path, name, when = step
        if when is None:
            continue
        if before is not None and _too_early(before[2], when):
            text = _("“{later}”早于“{earlier}”。", later=name, earlier=before[1])
            remedy = _("请把 {path} 改到 {date} 以后。", path=path, date=_shown(before[2]))
            yield blame(programme, path, text, remedy)
        else:
            before = step


def _too_early(earlier: date | datetime | None, later: date | datetime) -> bool:
    """Days are compared with days; two moments must differ."""
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return later < earlier or later == earlier
    return _day(later) < _day(earlier or later)


def _day(when: date | datetime) -> date:
    return when.astimezone(SHANGHAI).date() if isinstance(when, datetime) else when


def _shown(when: date | datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if isinstance(when, datetime) else str(when)


def _months(programme: Programme) -> Iterator[Fault]:
    calendar = programme.calendar
    first, last = calendar.starts, calendar.ends + timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if calendar.min_months > months:
        text = _("实施期只有 {n} 个月，短于要求的最少月数。", n=months)
        yield blame(programme, "calendar.min_months", text, _("请减小 min_months，或延长实施期。"))
    if calendar.max_months is not None and calendar.max_months < calendar.min_months:
        text = _("最多月数小于最少月数。")
        yield blame(
            programme, "calendar.max_months", text, _("请让 max_months 不小于 min_months。")
        )


def _checkpoints(programme: Programme) -> Iterator[Fault]:
    calendar, previous = programme.calendar, programme.calendar.starts
    for i, checkpoint in enumerate(programme.checkpoints):
        if not previous <= checkpoint.due <= calendar.ends:
            text = _("“{id}”的日期不在实施期内，或早于前一次。", id=checkpoint.id)
            remedy = _("请写 {a} 到 {b} 之间的日期。", a=previous, b=calendar.ends)
            yield blame(programme, f"checkpoints.{i}.due", text, remedy)
        else:
            previous = checkpoint.due


def _notice(programme: Programme) -> Iterator[Fault]:
    calendar, period = programme.calendar, programme.notice.period
    for name in ("period", "supplementary"):
        if getattr(programme.notice, name).unit == "h":
            remedy = _('请写工作日或自然日，例如 "5wd" 或 "7d"。')
            yield blame(programme, f"notice.{name}", _("公示期要按天计算。"), remedy)
    if period.amount == 0:
        yield blame(programme, "notice.period", _("公示期不能为零。"), _('例如写 "5wd"。'))
    if calendar.notice is None:
        return
    earliest = calendar.notice + timedelta(days=period.calendar_days)
    if earliest >= calendar.starts:
        text = _("公示期满以前项目就开始实施。")
        remedy = _("请把实施开始改到 {date} 以后，或提前公示。", date=earliest)
        yield blame(programme, "calendar.starts", text, remedy, "warning")
