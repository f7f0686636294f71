"""Is this step allowed? `fire` and `explain` ask actors and guards here and nowhere else."""

from collections.abc import Iterator

from sqlalchemy import select

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.actors import STAFF_ROLES, actor
from creator.rules.guards import guard
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.rules.times import shown
from creator.rules.visibility import organisations_of
from creator.services.timers import due_moment
from creator.workflow.parts import Transition

_OFFICES = (*STAFF_ROLES, "community", "coach", "supervisor", "expert")


def acting_word(step: Step, transition: Transition) -> str | None:
    """The actor word under which this actor may take the step, or None."""
    if step.actor.pseudo:
        return step.actor.pseudo if step.actor.pseudo in transition.by else None
    own = (word for word in transition.by if not word.startswith("@"))
    return next((word for word in own if actor[word](step)), None)


def refusals(step: Step, transition: Transition) -> list[Refusal]:
    """Every reason against the step, all guards evaluated."""
    found = guarded(step, transition)
    return found or [*own_interest(step, transition), *_too_late(step, transition)]


def guarded(step: Step, transition: Transition) -> list[Refusal]:
    """What the guards say against the step, whoever takes it and when."""
    found = list(_same_person(step, transition))
    for use in transition.guard:
        found.extend(guard[use.word](step, **use.params))
    return found


def holds(step: Step, word: str) -> bool:
    """Whether a guard word has nothing against the step: what a branch goes by."""
    return next(guard[word](step), None) is None


def own_interest(step: Step, transition: Transition) -> Iterator[Refusal]:
    """Nobody acts by office on what an organisation of his own applies for or sponsors."""
    own = organisations_of(step.actor, "applicant") | organisations_of(step.actor, "sponsor")
    if not own or acting_word(step, transition) not in _OFFICES:
        return
    subject = step.subject
    if subject.parent_id is not None:
        subject = step.session.get_one(Subject, subject.parent_id)
    if isinstance(subject, Proposal):
        organisation = subject.organisation
        if own & {organisation.id, organisation.sponsor_id}:
            text = _("您与该项目的申报单位有利益关系，由其他人办理。")
            yield Refusal("interest.own", text)


def _too_late(step: Step, transition: Transition) -> Iterator[Refusal]:
    """After the moment at which the clock acts, the step left is the clock's.

    So a worker that sleeps lets nobody in late, whether or not the file names a guard for it. Staff
    may still act: they answer for what they do.
    """
    due = step.definition.states[step.subject.state].due
    if due is None or due.then is None or step.actor.pseudo:
        return
    if acting_word(step, transition) in STAFF_ROLES:
        return
    at = due_moment(step, due)
    if at is not None and step.now >= at:
        yield Refusal("deadline.passed", _("期限已过：{at}。", at=shown(at)))


def _same_person(step: Step, transition: Transition) -> list[Refusal]:
    if not transition.four_eyes or step.actor.person_id is None:
        return []
    query = select(AuditRow.seq).where(
        AuditRow.subject_id == step.subject.id,
        AuditRow.trigger.in_(transition.four_eyes),
        AuditRow.actor_id == step.actor.person_id,
    )
    if step.session.scalar(query.limit(1)) is None:
        return []
    return [Refusal("four_eyes", _("前一步是您本人办理的，这一步须由另一人办理。"))]


def owners_of(transition: Transition) -> str:
    """The people a step belongs to, as words for the reader."""
    names = [str(actor.words[word].doc) for word in transition.by if not word.startswith("@")]
    return " / ".join(names) or str(_("系统"))
