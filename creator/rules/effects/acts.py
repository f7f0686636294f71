"""Effects that move related subjects and tell people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from creator.calendar import deadline
from creator.db.lean import ask
from creator.models.decision import Decision
from creator.models.person import Appointment
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules import lists, rounds
from creator.rules.effects.registry import effect
from creator.rules.holding import held_in, in_force
from creator.rules.pins import load, marked, pinned
from creator.rules.requests import Act, Request, Tell
from creator.rules.step import Step
from creator.rules.times import At
from creator.rules.versions import newest_digest


def _of_edition(step: Step, mark: str) -> Iterable[int]:
    return step.session.scalars(
        select(Proposal.id)
        .where(Proposal.edition_id == step.edition.id)
        .where(Proposal.state.in_(marked(step, "proposal", mark)))
        .order_by(Proposal.id)
    ).all()


def _unfinished(step: Step) -> Iterable[int]:
    states = pinned(step.session, step.edition, "proposal").states.values()
    unfinished = [state.id for state in states if state.final is None]
    query = select(Proposal.id).where(
        Proposal.edition_id == step.edition.id, Proposal.state.in_(unfinished)
    )
    return step.session.scalars(query.order_by(Proposal.id)).all()


def _sealed_reviews(step: Step) -> Iterable[int]:
    query = select(Subject.id).where(
        Subject.parent_id == step.subject.id,
        Subject.type == "review",
        Subject.state.in_(marked(step, "review", "counts")),
    )
    return step.session.scalars(query.order_by(Subject.id)).all()


def _listed(step: Step) -> Iterable[int]:
    if not isinstance(step.subject, Decision):
        return ()
    return [item.proposal_id for item in lists.award_items(step, step.subject)]


_TARGETS: dict[str, Callable[[Step], Iterable[int]]] = {
    "advancing": rounds.advancing,
    "eliminated": rounds.eliminated,
    "in_round": rounds.in_round,
    "judged": rounds.to_rank,
    "waitlisted": lambda step: _of_edition(step, "on_waitlist"),
    "proposals": _unfinished,
    "sealed_reviews": _sealed_reviews,
    "listed_awards": _listed,
    "decisions": lambda step: [decision.id for decision in lists.unannounced_decisions(step)],
}


@effect(
    "act",
    zh="带动相关项目",
    en="move related subjects",
    params={"trigger": "text", "on": tuple(_TARGETS)},
)
def act(step: Step, *, trigger: str, on: str) -> Iterator[Request]:
    for subject_id in _able(step, trigger, list(_TARGETS[on](step))):
        yield Act(subject_id, trigger, reason=step.reason)


def _able(step: Step, trigger: str, ids: Sequence[int]) -> Iterator[int]:
    """Those whose lifecycle has the step: an option (such as approval) may have taken it out."""
    query = select(Subject.id, Subject.definition_hash).where(Subject.id.in_(ids))
    known = {row[0]: row[1] for row in step.session.execute(query)}
    return (id for id in ids if trigger in load(step.session, known[id]).transitions)


def holders(step: Step, role: str) -> list[int]:
    """People who hold a role for the step's edition, host or organisation, at this moment."""
    query = select(Appointment.person_id).where(Appointment.role == role, in_force(step.now))
    if role in ("applicant", "sponsor"):
        return _of_organisation(step, query, role)
    query = query.where(held_in(step.edition), Appointment.person_id.not_in(_interested(step)))
    return list(ask(step.session, query.order_by(Appointment.person_id)).scalars())


def _interested(step: Step) -> Select[int]:
    """People of the organisation a step is about: their office tells them nothing of it."""
    subject = step.subject
    if not isinstance(subject, Proposal) and subject.parent_id is not None:
        subject = step.session.get_one(Subject, subject.parent_id)
    organisations: list[int | None] = []
    if isinstance(subject, Proposal):
        organisations = [subject.organisation_id, subject.organisation.sponsor_id]
    return select(Appointment.person_id).where(
        Appointment.organisation_id.in_([id for id in organisations if id is not None])
    )


def _of_organisation(step: Step, query: Select[int], role: str) -> list[int]:
    proposal = step.subject if isinstance(step.subject, Proposal) else None
    if proposal is None:
        return []
    organisation = proposal.organisation
    wanted = organisation.id if role == "applicant" else organisation.sponsor_id
    return list(ask(step.session, query.where(Appointment.organisation_id == wanted)).scalars())


@effect(
    "tell",
    zh="通知",
    en="tell people of a role",
    params={"template": "template", "to": "actor"},
)
def tell(step: Step, *, template: str, to: str) -> Iterator[Request]:
    yield Tell(holders(step, to), template, letter_params(step))


@effect(
    "send_letter", zh="致函申报单位", en="write to the applicant", params={"template": "template"}
)
def send_letter(step: Step, *, template: str) -> Iterator[Request]:
    yield Tell(holders(step, "applicant"), template, letter_params(step))


def letter_params(step: Step) -> dict[str, Any]:
    """What every letter may mention; labels and moments become words when somebody reads it."""
    proposal = step.subject if isinstance(step.subject, Proposal) else None
    name = step.programme.title
    params: dict[str, Any] = {
        "title": proposal.title if proposal else name,
        "edition": name,
        "reason": step.reason,
        "number": (proposal.number or "") if proposal else "",
        "time": At(step.now),
    }
    if proposal is not None and proposal.version:
        params["digest"] = newest_digest(step, proposal)
    due = _due_after(step)
    return {**params, "due": At(due)} if due else params


def _due_after(step: Step) -> datetime | None:
    """Until when the state that this step leads to lasts, where that is a plain period."""
    state = step.definition.states.get(step.transition.to or "")
    if state is None or state.due is None or state.due.after is None:
        return None
    return deadline(step.calendar, step.now, state.due.after).due_at
