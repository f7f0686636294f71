"""Nobody approves or rules on what they proposed, approved or scored, or have an interest in."""

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.decision import Decision, DecisionItem, Notice, NoticeItem, Objection
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.review import Interest, Review
from creator.rules.refusal import Refusal
from creator.rules.step import Step


def objections_to(step: Step) -> Iterator[Refusal]:
    """Reasons why this person may not decide this subject."""
    person = step.actor.person_id
    if person is None:
        return
    if _started(step, person):
        yield Refusal("impartial.own", _("由您本人发起，须由另一人决定。"))
    proposals = _proposals(step)
    if proposals and _acted_on(step, person, proposals):
        yield Refusal("impartial.proposed", _("您办理过名单中的项目，须由另一人决定。"))
    if proposals and _scored(step, person, proposals):
        yield Refusal("impartial.scored", _("您评过名单中的项目，须由另一人决定。"))
    if proposals and _interested(step, person, proposals):
        yield Refusal("impartial.interest", _("您与其中的项目有利益关系，须由另一人决定。"))


def _started(step: Step, person: int) -> bool:
    """Whether this person moved the subject before (or its decision list, for an objection).

    For an objection to the procedure, whoever published the notice is barred too.
    """
    subjects = [step.subject.id]
    if isinstance(step.subject, Objection):
        subjects += [*_lists_with(step, _proposals(step)), *_contested_notice(step)]
    triggers: Sequence[str] = ("@create",)
    query = select(AuditRow.seq).where(
        AuditRow.subject_id.in_(subjects),
        AuditRow.actor_id == person,
        AuditRow.trigger.not_in(_own_kind(step)) | AuditRow.trigger.in_(triggers),
    )
    return step.session.scalar(query.limit(1)) is not None


def _own_kind(step: Step) -> set[str]:
    """Steps that belong to the same office as this one: doing them twice is no conflict."""
    mine = set(step.transition.by)
    return {t.id for t in step.definition.transitions.values() if mine <= set(t.by)}


def _lists_with(step: Step, proposals: Sequence[int]) -> list[int]:
    query = select(DecisionItem.decision_id).where(DecisionItem.proposal_id.in_(proposals))
    return list(step.session.scalars(query))


def _contested_notice(step: Step) -> list[int]:
    query = select(Notice.id).where(Notice.id == step.subject.parent_id)
    return list(step.session.scalars(query))


def _proposals(step: Step) -> list[int]:
    """The proposals at stake: all of a list or of a contested notice, or the one contested."""
    if isinstance(step.subject, Decision):
        query = select(DecisionItem.proposal_id).where(DecisionItem.decision_id == step.subject.id)
        return list(step.session.scalars(query))
    if not isinstance(step.subject, Objection):
        return []
    parent = step.subject.parent_id
    listed = select(NoticeItem.proposal_id).where(NoticeItem.notice_id == parent)
    contested = select(Proposal.id).where(or_(Proposal.id == parent, Proposal.id.in_(listed)))
    return list(step.session.scalars(contested))


def _acted_on(step: Step, person: int, proposals: Sequence[int]) -> bool:
    """Officers' acts on the listed proposals, by the word they acted under."""
    query = select(AuditRow.seq).where(
        AuditRow.subject_id.in_(proposals),
        AuditRow.actor_id == person,
        AuditRow.actor_word == "officer",
    )
    return step.session.scalar(query.limit(1)) is not None


def _scored(step: Step, person: int, proposals: Sequence[int]) -> bool:
    query = select(Review.id).where(Review.proposal_id.in_(proposals), Review.expert_id == person)
    return step.session.scalar(query.limit(1)) is not None


def _interested(step: Step, person: int, proposals: Sequence[int]) -> bool:
    """Declared by the person, or a post in an organisation that applies or sponsors."""
    declared = select(Interest.proposal_id).where(
        Interest.expert_id == person, Interest.proposal_id.in_(proposals)
    )
    posts = [held.organisation_id for held in step.actor.appointments if held.organisation_id]
    own = (
        select(Proposal.id)
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(
            Proposal.id.in_(proposals),
            or_(Organisation.id.in_(posts), Organisation.sponsor_id.in_(posts)),
        )
    )
    return any(step.session.scalar(query.limit(1)) is not None for query in (declared, own))
