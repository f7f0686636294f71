"""Decimal arithmetic that does not depend on who calls it.

Everything is worked out with 60 digits and rounded half-up (四舍五入) only where a rule declares a
stage. Rounding once at the end gives other totals, so the stages are part of a published rule.

A quotient such as 1/3 is cut at its 60th digit, and 1/3 x 0.15 then lies a little below 0.05, the
half that goes up. So what is rounded is first brought to 40 decimals, where that cut is gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_ROUNDS = Context(prec=100, rounding=ROUND_HALF_UP)
_SURE = Decimal("1e-40")
ZERO = Decimal(0)
ONE = Decimal(1)
_STEPS = [ONE.scaleb(-places) for places in range(41)]


@dataclass(frozen=True)
class Rounding:
    """Decimals kept at each stage; `None` carries the exact value to the next stage.

    `sheet`: one expert's total. `criterion`: the panel's weighted score on one criterion.
    `part`: a weighted part of a composite. `total`: what is published, or goes into a composite.
    """

    sheet: int | None = 2
    criterion: int | None = 2
    part: int | None = 2
    total: int | None = 2


def half_up(value: Decimal, places: int | None) -> Decimal:
    """`value` with this many decimals, 0.5 away from zero; `None` leaves it alone."""
    if places is None:
        return value
    sure = value.quantize(_SURE, context=_ROUNDS)
    rounded = sure.quantize(_STEPS[places], context=_ROUNDS)
    return rounded if rounded else abs(rounded)  # never "-0.00" on a published list


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(_EXACT.add, values, ZERO)


def times(left: Decimal, right: Decimal) -> Decimal:
    """The exact product."""
    return _EXACT.multiply(left, right)


def plus(left: Decimal, right: Decimal) -> Decimal:
    """The exact sum of two."""
    return _EXACT.add(left, right)


def shifted(value: Decimal, places: int) -> Decimal:
    """`value` with its point so many places further right, however many digits it has."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent + places))


def net(base: Decimal, bonus: Decimal, deduction: Decimal) -> Decimal:
    """Base and bonus less the deduction, exactly."""
    return _EXACT.subtract(_EXACT.add(base, bonus), deduction)


def over(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The quotient to 60 digits."""
    return _EXACT.divide(dividend, divisor)
