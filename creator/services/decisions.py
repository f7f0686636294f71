"""Decision lists (立项名单): filling one from the ranking, and changing lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from creator.i18n import Text, _, both
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.reckoning.funding.outcome import Outcome
from creator.rules.refusal import Refusal
from creator.rules.remaining import fitting
from creator.services import rankings
from creator.services.explaining import explain
from creator.services.locking import lock_row
from creator.services.mailbox import standing
from creator.services.offices import need_no_interest, need_officer, need_staff, own_conflicts
from creator.services.refused import NotFound, Refused, Stale
from creator.services.stages import has_mark, states_with
from creator.services.transitions import edition_of, fire
from creator.services.work import Work
from creator.workflow.parts import Transition

# Which step puts a proposal where the reckoning places it is known by what the step does.
LISTING = {"award": "list_award", "waitlist": "list_waitlist", "refuse": "list_refusal"}


@dataclass(frozen=True)
class Suggestion:
    """What the rules make of a proposal, as a step the officer may take."""

    proposal: Proposal
    trigger: str
    reason: Text
    data: Mapping[str, Any] = field(default_factory=dict)


def suggestions(work: Work, edition: Edition) -> Iterator[Suggestion]:
    """A step for every undecided proposal, in order of rank, as the rule of allocation says."""
    query = select(Proposal).where(
        in_edition(Proposal, edition.id),
        Proposal.state.in_(states_with(work, edition, "proposal", "undecided")),
    )
    outcomes = {
        int(outcome.proposal): outcome for outcome in rankings.allocation(work, edition).outcomes
    }
    in_order = query.order_by(Proposal.rank.nulls_last(), Proposal.id)
    for proposal in work.session.scalars(in_order).all():
        found = suggested(work, proposal, outcomes.get(proposal.id))
        if found is not None:
            yield found


def suggested(work: Work, proposal: Proposal, outcome: Outcome | None) -> Suggestion | None:
    """The step among those offered now that does what the reckoning says, with its form.

    Where the lifecycle has no such step (no waitlist), the proposal is refused.
    """
    offered = {
        use.word: offer.transition
        for offer in reversed(explain(work, proposal))
        for use in offer.transition.effect
        if offer.mine
    }
    for kind in (outcome.kind if outcome else "refuse", "refuse"):
        if (transition := offered.get(LISTING[kind])) is not None:
            values = {"tier": outcome and outcome.tier, "amount": outcome and outcome.amount}
            data = {name: value for name, value in values.items() if name in transition.form}
            return Suggestion(proposal, transition.id, _reason(outcome), data)
    return None


def _reason(outcome: Outcome | None) -> Text:
    return outcome.sentence if outcome else _("未进入排名。")


def _fire(
    work: Work, proposal: Proposal, trigger: str, data: Mapping[str, Any], reason: Text
) -> None:
    """List a proposal with the rule's own sentence, which each reader reads in their language."""
    fire(work, proposal, trigger, data=data, reason=str(reason))
    newest = select(DecisionItem).where(DecisionItem.proposal_id == proposal.id)
    item = work.session.scalars(newest.order_by(DecisionItem.id.desc()).limit(1)).first()
    if item is not None:
        item.sentence = both(reason)


def filled_in(work: Work, proposal: Proposal, transition: Transition) -> dict[str, Any]:
    """The form of a listing step as the rule of allocation fills it in; empty for other steps."""
    words = {use.word for use in transition.effect}
    if not words & set(LISTING.values()):
        return {}
    edition = edition_of(work, proposal)
    if own_conflicts(work, edition):
        return {}  # the ranks of others leave a gap where one's own stands
    if has_mark(work, proposal, "on_waitlist"):
        outcome = fitting(standing(work, proposal)).get(proposal.id)
    else:
        outcomes = rankings.allocation(work, edition).outcomes
        outcome = next((one for one in outcomes if one.proposal == str(proposal.id)), None)
    if outcome is None:
        return {}
    awarded = outcome.kind == "award"
    values = {
        "tier": outcome.tier or proposal.tier_applied,
        "amount": outcome.amount if awarded else None,
    }
    return {
        **{k: v for k, v in values.items() if k in transition.form},
        "reason": str(_reason(outcome)),
    }


def list_all(work: Work, edition: Edition) -> int:
    """Put every undecided proposal where the rules place it. Returns how many were listed.

    All or nothing: raises `Refused`, naming the proposal, when lines listed by hand leave no room
    for what the rules say, or the officer has an interest; `NotYours` for anybody else.
    """
    need_officer(work, edition)
    need_no_interest(work, edition)
    lock_row(work, Edition, edition.id)
    done = 0
    for found in list(suggestions(work, edition)):
        try:
            _fire(work, found.proposal, found.trigger, found.data, found.reason)
        except Refused as refused:
            raise Refused([_about(found.proposal, one) for one in refused.refusals]) from refused
        done += 1
    return done


def _about(proposal: Proposal, refusal: Refusal) -> Refusal:
    text = _("“{title}”：{reason}", title=proposal.title, reason=refusal.text)
    return Refusal(refusal.code, text, f"proposal.{proposal.id}")


def promote_all(work: Work, edition: Edition) -> int:
    """Promote from the waitlist, in order, whatever fits the slots and money now free.

    Returns how many were. Raises `Refused` for an officer with an interest, `NotYours`.
    """
    need_officer(work, edition)
    need_no_interest(work, edition)
    lock_row(work, Edition, edition.id)
    query = select(Proposal).where(
        in_edition(Proposal, edition.id),
        Proposal.state.in_(states_with(work, edition, "proposal", "on_waitlist")),
    )
    in_order = query.order_by(Proposal.rank.nulls_last(), Proposal.id)
    done = 0
    for proposal in work.session.scalars(in_order).all():
        outcome = fitting(standing(work, proposal)).get(proposal.id)
        data = {"tier": outcome.tier, "amount": outcome.amount} if outcome else {}
        for offer in explain(work, proposal, data=data) if outcome else ():
            words = {use.word for use in offer.transition.effect}
            if offer.allowed and LISTING["award"] in words:
                _fire(work, proposal, offer.transition.id, data, _reason(outcome))
                done += 1
    return done


def line(work: Work, decision: Decision, item_id: int) -> DecisionItem:
    """A line of this list. Raises `NotFound`, and `Refused` like the list itself."""
    need_staff(work, edition_of(work, decision))
    need_no_interest(work, edition_of(work, decision))
    item = work.session.get(DecisionItem, item_id)
    if item is None or item.decision_id != decision.id:
        raise NotFound
    return item


def explain_line(
    work: Work, item: DecisionItem, reason: str, *, expected_revision: int | None = None
) -> None:
    """Write the reason of a line (why a higher-ranked proposal was passed over).

    For officers, while the list is open; `expected_revision` is the list's. Raises `NotYours`,
    `Refused`, `Stale`.
    """
    decision = item.decision
    need_officer(work, edition_of(work, decision))
    # Under the lock of the list: its digest is taken when it is submitted.
    lock_row(work, Decision, decision.id)
    if not has_mark(work, decision, "list_open"):
        raise Refused([Refusal("list.closed", _("名单已提交，不能再改。请先撤回名单。"))])
    if expected_revision is not None and expected_revision != decision.revision:
        raise Stale
    item.reason = reason.strip()
    decision.revision += 1
    work.session.flush()
