"""Least squares by elimination on exact fractions: slow, plain, and nothing like the product."""

from collections.abc import Sequence
from fractions import Fraction

Matrix = list[list[Fraction]]
Totals = dict[str, dict[str, Fraction]]


def solved(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """One solution of a symmetric system that has some; free unknowns are 0."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    pivots: list[int] = []
    for column in range(len(matrix)):
        at = next((i for i in range(len(pivots), len(rows)) if rows[i][column]), None)
        if at is None:
            continue
        rows[len(pivots)], rows[at] = rows[at], rows[len(pivots)]
        top = rows[len(pivots)]
        rows[len(pivots)] = top = [value / top[column] for value in top]
        for i, row in enumerate(rows):
            if i != len(pivots) and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, top, strict=True)]
        pivots.append(column)
    result = [Fraction(0)] * len(matrix)
    for row, column in zip(rows, pivots, strict=False):
        result[column] = row[-1]
    return result


def design(totals: Totals, *, proposals: bool, experts: bool) -> tuple[Matrix, list[Fraction]]:
    """The columns of the mean and the effects asked for, and the points."""
    by = sorted({e for given in totals.values() for e in given})
    rows, points = [], []
    for proposal in sorted(totals):
        for expert in sorted(totals[proposal]):
            row = [Fraction(1)]
            row += [Fraction(p == proposal) for p in sorted(totals)] if proposals else []
            row += [Fraction(e == expert) for e in by] if experts else []
            rows.append(row)
            points.append(totals[proposal][expert])
    return rows, points


def effects(rows: Matrix, points: Sequence[Fraction], ridge: Sequence[Fraction]) -> list[Fraction]:
    """The solution of the normal equations with `ridge` added on the diagonal."""
    size = range(len(rows[0]))
    matrix = [
        [sum((r[i] * r[j] for r in rows), Fraction(0)) + (ridge[i] if i == j else 0) for j in size]
        for i in size
    ]
    right = [sum((r[i] * y for r, y in zip(rows, points, strict=True)), Fraction(0)) for i in size]
    return solved(matrix, right)


def explained(totals: Totals, *, proposals: bool, experts: bool) -> Fraction:
    """The sum of squares of the fitted values."""
    rows, points = design(totals, proposals=proposals, experts=experts)
    found = effects(rows, points, [Fraction(0)] * len(rows[0]))
    fitted = [sum((a * b for a, b in zip(row, found, strict=True)), Fraction(0)) for row in rows]
    return sum((value * value for value in fitted), Fraction(0))
