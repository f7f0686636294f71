"""The plan (实施方案) after the award: the budget is brought to the award, all else stands.

Beneficiaries, objectives and services are what the experts judged; only the money may follow the
award.
"""

from collections.abc import Iterable

from creator.models.proposal import Proposal
from creator.programme.forms import Section
from creator.rules.step import Step


def fields(sections: Iterable[Section]) -> frozenset[str]:
    """Questions that may be answered anew: the budget, and the own funds it is balanced with."""
    return frozenset(
        field.id
        for section in sections
        for field in section.fields
        if field.type == "budget" or field.role == "own_funding"
    )


def differs(step: Step, proposal: Proposal) -> bool:
    """Whether the award is another amount than the budget was made for."""
    asked = proposal.requested_fen
    planned = bool(step.application.of_type("budget"))
    return planned and asked is not None and asked != proposal.amount_fen
