"""What was handed in: each version of the application, its files, the receipts."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import and_, or_, select

from creator.clock import local
from creator.i18n import _
from creator.models.decision import FrozenText
from creator.models.proposal import Attachment, ProposalVersion
from creator.rules.effects.proposals import RECEIPT
from creator.services import attachments, reading
from creator.services.archive.entries import EVERYBODY, Entry, Paper, Stored, Title, Words, kind
from creator.services.archive.reader import Reader
from creator.services.attachments import Slot
from creator.services.reading import Answered


@kind("version", EVERYBODY)
def versions(reader: Reader) -> Iterator[Entry]:
    query = select(ProposalVersion.version, ProposalVersion.frozen_at)
    mine = ProposalVersion.proposal_id == reader.proposal.id
    for version, at in reader.work.session.execute(query.where(mine)):
        title = _("申报书第 {n} 版", n=version)
        yield Entry(version, at, title, partial(_version, reader, version))


def _version(reader: Reader, version: int) -> Paper:
    row = reader.work.session.get_one(ProposalVersion, (reader.proposal.id, version))
    parts = reading.read(reader.work, reader.proposal, version)
    facts: list[tuple[Words, Words | None]] = [
        (_("项目编号"), reader.proposal.number),
        (_("申报单位"), json.loads(row.body).get("organisation", {}).get("name")),
        (_("提交时间"), clock_time(row.frozen_at)),
        (_("内容摘要"), row.digest),
    ]
    for part in parts:
        facts += [(one.field.label, _answer(one)) for one in part.answered]
    return Paper(facts, {"json": row.body})


def _answer(one: Answered) -> str:
    lines = [one.text] if one.text else []
    lines += [" · ".join(filter(None, row)) for row in one.rows]
    lines += [str(_("附件：{name}", name=file.name)) for file in one.files]
    return "\n".join(lines)


@kind("file", EVERYBODY)
def files(reader: Reader) -> Iterator[Entry]:
    """Those of the draft, and those removed since that a version still cites."""
    frozen = select(ProposalVersion.version).where(
        ProposalVersion.proposal_id == Attachment.proposal_id,
        ProposalVersion.frozen_at.between(Attachment.received_at, Attachment.removed_at),
    )
    query = select(Attachment).where(
        and_(
            Attachment.proposal_id == reader.proposal.id,
            or_(Attachment.removed_at.is_(None), frozen.exists()),
        )
    )
    slots = attachments.slots(reader.programme)
    for row in reader.work.session.scalars(query.order_by(Attachment.id)):
        slot = slots.get(row.field)
        yield Entry(row.id, row.received_at, _titled(slot, row.name), stored(row))


def _titled(slot: Slot | None, name: str) -> Title:
    """What it is and the name it came with, once where both are the same."""
    if slot is None or slot.label.zh == name.rpartition(".")[0]:
        return name
    return _("{slot}：{name}", slot=slot.label, name=name)


def stored(row: Attachment) -> Stored:
    """An uploaded file as a document."""
    return Stored(row.key, row.name, row.media_type, row.size, row.sha256)


@kind("receipt", EVERYBODY)
def receipts(reader: Reader) -> Iterator[Entry]:
    query = select(FrozenText).where(
        FrozenText.subject_id == reader.proposal.id, FrozenText.kind == RECEIPT
    )
    for row in reader.work.session.scalars(query.order_by(FrozenText.id)):
        version = json.loads(row.body)["version"]
        title = _("申报回执（第 {n} 版）", n=version)
        yield Entry(row.id, row.created_at, title, partial(_receipt, row))


def _receipt(row: FrozenText) -> Paper:
    body = json.loads(row.body)
    names = {
        "number": _("项目编号"),
        "title": _("项目名称"),
        "organisation": _("申报单位"),
        "edition": _("申报活动"),
        "version": _("版本"),
        "received_at": _("收到时间"),
        "first_received_at": _("首次提交"),
        "version_digest": _("内容摘要"),
    }
    facts = [(label, str(body[name])) for name, label in names.items()]
    return Paper([*facts, (_("回执摘要"), row.digest)], {"json": row.body})


def clock_time(moment: datetime | None) -> str | None:
    """A moment as a Chinese wall clock shows it."""
    return f"{local(moment):%Y-%m-%d %H:%M:%S}" if moment else None
