"""First prices for a market: near enough to the right ones that little is left to move.

A guess only; whatever it says, `Market.clear` finds the best plan. Every round, each proposal tells
up to which price it would have an expert; each expert takes the price at which as many proposals
stay as he or she can read.
"""

from collections.abc import Sequence

_ROUNDS = 4
NEVER = -1 << 40
"""The worth of whom a proposal must not take."""


def opening_prices(
    rows: Sequence[list[int]],
    seats: Sequence[int],
    loads: Sequence[tuple[int, int]],
    turn: int,
) -> list[int]:
    """A price for every expert, from what each is worth to each proposal.

    `loads` are the fewest and the most of every expert; each proposal more costs `turn` more.
    """
    if not rows or not loads:
        return [0] * len(loads)
    prices = _by_standing(rows, sum(seats), loads)
    for round_ in range(_ROUNDS):
        worths = [_would_pay(row, need, prices) for row, need in zip(rows, seats, strict=True)]
        for expert, column in enumerate(zip(*worths, strict=True)):
            price = _meeting(sorted(column, reverse=True), *loads[expert], turn)
            # Half the way, or all would run after the same experts; at last the whole of it.
            prices[expert] = price if round_ == _ROUNDS - 1 else (prices[expert] + price) >> 1
    return prices


def _by_standing(
    rows: Sequence[list[int]], seats: int, loads: Sequence[tuple[int, int]]
) -> list[int]:
    """What an expert is worth on average, above the last one who is needed."""
    standing = []
    for column in zip(*rows, strict=True):
        known = [worth for worth in column if -NEVER > worth > NEVER]
        standing.append(sum(known) // len(known) if known else 0)
    last, open_ = 0, seats - sum(least for least, _most in loads)
    for expert in sorted(range(len(loads)), key=standing.__getitem__, reverse=True):
        last = standing[expert]
        open_ -= loads[expert][1] - loads[expert][0]
        if open_ <= 0:
            break
    return [
        worth - last if least else max(worth - last, 0)
        for worth, (least, _most) in zip(standing, loads, strict=True)
    ]


def _would_pay(row: list[int], seats: int, prices: list[int]) -> list[int]:
    """Up to which price this proposal would have each expert, at the prices of the others."""
    net = [worth - price for worth, price in zip(row, prices, strict=True)]
    ranked = sorted(net, reverse=True)
    if seats >= len(ranked):
        return row
    inside, outside = ranked[seats - 1], ranked[seats]
    return [
        worth - outside if value >= inside else worth - inside
        for worth, value in zip(row, net, strict=True)
    ]


def _meeting(ranked: list[int], least: int, most: int, turn: int) -> int:
    """The price at which as many would pay as this expert will read."""
    load = least = min(least, len(ranked))
    while load < min(most, len(ranked)) and ranked[load] >= turn * load:
        load += 1
    high = ranked[load - 1] if load else ranked[0]
    low = ranked[load] if load < len(ranked) else high
    if load > least:
        low = max(low, turn * (load - 1))
    if load < most:
        high = min(high, turn * load)
    return (low + high) >> 1
