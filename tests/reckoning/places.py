"""Ranked proposals for tests: rank n scores 100 - n and is called p<n>."""

from decimal import Decimal
from typing import Any

from creator.reckoning.facts import Facts
from creator.reckoning.ranking import Place


def yuan(amount: int) -> int:
    return amount * 100


def place(rank: int | None, asked: int = 10_000, tier: str | None = "A", **more: Any) -> Place:
    """Rank n scores 100 - n and is called p<n>."""
    tied = more.pop("tied_with", ())
    total = more.pop("total", Decimal(100 - (rank or 100)))
    name = more.pop("name", f"p{rank}")
    facts = Facts(requested=yuan(asked), tier=tier, **more)
    return Place(name, rank, total, facts, tied=(name, *tied) if tied else ())
