"""What people without an office may know of a subject: its public words, and nothing behind them.

Several states may share their public words (“评审结束”): the veil. To whoever stands outside, no
step of others, no shut step, no row of the record and no refusal tells these states apart.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import or_, select

from creator.db import READS_ONLY
from creator.i18n import Label, Text, _
from creator.models.decision import DecisionItem
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules import outcomes
from creator.rules.actors import STAFF_ROLES, appointed, member_of
from creator.rules.pins import load
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
        and _applied(work, subject)
    )


def _applied(work: Work, proposal: Proposal) -> bool:
    return member_of(work.actor, "applicant", proposal.organisation_id)


def veiled(work: Work, subject: Subject, definition: Definition) -> bool:
    """Whether the actor may not know in which of several states the subject stands."""
    return is_veil(definition, subject.state) and not knows(work, subject, definition)


def state_label(work: Work, subject: Subject, definition: Definition) -> Label | Text:
    """The present state in the words the actor may read."""
    state = definition.states[subject.state]
    if inside(work, subject):
        return state.label
    if isinstance(subject, Proposal) and _applied(work, subject):
        return own_labels(work, [subject])[subject.id]
    return state.shown_outside


def told_place(work: Work, subject: Subject, definition: Definition) -> str | None:
    """The state behind the veil of which its applicant has been told: the waitlist.

    It follows from the last letter alone, so that it tells nothing of what came after.
    """
    if not isinstance(subject, Proposal) or not _applied(work, subject):
        return None
    if not veiled(work, subject, definition):
        return None
    told = outcomes.told(work.session, [subject.id]).get(subject.id)
    if told is None or told.outcome != "waitlist":
        return None
    return next(iter(definition.marked("on_waitlist")), None)


def own_labels(work: Work, own: Collection[Proposal]) -> Mapping[int, Label | Text]:
    """How their applicant reads the states of these, by id; one query for all of them.

    Behind the veil he reads what the last letter told: of the waitlist he hears until a further
    notice, also while he has unseen been put on a list that follows.
    """
    known = {one.id: load(work.session, one.definition_hash) for one in own}
    hidden = [one.id for one in own if veiled(work, one, known[one.id])]
    told = outcomes.told(work.session, hidden)
    return {one.id: _own_label(work, one, known[one.id], told.get(one.id)) for one in own}


def _own_label(
    work: Work, one: Proposal, definition: Definition, told: DecisionItem | None
) -> Label | Text:
    if told is not None and told.outcome == "waitlist":
        return _("候补第 {n} 位", n=told.position)
    state = definition.states[one.state]
    return state.label if knows(work, one, definition) else state.shown_outside


def shows(definition: Definition, source: str, target: str) -> bool:
    """Whether a step is to be seen from outside: it leads out of a veil, or was never behind it."""
    states = definition.states
    if source not in states:
        return True
    same = states[source].shown_outside == states[target].shown_outside
    return not (same and is_veil(definition, target))
