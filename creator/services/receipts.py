"""Receipts (回执): what was acknowledged, word for word as it was issued."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creator.models.decision import FrozenText
from creator.models.proposal import Proposal
from creator.rules.effects.proposals import RECEIPT
from creator.services.refused import NotFound
from creator.services.work import Work


@dataclass(frozen=True)
class Receipt:
    """One receipt. `version_digest` is the sha256 of what was handed in."""

    number: str
    title: str
    organisation: str
    edition: str
    version: int
    version_digest: str
    received_at: datetime
    first_received_at: datetime
    digest: str


def receipts(work: Work, proposal: Proposal) -> list[Receipt]:
    """Every receipt of an application, newest first."""
    query = select(FrozenText).where(
        FrozenText.subject_id == proposal.id, FrozenText.kind == RECEIPT
    )
    return [_read(row) for row in work.session.scalars(query.order_by(FrozenText.id.desc()))]


def newest(work: Work, proposal: Proposal) -> Receipt:
    """The receipt of the newest submission. Raises `NotFound` before the first."""
    found = receipts(work, proposal)
    if not found:
        raise NotFound
    return found[0]


def _read(row: FrozenText) -> Receipt:
    body = json.loads(row.body)
    for key in ("received_at", "first_received_at"):
        body[key] = datetime.fromisoformat(body[key])
    return Receipt(**body, digest=row.digest)
