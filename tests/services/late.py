"""A late application in an open round: refused in screening, upheld, eligible after the others."""

from creator.models.proposal import Proposal
from creator.services import late_entries
from creator.services.explaining import explain
from creator.services.transitions import fire
from tests.engine.seeding import take, walk, with_marks
from tests.services.judging import ELIGIBLE, Judging, add_proposal, judging

REFUSED = with_marks("remedy_open", without="scored")


def refused_one(database, **more) -> tuple[Judging, int]:
    """Two applications in an open round, and one that was refused and may still object."""
    held = judging(database, proposals=2, experts=6, **more)
    late = held.officer(lambda work, _edition: add_proposal(work, held, 2, REFUSED))
    held.open_round()
    return held, late


def codes(held: Judging, proposal_id: int | None, trigger: str) -> list[str]:
    """Why the officer cannot take this step on the application (None: on the edition)."""

    def ask(work, edition):
        subject = work.session.get_one(Proposal, proposal_id) if proposal_id else edition
        offers = explain(work, subject, trigger=trigger)
        return [refusal.code for offer in offers for refusal in offer.refusals]

    return held.officer(ask)


def heard(held: Judging, proposal_id: int) -> None:
    """The refusal is overturned, and the application passes after all."""

    def pass_after_all(work, _edition):
        proposal = work.session.get_one(Proposal, proposal_id)
        take(work, proposal, "contest_screening", "screening_appeal", {})
        take(work, proposal, "settle_screening", "screening", {})
        walk(work, proposal, ELIGIBLE)

    held.officer(pass_after_all)


def join(held: Judging, proposal_id: int) -> None:
    def unit(work, _edition):
        fire(work, work.session.get_one(Proposal, proposal_id), "join_round")

    held.officer(unit)
    held.ground.settle()


def no_interest(held: Judging, number: int, proposal_id: int) -> None:
    held.expert(
        number,
        lambda work, edition: late_entries.declare(work, edition, proposal_id, interested=False),
    )
