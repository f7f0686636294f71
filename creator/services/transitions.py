"""The gate: `fire()` is the only way a state changes.

Lock, look up the request key, compare what the page had seen, ask actor and guards, act, move,
write the audit row, arm timers, queue messages and remember the answer: all in the transaction of
the caller, so it happens whole or not at all.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.rules.effects import effect
from creator.rules.refusal import Refusal
from creator.rules.requests import Fact, Request
from creator.rules.step import Step
from creator.services import (
    chain,
    children,
    definitions,
    idempotency,
    judgement,
    required,
    timers,
    veil,
)
from creator.services.carrying_out import carry_out
from creator.services.locking import lock
from creator.services.refused import NotYours, Refused, Stale
from creator.services.work import Work
from creator.workflow.machine import Advance, advance


@dataclass(frozen=True)
class Receipt:
    """What a step did: the number of its audit row, the state reached, the head of the chain."""

    subject_id: int
    seq: int
    state: str
    head: str


def fire(
    work: Work,
    subject: Subject,
    trigger: str,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str | None = None,
    expected_seq: int | None = None,
    expected_revision: int | None = None,
    outcome: str | None = None,
    cause: Subject | None = None,
) -> Receipt:
    """Take one step on a subject.

    `key` makes a repeated request act once; `expected_seq` and `expected_revision` are what the
    page had seen. Raises `Refused` (with every reason), `NotYours`, `Stale` or `KeyReused`; then
    nothing has changed, provided the caller lets the exception roll its unit of work back.
    """
    lock(work, subject, trigger)
    request = _digest(subject, trigger, data, reason) if key else ""
    if key and (answer := idempotency.answered(work, key, request)) is not None:
        return Receipt(**answer)
    step = attempt(work, subject, trigger, data=data, reason=reason, outcome=outcome, cause=cause)
    word = _need_offered(work, step, expected_seq)
    if expected_revision is not None and expected_revision != subject.revision:
        raise Stale
    receipt = _take(work, step, word)
    if key:
        idempotency.remember(work, key, request, asdict(receipt))
    return receipt


def _digest(subject: Subject, trigger: str, data: Mapping[str, Any] | None, reason: str) -> str:
    content = {"subject": subject.id, "trigger": trigger, "reason": reason}
    return idempotency.digest_of({**content, "data": dict(data or {})})


def step_for(
    work: Work, subject: Subject, trigger: str, *, data: Mapping[str, Any] | None = None
) -> Step:
    """A step that is only judged. Raises `Refused` if it is not offered in this state."""
    step = attempt(work, subject, trigger, data=data)
    if subject.state not in step.transition.sources:
        raise Refused([not_offered(work, subject)])
    return step


def attempt(
    work: Work,
    subject: Subject,
    trigger: str,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
    outcome: str | None = None,
    cause: Subject | None = None,
) -> Step:
    """The step somebody tries to take, offered in this state or not. Raises `Refused`."""
    definition = definitions.load(work.session, subject.definition_hash)
    transition = definition.transitions.get(trigger)
    if transition is None:
        raise Refused([not_offered(work, subject)])
    return Step(
        work.session,
        work.now,
        subject,
        edition_of(work, subject),
        work.actor,
        definition,
        transition,
        data=dict(data or {}),
        reason=reason.strip(),
        outcome=outcome,
        cause=cause,
    )


def edition_of(work: Work, subject: Subject) -> Edition:
    """The edition a subject belongs to (an edition belongs to itself)."""
    if isinstance(subject, Edition):
        return subject
    found = work.session.get(Edition, subject.edition_id)
    if found is None:
        raise LookupError(f"{subject.type} {subject.id} belongs to no edition")
    return found


def not_offered(work: Work, subject: Subject) -> Refusal:
    """The step does not leave the present state, said in the words the actor may read."""
    definition = definitions.load(work.session, subject.definition_hash)
    label = veil.state_label(work, subject, definition)
    return Refusal("not_offered", _("现在处于“{state}”，不能办理这一步。", state=label))


def _take(work: Work, step: Step, word: str) -> Receipt:
    problems = required.problems(work, step)
    if problems:
        raise Refused(problems)
    moved = _advance(step)
    if moved.refusals:
        raise Refused(moved.refusals)
    requests = [request for use in step.transition.effect for request in _effect(step, use)]
    _move(work, step, word, moved.to or step.subject.state, requests)
    carry_out(work, step, requests)
    children.after(work, step, fire)
    subject = step.subject
    return Receipt(subject.id, subject.seq, subject.state, subject.chain_head)


def _need_offered(work: Work, step: Step, expected_seq: int | None) -> str:
    """The actor word, when this actor may try the step here and the page is not stale.

    Whose step it is comes first: what a state offers to others, or how many steps were taken,
    would tell which state it is. Behind a veil a refused step is like one that is not offered.
    """
    word = judgement.acting_word(step, step.transition)
    if word is None:
        raise NotYours(judgement.owners_of(step.transition))
    offered = step.subject.state in step.transition.sources
    hidden = veil.veiled(work, step.subject, step.definition)
    if interest := list(judgement.own_interest(step, step.transition)):
        raise Refused(interest)
    if hidden and (not offered or judgement.guarded(step, step.transition)):
        raise Refused([not_offered(work, step.subject)])
    if expected_seq is not None and expected_seq != step.subject.seq:
        raise Stale
    if not offered:
        raise Refused([not_offered(work, step.subject)])
    return word


def _advance(step: Step) -> Advance[Refusal]:
    return advance(
        step.definition,
        state=step.subject.state,
        trigger=step.transition.id,
        data=step.data,
        outcome=step.outcome,
        check=lambda transition: judgement.refusals(step, transition),
        holds=lambda word: judgement.holds(step, word),
    )


def _effect(step: Step, use: Any) -> list[Request]:
    return list(effect[use.word](step, **use.params))


def _move(work: Work, step: Step, word: str, target: str, requests: list[Request]) -> None:
    subject, source = step.subject, step.subject.state
    texts, data = chain.texts_and_content(step)
    facts = {request.name: request.value for request in requests if isinstance(request, Fact)}
    content = {"data": data, "facts": facts, "cause": _cause(step)}
    subject.seq += 1
    # A step that leads where the subject stands does not enter the state again: its timers go on.
    if target != source:
        with subject.at_the_gate():
            subject.state = target
        subject.entered_seq = subject.seq
        subject.entered_at = work.now
    chain.append(
        work, subject, chain.Entry(step.transition.id, source, target, word, content, texts)
    )
    if target != source:
        timers.arm(work, step)


def _cause(step: Step) -> str | None:
    return f"{step.cause.type}:{step.cause.id}:{step.cause.seq}" if step.cause else None
