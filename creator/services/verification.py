"""Checking the audit chain from the first row to the head, and every checkpoint against it.

What it cannot see: the newest rows cut off together with the head in the subject's own row, and
the newest checkpoints, if no checkpoint published elsewhere is held against them; words erased
from `audit_text`, which the law may demand; and what was never in the chain.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from creator.i18n import Text, _
from creator.models.audit import AuditRow, AuditText, Checkpoint
from creator.models.definition import WorkflowDefinition
from creator.models.subject import GENESIS, Subject
from creator.rules.checkpoints import link
from creator.rules.merkle import root
from creator.rules.pins import load
from creator.services.chain import BODY_NAMES, salted, seal

_BATCH = 500
_SUBJECT = [
    getattr(Subject, name)
    for name in (
        "type", "state", "chain_head", "definition_hash", "entered_seq", "entered_at",
        "created_at", "parent_id", "edition_id", "host_id",
    )
]  # fmt: skip


@dataclass(frozen=True)
class Flaw:
    """One thing that does not hold, and where."""

    where: str
    text: Text


@dataclass
class _Trail:
    """What is known of a subject after the rows read so far."""

    head: str = GENESIS
    state: str | None = None
    pin: str | None = None
    seq: int = -1
    entered: tuple[Any, ...] = ()
    """Number and time of the step that entered the present state."""
    born: tuple[Any, ...] = ()
    """When, and under which parent, edition and host it was created."""

    def take(self, row: Row[Any], body: dict[str, Any]) -> None:
        """Go one sound row further."""
        if row.to_state != row.from_state:
            self.entered = row.seq, row.at
        if row.seq == 0:
            self.born = (row.at, body["parent"], body["edition"], body["host"])
        self.head, self.state, self.seq = row.hash, row.to_state, row.seq
        self.pin = body["definition"]


def verify(session: Session) -> list[Flaw]:
    """Every flaw of every chain and checkpoint; an empty list means the chain is whole."""
    anchors: dict[tuple[int, int], str] = {}
    flaws = list(_reading(_definitions(session), "workflow_definition"))
    flaws += _reading(_checkpoints(session, anchors), "checkpoint")
    flaws += _reading(_chains(session, anchors), "audit_row")
    flaws += _reading(_texts(session), "audit_text")
    for subject_id, seq in anchors:
        flaws.append(Flaw(f"{subject_id}:{seq}", _("检查点记下的链头不在链上。")))
    return flaws


def _reading(flaws: Iterator[Flaw], table: str) -> Iterator[Flaw]:
    """What cannot even be read is a flaw too; the rest of that table is then not looked at."""
    try:
        yield from flaws
    except (DBAPIError, ValueError, TypeError, LookupError) as error:
        kind = type(error).__name__
        yield Flaw(table, _("有记录读不出来（{kind}），其后的没有核对。", kind=kind))


def _definitions(session: Session) -> Iterator[Flaw]:
    query = select(WorkflowDefinition.hash, WorkflowDefinition.body)
    for digest, body in session.execute(query.order_by(WorkflowDefinition.hash)):
        if hashlib.sha256(body.encode()).hexdigest() != digest:
            yield Flaw(f"definition:{digest[:12]}", _("流程定义与其哈希不符。"))


def _chains(session: Session, anchors: dict[tuple[int, int], str]) -> Iterator[Flaw]:
    for subject_id, rows in groupby(_rows(session), key=lambda row: row.subject_id):
        trail = _Trail()
        for row in rows:
            flaw = _step(session, trail, row)
            if flaw is not None:
                yield flaw
                break
            if anchors.get((subject_id, trail.seq)) == trail.head:
                del anchors[subject_id, trail.seq]
        else:
            yield from _end(trail, row)
    bare = ~select(AuditRow.seq).where(AuditRow.subject_id == Subject.id).exists()
    for kind, subject_id in session.execute(select(Subject.type, Subject.id).where(bare)):
        yield Flaw(f"{kind}:{subject_id}", _("没有任何审计记录。"))


def _rows(session: Session) -> Iterator[Row[Any]]:
    """Every row with its subject as columns, so that no memory is kept of what was looked at."""
    words = select(func.count()).where(
        AuditText.subject_id == AuditRow.subject_id, AuditText.seq == AuditRow.seq
    )
    query: Select[Any] = (
        select(*AuditRow.__table__.columns, words.scalar_subquery().label("words"))
        .add_columns(Subject.seq.label("last"), *_SUBJECT)
        .outerjoin(Subject, Subject.id == AuditRow.subject_id)
        .order_by(AuditRow.subject_id, AuditRow.seq)
    )
    yield from session.execute(query, execution_options={"yield_per": _BATCH})


def _step(session: Session, trail: _Trail, row: Row[Any]) -> Flaw | None:
    """Take one row into the trail; the first thing wrong with it, if anything is."""
    place = f"{row.type or 'subject'}:{row.subject_id}:{row.seq}"
    if row.seq != trail.seq + 1:
        return Flaw(place, _("序号不连续，应为 {n}。", n=trail.seq + 1))
    if row.prev_hash != trail.head or seal(trail.head, row.body) != row.hash:
        return Flaw(place, _("哈希不符：内容或前后次序被改动。"))
    body = json.loads(row.body)
    if not _columns_agree(row, body):
        return Flaw(place, _("记录的列与封存内容不一致。"))
    if row.from_state != trail.state or trail.pin not in (None, body["definition"]):
        return Flaw(place, _("这一步与前一步不衔接。"))
    if not _lawful(session, row, body["definition"]):
        return Flaw(place, _("这一步不在该对象的流程定义之内。"))
    if len(body["texts"]) != row.words:
        return Flaw(place, _("封存了摘要的文字缺失或多出。"))
    trail.take(row, body)
    return None


def _end(trail: _Trail, row: Row[Any]) -> Iterator[Flaw]:
    """The subject's own row against the end of its chain."""
    if row.type is None:
        yield Flaw(f"subject:{row.subject_id}", _("审计记录所属的对象不存在。"))
        return
    place = f"{row.type}:{row.subject_id}"
    if (row.chain_head, row.last, row.definition_hash) != (trail.head, trail.seq, trail.pin):
        yield Flaw(place, _("链头与最后一条记录不符。"))
    if row.state != trail.state or (row.entered_seq, row.entered_at) != trail.entered:
        yield Flaw(place, _("当前状态与最后一条记录不符。"))
    if (row.created_at, row.parent_id, row.edition_id, row.host_id) != trail.born:
        yield Flaw(place, _("所属关系与创建时的记录不符。"))


def _columns_agree(row: Row[Any], body: dict[str, Any]) -> bool:
    told = (body["subject"], body["seq"], body["at"])
    return told == (f"{row.type}:{row.subject_id}", row.seq, row.at.isoformat()) and all(
        getattr(row, column) == body[name] for column, name in BODY_NAMES.items()
    )


def _lawful(session: Session, row: Row[Any], pin: str) -> bool:
    """The arc exists in the definition the row names, and the word was among its actors."""
    try:
        definition = load(session, pin)
    except LookupError:
        return False
    if row.from_state is None:
        return bool(row.seq == 0 and row.to_state == definition.initial)
    transition = definition.transitions.get(row.trigger)
    if transition is None or row.from_state not in transition.sources:
        return False
    return row.to_state in transition.targets(row.from_state) and row.actor_word in transition.by


def _texts(session: Session) -> Iterator[Flaw]:
    rows = (AuditRow.subject_id == AuditText.subject_id) & (AuditRow.seq == AuditText.seq)
    query = select(*AuditText.__table__.columns, AuditRow.body).outerjoin(AuditRow, rows)
    for kept in session.execute(query, execution_options={"yield_per": _BATCH}):
        told = json.loads(kept.body)["texts"].get(kept.kind) if kept.body else None
        if told is None or (kept.text is not None and told != salted(kept.salt, kept.text)):
            yield Flaw(f"{kept.subject_id}:{kept.seq}:{kept.kind}", _("文字与封存的摘要不符。"))


def _checkpoints(session: Session, anchors: dict[tuple[int, int], str]) -> Iterator[Flaw]:
    previous = GENESIS
    query = select(*Checkpoint.__table__.columns).order_by(Checkpoint.id)
    for point in session.execute(query):
        place, lines = f"checkpoint:{point.id}", point.leaves.split("\n") if point.leaves else []
        if root([line.encode() for line in lines]).hex() != point.root:
            yield Flaw(place, _("检查点的根与其内容不符。"))
            continue
        if point.prev_hash != previous or point.hash != link(
            previous, point.root, point.at.isoformat(), point.occasion
        ):
            yield Flaw(place, _("检查点与前一个检查点不相连。"))
        for line in lines:
            _kind, subject_id, seq, head = line.split(":")
            if anchors.setdefault((int(subject_id), int(seq)), head) != head:
                yield Flaw(place, _("检查点记下的链头与更早的检查点不符。"))
        previous = point.hash
