"""The figures of reliability as a summary and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal

from creator.reckoning.reliability.advice import Advice, Line, told
from creator.reckoning.reliability.grey_zone import rounds_for
from creator.reckoning.reliability.ratings import written
from creator.reckoning.reliability.reliability import Reliability

HEADER = ("round", "group", *(field.name for field in fields(Advice)))


def figures(found: Reliability) -> dict[str, object]:
    """The summary of one round and group."""
    one, two, kendall = found.one, found.two, found.kendall
    return {
        "alpha_interval": written(found.alpha_interval),
        "alpha_ordinal": written(found.alpha_ordinal),
        "experts": _experts(found),
        "icc_1_1": written(found.icc_1_1),
        "icc_1_k": written(found.icc_1_k),
        "icc_a_1": written(found.icc_a_1),
        "icc_a_k": written(found.icc_a_k),
        "k": written(one.k if one else None),
        "kendall_basis": kendall.basis if kendall else None,
        "kendall_proposals": kendall.proposals if kendall else 0,
        "kendall_w": written(kendall.w if kendall else None),
        "notes": found.notes,
        "number_of_experts": len(found.ratings.experts),
        "number_of_parts": len(found.ratings.panels),
        "number_of_proposals": len(found.ratings.proposals),
        "number_of_sheets": found.ratings.count,
        "variance_one_way": one
        and {"proposal": written(one.proposal), "error": written(one.within)},
        "variance_two_way": two
        and {
            "proposal": written(two.proposal),
            "expert": written(two.expert),
            "rest": written(two.rest),
        },
    }


def _experts(found: Reliability) -> list[dict[str, object]]:
    """Each expert's bearing, figures shortened, and the leniency that was taken off."""
    model = found.model if found.model and found.model.unadjusted is None else None
    return [
        {
            **{field.name: _shown(getattr(one, field.name)) for field in fields(one)},
            "leniency": told(model.fit.experts[at]) if model and at not in model.held else None,
        }
        for at, one in enumerate(found.bearings)
    ]


def _shown(value: object) -> object:
    return written(value) if isinstance(value, Decimal) else value


def rows(turn: str, group: str, advice: Iterable[Advice]) -> list[Sequence[object]]:
    """The table: a row for each proposal, in order of rank."""
    names = [field.name for field in fields(Advice)]
    return [(turn, group, *(_shown(getattr(one, name)) for name in names)) for one in advice]


def at_the_line(advice: Sequence[Advice], line: Line) -> dict[str, object]:
    """What stands around the line, in one view."""
    return {
        "draws": rounds_for(sum(one.sheets for one in advice)),
        "grey": [one.proposal for one in advice if one.grey],
        "places": line.places,
        "seed": line.seed,
        "tied": [one.proposal for one in advice if one.side == "tied"],
    }
