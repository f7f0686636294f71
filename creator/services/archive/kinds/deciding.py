"""The decision and its minutes, for the office; the public notice, for everybody."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from creator.i18n import Label, _, listed
from creator.models.decision import Decision, DecisionItem, FrozenText, Notice, NoticeItem
from creator.money import show
from creator.rules.effects.decisions import SUBMITTED_LIST
from creator.services import find, notices
from creator.services.archive.entries import EVERYBODY, Entry, Paper, Words, kind
from creator.services.archive.kinds.applying import clock_time, stored
from creator.services.archive.reader import Reader
from creator.services.decision_changes import OUTCOMES


def decisions(reader: Reader) -> Select[Decision]:
    """The lists the project stands on that the reader may see."""
    on = select(DecisionItem.decision_id).where(DecisionItem.proposal_id == reader.proposal.id)
    return find.scope(reader.work, Decision).where(Decision.id.in_(on))


@kind("decision", ("impartial",))
def submitted(reader: Reader) -> Iterator[Entry]:
    """Each list as it was submitted. It names other projects: nothing for those with interests."""
    lists = decisions(reader).with_only_columns(Decision.id, Decision.ordinal).subquery()
    query = (
        select(FrozenText, lists.c.ordinal)
        .join(lists, lists.c.id == FrozenText.subject_id)
        .where(FrozenText.kind == SUBMITTED_LIST)
    )
    for row, ordinal in reader.work.session.execute(query.order_by(FrozenText.id)):
        title = _("立项名单（第 {n} 批）", n=ordinal)
        yield Entry(row.id, row.created_at, title, partial(_list, reader, row))


def _list(reader: Reader, row: FrozenText) -> Paper:
    body = json.loads(row.body)
    own = next((line for line in body["lines"] if line[0] == reader.proposal.id), None)
    facts: list[tuple[Words, Words | None]] = [
        (_("会议纪要编号"), body["minutes"]),
        (_("出席人员"), body["attendees"]),
        (_("回避情况"), body["recusals"]),
        (_("名单项目数"), str(len(body["lines"]))),
        (_("名单摘要"), row.digest),
        (_("会议纪要扫描件摘要"), body["scan"]),
    ]
    if own is not None:
        _id, outcome, tier, amount, reason = own
        label = reader.programme.tier(tier or "")
        facts += [
            (_("本项目"), OUTCOMES.get(outcome, outcome)),
            (_("档次"), label.label if label else None),
            (_("金额"), None if amount is None else show(amount)),
            (_("理由"), reason),
        ]
    return Paper(facts, {"json": row.body})


@kind("minutes", ("impartial",))
def minutes(reader: Reader) -> Iterator[Entry]:
    query = decisions(reader).where(Decision.scan_id.is_not(None))
    for one in reader.work.session.scalars(query.options(joinedload(Decision.scan))):
        if one.scan is not None:
            title = _("会议纪要扫描件：{name}", name=one.scan.name)
            yield Entry(one.scan.id, one.scan.received_at, title, stored(one.scan))


@kind("notice", EVERYBODY)
def public_notices(reader: Reader) -> Iterator[Entry]:
    on = select(NoticeItem.notice_id).where(NoticeItem.proposal_id == reader.proposal.id)
    query = find.scope(reader.work, Notice).where(Notice.id.in_(on))
    for one in reader.work.session.scalars(query.order_by(Notice.id)):
        title = _("公示 {number}", number=one.number)
        yield Entry(one.id, one.published_at, title, partial(_notice, reader, one))


def _notice(reader: Reader, notice: Notice) -> Paper:
    """What hangs at the door: period, this project's line, the digests by which it is checked."""
    said = notice.content
    own: Mapping[str, Any] = next(
        (line for line in said["items"] if line["id"] == reader.proposal.id), {}
    )
    shown = {word: value for word, value in own.items() if word not in ("id", "amount")}
    facts: list[tuple[Words, Words | None]] = [
        (_("公示编号"), notice.number),
        (_("主办方"), Label(**said["host"])),
        (_("公示期"), Label(**said["period"])),
        (_("发布时间"), clock_time(notice.published_at)),
        (_("公示至"), clock_time(notice.ends_at)),
        (_("公示项目数"), str(len(said["items"]))),
        (_("本项目"), listed(str(notices.read(one)) for one in shown.values() if one is not None)),
    ]
    if own.get("amount") is not None:
        facts.append((_("金额"), show(own["amount"])))
    facts += [(_("内容摘要"), notice.digest), (_("审计根"), notice.audit_root)]
    return Paper(facts, {"json": notices.body(notice)})
