"""Actor words: who a step belongs to. The same words serve lifecycle files, views and lists."""

from collections.abc import Callable

from creator.models.decision import Objection
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.rules.step import Actor, Step
from creator.rules.words import Registry

actor: Registry[Callable[[Step], bool]] = Registry("actor")

STAFF_ROLES = ("officer", "approver", "adjudicator", "observer", "auditor", "finance")
DECIDING_ROLES = ("approver", "adjudicator", "finance")
"""The second pair of eyes: who decides on what an officer prepared."""
ROLES = (
    *STAFF_ROLES,
    "expert",
    "supervisor",
    "coach",
    "community",
    "entrant",
    "applicant",
    "sponsor",
)


def appointed(who: Actor, role: str, subject: Subject) -> bool:
    """Whether `who` holds `role` for the subject's host or edition."""
    edition_id = subject.edition_id or subject.id
    return any(
        held.role == role
        and (held.edition_id == edition_id if held.edition_id else held.host_id == subject.host_id)
        for held in who.appointments
    )


def member_of(who: Actor, role: str, organisation_id: int | None) -> bool:
    """Whether `who` holds `role` for this organisation."""
    return organisation_id is not None and any(
        held.role == role and held.organisation_id == organisation_id for held in who.appointments
    )


def _staff(role: str, zh: str, en: str) -> None:
    @actor(role, zh=zh, en=en)
    def holds(step: Step) -> bool:
        return appointed(step.actor, role, step.subject)


_staff("officer", "经办人", "officer")
_staff("approver", "审批人", "approver")
_staff("adjudicator", "异议处理人", "adjudicator")
_staff("community", "社区", "community")
_staff("coach", "优化导师", "coach")
_staff("supervisor", "督导", "supervisor")


@actor("applicant", zh="申报单位", en="applicant")
def applicant(step: Step) -> bool:
    subject = step.subject if isinstance(step.subject, Proposal) else None
    if subject is not None:
        return member_of(step.actor, "applicant", subject.organisation_id)
    return any(held.role == "applicant" for held in step.actor.appointments)


@actor("officer_for_applicant", zh="经办人（代办）", en="officer on the applicant's behalf")
def officer_for_applicant(step: Step) -> bool:
    on_behalf = step.actor.on_behalf_of is not None
    return on_behalf and appointed(step.actor, "officer", step.subject)


@actor("sponsor", zh="托管机构", en="fiscal sponsor")
def sponsor(step: Step) -> bool:
    if not isinstance(step.subject, Proposal):
        return False
    return member_of(step.actor, "sponsor", step.subject.organisation.sponsor_id)


@actor("expert", zh="评审专家", en="expert")
def expert(step: Step) -> bool:
    if isinstance(step.subject, Review):
        return step.subject.expert_id == step.actor.person_id
    return appointed(step.actor, "expert", step.subject)


@actor("resident", zh="居民", en="resident")
def resident(step: Step) -> bool:
    return not step.actor.pseudo


@actor("objector", zh="异议人", en="objector")
def objector(step: Step) -> bool:
    filer = step.subject.objector_id if isinstance(step.subject, Objection) else None
    return filer is not None and filer == step.actor.person_id
