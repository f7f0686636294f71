"""Digests of what people decided upon: canonical JSON, sha256."""

import hashlib
from typing import Any

from creator.models.decision import Decision
from creator.workflow.definition import canonical


def digest_of(content: Any) -> str:
    """sha256 of the canonical JSON of plain content (no floats)."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def list_content(decision: Decision) -> dict[str, Any]:
    """What an approver approves: the minutes, and every line in a fixed order. Amounts in 分."""
    return {
        "decision": decision.id,
        "minutes": decision.minutes_no,
        "attendees": decision.attendees,
        "recusals": decision.recusals,
        "scan": scan_digest(decision),
        "lines": [
            [item.proposal_id, item.outcome, item.tier, item.amount_fen, item.reason]
            for item in sorted(decision.items, key=lambda item: item.proposal_id)
        ],
    }


def scan_digest(decision: Decision) -> str | None:
    """The digest of the scanned minutes, if there are any."""
    return decision.scan.sha256 if decision.scan else None


def list_digest(decision: Decision) -> str:
    """The digest of a list: an approval that finds another is refused."""
    return digest_of(list_content(decision))
