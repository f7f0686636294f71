"""What people without an office may know of a subject: its public words, and nothing behind them.

Several states may share their public words (“评审结束”): the veil. To whoever stands outside, no
step of others, no shut step, no row of the record and no refusal tells these states apart.
"""

from sqlalchemy import or_, select

from creator.db import READS_ONLY
from creator.i18n import Label
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.actors import STAFF_ROLES, appointed, member_of
from creator.rules.visibility import Viewer, own_interests, viewer
from creator.services.work import Work
from creator.workflow.definition import Definition

_KEY = "interested"


def inside(work: Work, subject: Subject) -> bool:
    """Whether the actor may know the inner state: by an office, and without an own interest."""
    if work.actor.pseudo:
        return True
    if not any(appointed(work.actor, role, subject) for role in STAFF_ROLES):
        return False
    return isinstance(subject, Edition) or not _interested(work, subject)


def _interested(work: Work, subject: Subject) -> bool:
    """Asked once a page; where something may still be declared, each time."""
    if READS_ONLY not in work.session.info:
        return _asked_for_interest(work, subject)
    known: dict[tuple[Viewer, int], bool] = work.session.info.setdefault(_KEY, {})
    key = viewer(work.actor), subject.id
    if key not in known:
        known[key] = _asked_for_interest(work, subject)
    return known[key]


def _asked_for_interest(work: Work, subject: Subject) -> bool:
    about = or_(Proposal.id == subject.id, Proposal.id == (subject.parent_id or 0))
    query = select(Proposal.id).where(about, Proposal.id.in_(own_interests(work.actor)))
    return work.session.scalar(query.limit(1)) is not None


def is_veil(definition: Definition, state: str) -> bool:
    """Whether other states are shown by the same public words."""
    public = definition.states[state].shown_outside
    return sum(one.shown_outside == public for one in definition.states.values()) > 1


def knows(work: Work, subject: Subject, definition: Definition) -> bool:
    """Whether the actor may know the present state: from inside, or because he has been told."""
    return inside(work, subject) or _told(work, subject, definition)


def _told(work: Work, subject: Subject, definition: Definition) -> bool:
    """Applicants are told of a refusal by letter; from then on their time to object runs."""
    return (
        isinstance(subject, Proposal)
        and subject.remedy_ends_at is not None
        and definition.has(subject.state, "refused")
        and member_of(work.actor, "applicant", subject.organisation_id)
    )


def veiled(work: Work, subject: Subject, definition: Definition) -> bool:
    """Whether the actor may not know in which of several states the subject stands."""
    return is_veil(definition, subject.state) and not knows(work, subject, definition)


def state_label(work: Work, subject: Subject, definition: Definition) -> Label:
    """The present state in the words the actor may read."""
    state = definition.states[subject.state]
    return state.label if knows(work, subject, definition) else state.shown_outside


def shows(definition: Definition, source: str, target: str) -> bool:
    """Whether a step is to be seen from outside: it leads out of a veil, or was never behind it."""
    states = definition.states
    if source not in states:
        return True
    same = states[source].shown_outside == states[target].shown_outside
    return not (same and is_veil(definition, target))
