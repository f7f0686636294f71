"""Guards: a guard yields a `Refusal` for each thing that stands in the way, and nothing if none.

They must not write. Guards that need the transition's form stay silent while it is empty, so that
`explain()` can ask them before anybody has filled it in.
"""

from creator.rules.guards import (
    awards,
    calls,
    decisions,
    draws,
    forms,
    objections,
    plans,
    reviews,
    screening,
)
from creator.rules.guards.registry import guard

__all__ = [
    "awards",
    "calls",
    "decisions",
    "draws",
    "forms",
    "guard",
    "objections",
    "plans",
    "reviews",
    "screening",
]
