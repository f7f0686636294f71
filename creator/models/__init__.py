"""Tables. They answer questions about themselves and decide nothing."""

from creator.models import (
    access,
    append_only,
    audit,
    decision,
    definition,
    draw,
    edition,
    instance,
    organisation,
    outbox,
    person,
    proposal,
    review,
    subject,
    timer,
)

__all__ = [
    "access",
    "append_only",
    "audit",
    "decision",
    "definition",
    "draw",
    "edition",
    "instance",
    "organisation",
    "outbox",
    "person",
    "proposal",
    "review",
    "subject",
    "timer",
]
