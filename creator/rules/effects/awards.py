"""Effects of awarding: money, slots, and the lists proposals stand on."""

from collections.abc import Iterator

from sqlalchemy import select

from creator.models.decision import Decision, DecisionItem
from creator.models.proposal import Proposal
from creator.rules.effects.registry import effect
from creator.rules.lists import open_list
from creator.rules.money import release, reserve
from creator.rules.pins import marked
from creator.rules.requests import Fact, Request
from creator.rules.step import Step


def _proposal(step: Step) -> Proposal:
    if not isinstance(step.subject, Proposal):
        raise TypeError(f"a {step.subject.type} cannot be awarded")
    return step.subject


@effect("reserve_money", zh="占用资金和名额", en="reserve money and a slot", locks=("edition",))
def reserve_money(step: Step) -> Iterator[Request]:
    proposal = _proposal(step)
    proposal.tier = str(step.data.get("tier") or proposal.tier_applied)
    proposal.amount_fen = int(step.data["amount"])
    reserve(step, proposal.tier, proposal.amount_fen)
    yield Fact("tier", proposal.tier)
    yield Fact("amount_fen", proposal.amount_fen)


@effect("release_money", zh="释放资金和名额", en="release money and slot", locks=("edition",))
def release_money(step: Step) -> Iterator[Request]:
    proposal = _proposal(step)
    if not step.marked("holds_money"):
        return
    release(step, proposal.tier, proposal.amount_fen)
    yield Fact("released_fen", proposal.amount_fen)
    proposal.tier, proposal.amount_fen = None, None


@effect("return_money", zh="退回名单时释放资金", en="release on return", locks=("edition",))
def return_money(step: Step) -> Iterator[Request]:
    """Back on an open list the reservation stays; back in the ranking it is released."""
    targets = [step.definition.states[name] for name in step.transition.targets(step.subject.state)]
    if not any("holds_money" in state.marks for state in targets):
        yield from release_money(step)
        yield from unlist(step)


def _list(step: Step, outcome: str, reason: str) -> None:
    decision, proposal = open_list(step), _proposal(step)
    if decision is None:
        raise LookupError("no list is open")
    line = select(DecisionItem).where(
        DecisionItem.decision_id == decision.id, DecisionItem.proposal_id == proposal.id
    )
    # Promoted while its own list is still open, a proposal changes its line; it gets no second one.
    item = step.session.scalars(line).one_or_none()
    if item is None:
        item = DecisionItem(decision_id=decision.id, proposal_id=proposal.id)
        step.session.add(item)
    item.outcome, item.reason, item.position = outcome, reason, proposal.rank or 0
    item.tier, item.amount_fen = proposal.tier, proposal.amount_fen
    decision.revision += 1
    step.session.flush()


@effect("list_award", zh="列入拟立项名单", en="put on the award list")
def list_award(step: Step) -> Iterator[Request]:
    _list(step, "award", step.reason)
    yield from ()


@effect("list_waitlist", zh="列入候补名单", en="put on the waitlist")
def list_waitlist(step: Step) -> Iterator[Request]:
    _list(step, "waitlist", step.reason)
    yield from ()


@effect("list_refusal", zh="列入不予立项名单", en="put among the refusals")
def list_refusal(step: Step) -> Iterator[Request]:
    # Proposals eliminated between rounds are refused before any list is open.
    if open_list(step) is not None:
        _list(step, "refusal", step.reason)
    yield from ()


@effect("unlist", zh="撤出名单", en="take off the open list")
def unlist(step: Step) -> Iterator[Request]:
    query = (
        select(DecisionItem)
        .join(Decision)
        .where(
            DecisionItem.proposal_id == step.subject.id,
            Decision.state.in_(marked(step, "decision", "list_open")),
        )
    )
    for item in step.session.scalars(query):
        item.decision.revision += 1
        step.session.delete(item)
    step.session.flush()
    yield from ()
