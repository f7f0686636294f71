"""How a simulated person chooses a step: among what `explain()` offers, as its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from creator.models.audit import AuditRow
from creator.models.decision import Objection
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rehearsal.forms import fill_in
from creator.rehearsal.stage import effects_of, is_listing
from creator.rehearsal.stories import Stories
from creator.services.definitions import load
from creator.services.explaining import Offer, explain
from creator.services.stages import state_of, states_with
from creator.services.transitions import edition_of, fire
from creator.services.work import Work
from creator.workflow.definition import Definition

WORDS = "情况属实，按规定办理（示例）。"
IDLE = timedelta(days=7)
_OFTEN = 12
"""More often than this nobody takes the same step on the same thing: it goes in circles."""


@dataclass(frozen=True)
class Shut:
    """No step was open; `reasons` say what stands in the way of those that are nobody else's."""

    reasons: tuple[str, ...] = ()


def step(stories: Stories, work: Work, subject: Subject) -> Shut | None:
    """Take one step if one is open, and say why if none is."""
    offers = [offer for offer in explain(work, subject) if offer.mine]
    chosen = _troubled(stories, work, subject, offers) or _usual(stories, work, subject, offers)
    if chosen is None:
        usual = [o for o in offers if not o.transition.exception and not is_listing(o.transition)]
        return Shut(tuple(str(refusal.text) for offer in usual for refusal in offer.refusals))
    data = fill_in(work, subject, chosen.transition)
    fire(work, subject, chosen.transition.id, data=data, reason=WORDS)
    return None


def _troubled(
    stories: Stories, work: Work, subject: Subject, offers: Sequence[Offer]
) -> Offer | None:
    """An exception some story wants to happen here and now."""
    marks = state_of(work, subject).marks
    for offer in offers:
        if offer.allowed and offer.transition.exception:
            name = stories.wants(effects_of(offer.transition), marks)
            if name and _worth_it(work, subject, offer) and stories.happens(name):
                return offer
    return None


def _worth_it(work: Work, subject: Subject, offer: Offer) -> bool:
    """Whoever declines an award makes way for somebody on the waitlist, where there is one."""
    if not isinstance(subject, Proposal) or "release_money" not in effects_of(offer.transition):
        return True
    edition = edition_of(work, subject)
    waiting = states_with(work, edition, "proposal", "on_waitlist")
    query = select(Proposal.tier_applied).where(
        Proposal.edition_id == edition.id, Proposal.state.in_(waiting)
    )
    tiers = set(work.session.scalars(query))
    return not tiers or subject.tier_applied in tiers


def _usual(stories: Stories, work: Work, subject: Subject, offers: Sequence[Offer]) -> Offer | None:
    """The first open step that is no exception; with several outcomes, what the story wants."""
    plain = [o for o in offers if not o.transition.exception and not is_listing(o.transition)]
    allowed = [
        o for o in plain
        if o.allowed and not _again(work, subject, o) and not _cuts_short(work, subject, o)
    ]  # fmt: skip
    rulings = [offer for offer in allowed if _ending(work, subject, offer) is not None]
    if {_ending(work, subject, ruling) for ruling in rulings} == {True, False}:
        wanted = _against_an_award(subject) and stories.happens("upheld_left")
        return next(o for o in rulings if _ending(work, subject, o) is wanted)
    if allowed:
        return allowed[0]
    return _way_out(work, subject, offers, plain)


def _against_an_award(subject: Subject) -> bool:
    """The story upholds one that changes what was announced."""
    return not isinstance(subject, Objection) or subject.target == "award"


def _ending(work: Work, subject: Subject, offer: Offer) -> bool | None:
    """Whether the step ends the subject well or badly; None if it does not end it."""
    definition = load(work.session, subject.definition_hash)
    finals = {definition.states[t].final for t in offer.transition.targets(subject.state)}
    return finals == {"success"} if None not in finals else None


def _cuts_short(work: Work, subject: Subject, offer: Offer) -> bool:
    """Whether the step ends a subject under which somebody has just begun something.

    Nobody concludes an edition over a list begun yesterday; a list that lies idle stops nobody.
    """
    if _ending(work, subject, offer) is None:
        return False
    query = select(Subject).where(
        Subject.parent_id == subject.id, Subject.entered_at > work.now - IDLE
    )
    return any(state_of(work, child).final is None for child in work.session.scalars(query))


def _again(work: Work, subject: Subject, offer: Offer) -> bool:
    """Whether this step was taken from here before, and the subject need not take it again.

    It need not where something else leads on from this state without anybody doing anything, such
    as the next judging round after coaching.
    """
    query = select(func.count()).where(
        AuditRow.subject_id == subject.id,
        AuditRow.trigger == offer.transition.id,
        AuditRow.from_state == subject.state,
    )
    taken = work.session.scalar(query) or 0
    definition = load(work.session, subject.definition_hash)
    return taken >= _OFTEN or (taken > 0 and _moved_by_others(definition, subject.state))


def _moved_by_others(definition: Definition, state: str) -> bool:
    return any(
        all(word.startswith("@") for word in step.by)
        and not step.exception
        and set(step.targets(state)) != {state}
        for step in definition.exits(state)
    )


def _way_out(
    work: Work, subject: Subject, offers: Sequence[Offer], plain: Sequence[Offer]
) -> Offer | None:
    """Where the check list forbids the usual step: return for correction, else refuse."""
    if "checklist_open" not in state_of(work, subject).marks or not plain:
        return None
    ways = [
        o for o in offers if o.allowed and o.transition.exception and "officer" in o.transition.by
    ]
    returns = [o for o in ways if any(f.type == "sections" for f in o.transition.form.values())]
    return next(iter(returns or ways), None)


def object_to(work: Work, subject: Subject) -> bool:
    """A resident without account objects to what is on public notice."""
    told: dict[str, Any] = {
        "statement": "该项目与其他项目重复（示例）。",
        "objector": "居民（示例）",
        "contact": "02900009999",
    }
    for offer in explain(work, subject):
        if offer.allowed and "open_objection" in effects_of(offer.transition):
            form = offer.transition.form
            fire(work, subject, offer.transition.id, data={k: told[k] for k in form if k in told})
            return True
    return False


def contestable(work: Work, edition_id: int, marked: frozenset[str]) -> list[Proposal]:
    """Proposals in these states, in the order they were begun."""
    query = select(Proposal).where(Proposal.edition_id == edition_id, Proposal.state.in_(marked))
    return list(work.session.scalars(query.order_by(Proposal.id)))
