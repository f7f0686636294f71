"""Public notices as anybody reads them: what was frozen, and where each item stands today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from creator.calendar.days import last_day
from creator.clock import local
from creator.i18n import Label, Text, _
from creator.models.decision import Notice, NoticeItem
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.rules.calendar import work_calendar
from creator.rules.digests import digest_of
from creator.rules.pins import load
from creator.services import find
from creator.services.stages import has_mark
from creator.services.work import Work
from creator.workflow.definition import canonical
from creator.workflow.duration import Duration


@dataclass(frozen=True)
class Item:
    """A line of a notice. `said` is frozen; the rest is how it stands now."""

    proposal_id: int
    said: Mapping[str, Any]
    contested: bool
    dropped: bool
    """No longer to be awarded: disqualified, declined, or the notice was withdrawn."""
    own_end: datetime | None
    """When its period ends, if an objection moved it."""
    contestable: bool

    def __getitem__(self, word: str) -> Any:
        """A published value: labels in the reader's language, amounts in 分."""
        return read(self.said.get(word))


@dataclass(frozen=True)
class Shown:
    """A notice with its items. `authentic`: the text still has the digest it was issued with."""

    notice: Notice
    items: Sequence[Item]
    authentic: bool
    remaining: Text
    contested: bool
    withdrawn: bool
    open: bool
    """Whether the procedure may be objected to."""

    @property
    def said(self) -> Mapping[str, Any]:
        return self.notice.content

    @property
    def experts(self) -> Sequence[str]:
        """Names of the experts, where the programme publishes them."""
        names: Sequence[str] = self.notice.content.get("experts", ())
        return names

    @property
    def host(self) -> Any:
        return read(self.notice.content["host"])

    @property
    def period(self) -> Any:
        return read(self.notice.content["period"])


LATEST = 10
"""Notices named on the front page; each call lists all of its own."""


def latest(work: Work) -> Sequence[Notice]:
    """What was published last, of all editions the reader may know."""
    query = find.scope(work, Notice).order_by(Notice.published_at.desc(), Notice.id)
    return work.session.scalars(query.limit(LATEST)).all()


def read(value: Any) -> Any:
    """A frozen value: a name kept in both languages becomes a label, the rest stays."""
    return Label(**value) if isinstance(value, dict) else value


def body(notice: Notice) -> str:
    """The frozen text as canonical JSON: its sha256 is the digest that the notice prints."""
    return canonical(notice.content)


def of_edition(work: Work, edition: Edition) -> Sequence[Notice]:
    """The notices of an edition, newest first."""
    query = find.scope(work, Notice).where(in_edition(Notice, edition.id))
    return work.session.scalars(query.order_by(Notice.id.desc())).all()


def shown(work: Work, notice: Notice) -> Shown:
    """The notice as it reads now, in a fixed number of queries."""
    running = has_mark(work, notice, "notice_running")
    final = load(work.session, notice.definition_hash).states[notice.state].final
    return Shown(
        notice=notice,
        items=_items(work, notice),
        authentic=digest_of(notice.content) == notice.digest,
        remaining=remaining(work, notice),
        contested=has_mark(work, notice, "contested"),
        withdrawn=final == "failure",
        open=running and work.now < notice.ends_at,
    )


def _items(work: Work, notice: Notice) -> list[Item]:
    lines = notice.content["items"]
    ids = [line["id"] for line in lines]
    rows = work.session.scalars(select(Proposal).where(Proposal.id.in_(ids)))
    proposals = {row.id: row for row in rows}
    newest = _newest(work, ids)
    here = [newest.get(id, notice.id) == notice.id for id in ids]
    return [
        _item(work, notice, line, proposals[line["id"]], present=present)
        for line, present in zip(lines, here, strict=True)
    ]


def _newest(work: Work, ids: Iterable[int]) -> Mapping[int, int]:
    """Proposal id -> the last notice it stands on: an earlier one says nothing of today."""
    query = select(NoticeItem.proposal_id, func.max(NoticeItem.notice_id))
    rows = work.session.execute(
        query.where(NoticeItem.proposal_id.in_(ids)).group_by(NoticeItem.proposal_id)
    )
    return {row[0]: row[1] for row in rows}


def _item(
    work: Work, notice: Notice, line: Mapping[str, Any], proposal: Proposal, *, present: bool
) -> Item:
    marks = load(work.session, proposal.definition_hash).states[proposal.state].marks
    contested = present and "contested" in marks
    ends = proposal.notice_ends_at
    in_time = contested or (ends is not None and work.now < ends)
    return Item(
        proposal_id=proposal.id,
        said=line,
        contested=contested,
        dropped=not present or "holds_money" not in marks,
        own_end=ends if present and not contested and ends != notice.ends_at else None,
        contestable=present and "contestable" in marks and in_time,
    )


def remaining(work: Work, notice: Notice) -> Text:
    """How long objections are still taken, in the unit of the period."""
    if work.now >= notice.ends_at:
        return _("公示期已满")
    today, last = local(work.now).date(), last_day(notice.ends_at)
    if today == last:
        return _("今天是最后一天，24:00 截止")
    if Duration.parse(notice.rule).unit == "wd":
        days = work_calendar(work.session).working_days_between(today, last)
        return _("还剩 {n} 个工作日", n=days)
    return _("还剩 {n} 天", n=(last - today).days)
