"""Points as people read them: a total always with the decimals of its rule, a mark without idle
zeros."""

from decimal import Decimal

from creator.reckoning.rounding import half_up


def plain(points: Decimal | None) -> str | None:
    """`85.33`, `80`: without zeros at the end and never as 8E+1; None stays None."""
    return None if points is None else f"{points.normalize():f}"


def total(points: Decimal | None, places: int) -> str | None:
    """`81.00` where totals have two decimals: the same in lists, letters, notices; None stays."""
    return None if points is None else f"{half_up(points, places):f}"
