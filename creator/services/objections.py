"""Objections (异议): filed by anybody against a notice, answered by somebody else.

Whoever has no account gets a ticket, shown once, with which the answer can be read later; only
its digest is kept.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from creator.i18n import _
from creator.models.decision import Notice, NoticeItem, Objection
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import Subject, in_edition
from creator.rules.actors import appointed
from creator.rules.notices import newest_of
from creator.services import find
from creator.services.explaining import Offer, explain
from creator.services.offices import need_staff
from creator.services.people import digest_of_code
from creator.services.refused import NotFound
from creator.services.throttles import Limit
from creator.services.transitions import fire
from creator.services.work import Work

FILING = Limit("objection", 10)
ASKING = Limit("ticket", 20)
_LETTERS = 16
TARGETS = {"own_result": _("本单位的结果"), "award": _("拟立项项目"), "procedure": _("程序")}
"""`Objection.target` -> what is contested."""


@dataclass(frozen=True)
class Filed:
    """An objection just filed, and the ticket to keep."""

    objection: Objection
    ticket: str


@dataclass(frozen=True)
class Objector:
    """Who objects, for those who must know."""

    name: str
    contact: str
    has_account: bool


def contested(work: Work, notice: Notice, proposal_id: int | None) -> Subject:
    """What an objection at this notice is against: one of its items, or the notice itself.

    Raises `NotFound` for a proposal that does not stand on it.
    """
    if proposal_id is None:
        return notice
    if work.session.get(NoticeItem, (notice.id, proposal_id)) is None:
        raise NotFound
    return work.session.get_one(Proposal, proposal_id)


def offer(work: Work, subject: Subject, data: Mapping[str, str] | None = None) -> Offer:
    """The step that opens an objection, as whoever asks may take it. Raises `NotFound` if none."""
    for one in explain(work, subject, data=data):
        if one.mine and "open_objection" in {use.word for use in one.transition.effect}:
            return one
    raise NotFound


def file(work: Work, subject: Subject, data: Mapping[str, str], *, key: str) -> Filed:
    """File an objection. The same `key` sent twice is one objection with one ticket.

    Raises `NotFound` where nothing may be contested any more, `Refused` (late, nameless).
    """
    transition = offer(work, subject).transition
    given = {name: text for name, text in data.items() if name in transition.form and text.strip()}
    fire(work, subject, transition.id, data=given, key=_hidden("act", key))
    ticket = _ticket(key)
    known = _by_digest(work, digest_of_code(ticket))
    if known is not None:
        return Filed(known, ticket)
    query = select(Objection).where(Objection.parent_id == subject.id)
    # The subject is locked: the newest is ours.
    newest = work.session.scalars(query.order_by(Objection.id.desc()).limit(1)).one()
    newest.ticket_digest = digest_of_code(ticket)
    work.session.flush()
    return Filed(newest, ticket)


def _hidden(purpose: str, key: str) -> str:
    """The database must not hold the key itself: the ticket follows from it."""
    return hashlib.sha256(f"{purpose}:{key}".encode()).hexdigest()[:36]


def _ticket(key: str) -> str:
    """`ABCD-EFGH-IJKL-MNOP`, 80 bits, the same whenever the same form is sent."""
    code = base64.b32encode(hashlib.sha256(f"ticket:{key}".encode()).digest())[:_LETTERS].decode()
    return "-".join(code[i : i + 4] for i in range(0, _LETTERS, 4))


def by_ticket(work: Work, ticket: str) -> Objection:
    """The objection this ticket was given for. Raises `NotFound`."""
    found = _by_digest(work, digest_of_code(ticket[:60]))
    if found is None:
        raise NotFound
    return found


def _by_digest(work: Work, digest: str) -> Objection | None:
    return work.session.scalars(
        select(Objection).where(Objection.ticket_digest == digest)
    ).one_or_none()


def of_edition(work: Work, edition: Edition) -> Select[Objection]:
    """Objections of an edition that the actor may see, newest first. Staff only."""
    need_staff(work, edition)
    query = find.scope(work, Objection).where(in_edition(Objection, edition.id))
    return query.order_by(Objection.id.desc())


def objector(work: Work, objection: Objection) -> Objector:
    """Who objects: for officers and adjudicators, who must ask back and answer, and for oneself.

    Raises `NotFound` for everybody else.
    """
    if not knows_objector(work, objection):
        raise NotFound
    person = work.session.get(Person, objection.objector_id) if objection.objector_id else None
    if person is not None:
        return Objector(person.name, person.mobile, has_account=True)
    return Objector(objection.objector_name, objection.contact, has_account=False)


def knows_objector(work: Work, objection: Objection) -> bool:
    """Whether the actor may learn who objects."""
    mine = objection.objector_id is not None and objection.objector_id == work.actor.person_id
    return mine or knows_objectors(work, objection)


def knows_objectors(work: Work, subject: Subject) -> bool:
    """Whether the actor's office may learn who objects to this subject, or by it."""
    return any(appointed(work.actor, role, subject) for role in ("officer", "adjudicator"))


def published_name(work: Work, objection: Objection) -> str:
    """What is contested, as its notice names it: nothing the notice does not publish."""
    subject = against(work, objection)
    if isinstance(subject, Notice):
        return subject.number
    notice = newest_of(work.session, subject.id)
    lines = notice.content["items"] if notice else ()
    said: Mapping[str, Any] = next((line for line in lines if line["id"] == subject.id), {})
    names = (said.get(word) for word in ("title", "number", "organisation"))
    return next((name for name in names if name), "")


def against(work: Work, objection: Objection) -> Subject:
    """What it contests: a proposal, or a notice as a whole."""
    return work.session.get_one(Subject, objection.parent_id)


def names(work: Work, rows: Sequence[Objection]) -> Mapping[int, str]:
    """Id of what is contested -> its title or number, for a list. Two queries."""
    ids = [row.parent_id for row in rows]
    titles = select(Proposal.id, Proposal.title).where(Proposal.id.in_(ids))
    numbers = select(Notice.id, Notice.number).where(Notice.id.in_(ids))
    found = [work.session.execute(query).all() for query in (titles, numbers)]
    return {row[0]: row[1] for rows in found for row in rows}
