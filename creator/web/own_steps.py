"""The steps of an application as its own page shows them."""

from dataclasses import replace
from typing import Any

from flask import url_for

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.services import proposals
from creator.services.definitions import load
from creator.services.told_results import offered
from creator.web.parts import Step
from creator.web.request import work
from creator.web.standing import Standing
from creator.workflow.parts import Transition


def own_steps(found: Standing, proposal: Proposal, lacking: int) -> Standing:
    """Handing in has a page of its own; what it lacks stands in a list above the button.

    Nobody waits for a sponsor where there is none.
    """
    own = proposals.handing_in(work(), proposal)
    transitions = load(work().session, proposal.definition_hash).transitions
    lonely = proposal.organisation.sponsor_id is None
    steps = [
        _handing_in(step, proposal, lacking)
        if own and step.id == own.id
        else _accepting(step, proposal, transitions[step.id])
        for step in found.steps
        if not (lonely and transitions[step.id].by == ("sponsor",))
    ]
    return replace(found, steps=steps)


def _accepting(step: Step, proposal: Proposal, transition: Transition) -> Step:
    """Who accepts an award reads beside the button how much it is, and until when."""
    if step.access == "not_yours":
        return step
    return replace(step, hint=offered(work(), proposal, transition))


def _handing_in(step: Step, proposal: Proposal, lacking: int) -> Step:
    reasons: list[Any] = list(step.reasons)
    if lacking and step.access == "shut":
        reasons = [_("还差 {n} 项，见上面的清单。", n=lacking)]
    url = url_for("proposals.submit", number=proposal.id)
    return replace(step, url=url, reasons=reasons, direct=False)
