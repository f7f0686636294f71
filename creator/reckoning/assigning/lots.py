"""Lots that decide between equals: a number for every pair, drawn from the seed and both names."""

import hashlib
from collections.abc import Sequence

BITS = 20


def draw_lots(seed: int, proposals: Sequence[str], experts: Sequence[str]) -> list[list[int]]:
    """One row for every proposal. Nothing but the seed and the two names decides a lot."""
    columns = [_draw(seed, "expert", name) | 1 for name in experts]
    mask = (1 << BITS) - 1
    return [
        [(row * column >> 24) & mask for column in columns]
        for row in (_draw(seed, "proposal", name) | 1 for name in proposals)
    ]


def _draw(seed: int, kind: str, name: str) -> int:
    drawn = hashlib.sha256(f"{seed}\0{kind}\0{name}".encode()).digest()
    return int.from_bytes(drawn[:4], "big")
