"""The audit chains that belong to the file of a project, for its office.

Bodies go out verbatim. A text goes out with the salt of its digest where the reader may read it;
of any other, and of one that was erased, only the digest in the body remains.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from creator.models.audit import AuditRow, AuditText
from creator.models.decision import DecisionItem, NoticeItem
from creator.models.edition import Amendment
from creator.models.review import Review, RoundResult
from creator.models.subject import Subject
from creator.rules.pins import load
from creator.services.archive.reader import Reader
from creator.services.archive.verify import CHAIN

_AUDIENCES = {
    "edition": "impartial",
    "amendment": "impartial",
    "proposal": "impartial",
    "review": "named_sheets",
    "decision": "impartial",
    "notice": "impartial",
    "objection": "impartial",
}
"""Kind of subject -> the word that may see its chain; a kind that is not here is nobody's. Rows
tell tiers and amounts before they are public; those of a sheet name its expert and its total."""
_OPEN_TEXTS = frozenset({"reason", "statement", "note", "minutes_no", "attendees", "recusals"})
_OPEN_TEXTS |= {"name", "number", "registrar"}  # of the applicant, where they were corrected
_WHO_OBJECTS = frozenset({"objector", "contact"})
_KNOW_WHO = frozenset({"officer", "adjudicator"})


@dataclass(frozen=True)
class Chain:
    """One subject's place in the chain, and the definition it is pinned to."""

    id: int
    kind: str
    seq: int
    head: str
    definition: str

    @property
    def subject(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def path(self) -> str:
        """Where it lies in the archive."""
        return f"{CHAIN}{self.kind}-{self.id}.json"


def chains(reader: Reader) -> list[Chain]:
    """The project's own chain and those of what it hangs on and what hangs on it; one query."""
    kinds = [kind for kind, word in _AUDIENCES.items() if word in reader.words]
    if not kinds:
        return []
    query = select(
        Subject.id, Subject.type, Subject.seq, Subject.chain_head, Subject.definition_hash
    )
    if "officer" not in reader.words:
        query = query.where(Subject.id.not_in(_naming(reader)))
    rows = reader.work.session.execute(
        query.where(Subject.type.in_(kinds), _belongs(reader)).order_by(Subject.id)
    )
    return [Chain(*row) for row in rows]


def _naming(reader: Reader) -> Select[int]:
    """The project's chain where a step named an expert: a body goes out as it is, or not at all."""
    steps = load(reader.work.session, reader.proposal.definition_hash).transitions.values()
    naming = [one.id for one in steps if any(x.type == "expert" for x in one.form.values())]
    return select(AuditRow.subject_id).where(
        AuditRow.subject_id == reader.proposal.id, AuditRow.trigger.in_(naming)
    )


def _belongs(reader: Reader) -> ColumnElement[bool]:
    own = reader.proposal.id
    notices = select(NoticeItem.notice_id).where(NoticeItem.proposal_id == own)
    lists = select(DecisionItem.decision_id).where(DecisionItem.proposal_id == own)
    issued = select(Amendment.id).where(
        Amendment.edition_id == reader.edition.id, Amendment.issued_at.is_not(None)
    )
    ids = Subject.id.in_([own, reader.edition.id])
    hanging = and_(Subject.parent_id == own, or_(Subject.type != "review", _closed(reader)))
    of_notice = Subject.parent_id.in_(notices)
    related = or_(*(Subject.id.in_(one) for one in (notices, lists, issued)))
    return or_(ids, hanging, of_notice, related)


def _closed(reader: Reader) -> ColumnElement[bool]:
    """Sheets of rounds whose results are sealed."""
    rounds = select(RoundResult.round).where(RoundResult.edition_id == reader.edition.id)
    sheets = Review.proposal_id == reader.proposal.id, Review.round.in_(rounds)
    return Subject.id.in_(select(Review.id).where(*sheets))


def written(reader: Reader, found: Sequence[Chain]) -> Iterator[tuple[Chain, str]]:
    """Each chain as a JSON file: its head on the first line, then a row on each."""
    texts = _texts(reader, found)
    query = select(AuditRow.subject_id, AuditRow.seq, AuditRow.body, AuditRow.prev_hash)
    rows = reader.work.session.execute(
        query.add_columns(AuditRow.hash)
        .where(AuditRow.subject_id.in_([one.id for one in found]))
        .order_by(AuditRow.subject_id, AuditRow.seq)
    )
    by_id = {one.id: one for one in found}
    for id, group in groupby(rows, key=lambda row: row.subject_id):
        lines = [
            {
                "body": row.body,
                "hash": row.hash,
                "prev": row.prev_hash,
                "texts": texts.get((id, row.seq), {}),
            }
            for row in group
        ]
        yield by_id[id], _file(by_id[id], lines)


def _file(chain: Chain, rows: list[dict[str, Any]]) -> str:
    head = {"head": chain.head, "subject": chain.subject}
    first = _json(head)[:-1]
    return f'{first},"rows":[\n' + ",\n".join(map(_json, rows)) + "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _texts(
    reader: Reader, found: Sequence[Chain]
) -> dict[tuple[int, int], dict[str, dict[str, str]]]:
    open_ = _OPEN_TEXTS | (_WHO_OBJECTS if _KNOW_WHO & reader.words else frozenset())
    query = select(AuditText).where(
        AuditText.subject_id.in_([one.id for one in found]),
        AuditText.kind.in_(open_),
        AuditText.text.is_not(None),
    )
    texts: dict[tuple[int, int], dict[str, dict[str, str]]] = {}
    for one in reader.work.session.scalars(query.order_by(AuditText.kind)):
        kept = {"salt": one.salt, "text": one.text or ""}
        texts.setdefault((one.subject_id, one.seq), {})[one.kind] = kept
    return texts
