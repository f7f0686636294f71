"""Writing the audit chain: one row per step, sealed to the row before it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from creator.models.audit import AuditRow, AuditText
from creator.models.subject import Subject
from creator.rules.step import Step
from creator.services.work import Work
from creator.workflow.definition import canonical

PROSE_TYPES = ("prose", "line")
_ROW = insert(AuditRow.bare())


@dataclass(frozen=True)
class Entry:
    """What one row says: the step from `source` to `target`, under which actor word.

    `content` is sealed as it is; `texts` (kind -> words) only as salted digests.
    """

    trigger: str
    source: str | None
    target: str
    word: str
    content: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def seal(previous: str, body: str) -> str:
    """Hash of a row: sha256(0x00 || previous hash || body), in hex."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous) + body.encode()).hexdigest()


def salted(salt: str, text: str) -> str:
    """Digest that stands for a text in the chain; the text can be erased, the chain holds."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def append(work: Work, subject: Subject, entry: Entry) -> None:
    """Write row number `subject.seq` and make it the head of the chain."""
    actor, on_behalf_of = work.actor, work.actor.on_behalf_of
    columns = {
        "trigger": entry.trigger,
        "simulated": actor.simulated,
        "from_state": entry.source,
        "to_state": entry.target,
        "actor_id": actor.person_id,
        "actor_word": entry.word,
        "on_behalf_of_id": on_behalf_of.id if on_behalf_of else None,
    }
    body = canonical(
        {
            **entry.content,
            **_sealed(subject, columns),
            "at": work.now.isoformat(),
            "request": work.request_id,
            "texts": _keep_texts(work, subject, entry.texts),
        }
    )
    head = seal(subject.chain_head, body)
    place = {"subject_id": subject.id, "seq": subject.seq, "at": work.now}
    sealed = {"body": body, "prev_hash": subject.chain_head, "hash": head}
    # Past the session: the subject itself is written once, when all of the step is known.
    work.session.connection().execute(_ROW, {**place, **columns, **sealed})
    subject.chain_head = head


def _sealed(subject: Subject, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row under the names they have inside its body."""
    return {
        "subject": f"{subject.type}:{subject.id}",
        "seq": subject.seq,
        "definition": subject.definition_hash,
        **{BODY_NAMES[column]: value for column, value in columns.items()},
    }


BODY_NAMES = {
    "trigger": "trigger",
    "simulated": "simulated",
    "from_state": "from",
    "to_state": "to",
    "actor_id": "actor",
    "actor_word": "as",
    "on_behalf_of_id": "on_behalf_of",
}
"""Column of an audit row -> its name in the sealed body."""


def _keep_texts(work: Work, subject: Subject, texts: Mapping[str, str]) -> dict[str, str]:
    digests = {}
    for kind, text in texts.items():
        salt = secrets.token_hex(16)
        kept = AuditText(subject_id=subject.id, seq=subject.seq, kind=kind, salt=salt, text=text)
        work.session.add(kept)
        # The row keeps the text in its stored form, and the digest is of that.
        digests[kind] = salted(salt, kept.text or "")
    return digests


def texts_and_content(step: Step) -> tuple[dict[str, str], dict[str, Any]]:
    """Split the form of a step: free text goes in as salted digests, the rest as it is."""
    form = step.transition.form
    texts = {"reason": step.reason} if step.reason else {}
    content = {}
    for name, value in step.data.items():
        if name in form and form[name].type in PROSE_TYPES and value:
            texts[name] = str(value)
        else:
            content[name] = value
    return texts, content
