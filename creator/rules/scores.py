"""Points as people read them."""

from decimal import Decimal


def plain(points: Decimal | None) -> str | None:
    """`85.33`, `80`: without zeros at the end and never as 8E+1; None stays None."""
    return None if points is None else f"{points.normalize():f}"
