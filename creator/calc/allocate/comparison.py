"""The optimum beside the official result, for the summary."""

from collections.abc import Mapping

from creator.calc.allocate.outcome import yuan
from creator.reckoning.funding.optimum import Binding, Optimum


def compared(optimum: Optimum) -> Mapping[str, object]:
    """The best total score under the same limits, who enters and leaves, and what binds."""
    return {
        "objective": "sum_of_scores",
        "score": optimum.total,
        "at_most": optimum.at_most,
        "proven": optimum.proven,
        "official_score": optimum.official,
        "gain": optimum.gain,
        "gain_percent": optimum.gain_percent,
        "spent": yuan(optimum.spent),
        "awards": [
            {
                "proposal": choice.place.proposal,
                "rank": choice.place.rank,
                "score": choice.place.total,
                "tier": choice.tier.code or None,
                "amount": yuan(choice.amount),
            }
            for choice in optimum.choices
        ],
        "enters": optimum.enters,
        "leaves": optimum.leaves,
        "bound": optimum.bindings[0].bound if optimum.bindings else None,
        "bounds": [_binding(binding) for binding in optimum.bindings],
    }


def _binding(binding: Binding) -> Mapping[str, object]:
    in_money = binding.in_money
    return {
        "bound": binding.bound,
        "name": binding.name,
        "capacity": yuan(binding.capacity) if in_money else binding.capacity,
        "used": yuan(binding.used) if in_money else binding.used,
        "keeps_out": binding.keeps_out,
        "alone": binding.alone,
    }
