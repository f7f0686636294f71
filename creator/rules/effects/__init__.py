"""Effects: what a step changes. They set columns of the locked subject and yield requests."""

from creator.rules.effects import (
    acts,
    awards,
    calls,
    decisions,
    draws,
    objections,
    proposals,
    reviews,
    screening,
)
from creator.rules.effects.registry import effect

__all__ = [
    "acts",
    "awards",
    "calls",
    "decisions",
    "draws",
    "effect",
    "objections",
    "proposals",
    "reviews",
    "screening",
]
