"""Where the words of an arc go, so that no two of them and no box lie on each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from creator.workflow.layout import NODE_H, NODE_W, Layout
from creator.workflow.routing import Arc, Point
from creator.workflow.text_width import width, wrapped

SIZE, LEADING = 11, 13
SLACK = 3
STRIDE = 11  # between two places that are tried


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Words:
    """Lines of text centred in a box; a lone number stands in a circle instead."""

    lines: tuple[str, ...]
    box: Box
    numbered: bool = False


def place(
    layout: Layout,
    routes: Mapping[Arc, list[Point]],
    texts: Mapping[Arc, tuple[str, int]],
    reserved: Collection[Box] = (),
) -> Mapping[Arc, Words]:
    """Words for every arc: its label where there is room, else its number on the line.

    `reserved` is room that something else needs.
    """
    boxes = [_node_box(layout, node) for node in layout.cells]
    lines = [_thin(a, b) for points in routes.values() for a, b in pairwise(points)]
    placed: dict[Arc, Words] = {}
    # Short arcs have the least choice, so they choose first.
    for arc in sorted(routes, key=lambda arc: _length(routes[arc])):
        text, number = texts[arc]
        taken = [*boxes, *reserved, *(words.box for words in placed.values())]
        placed[arc] = _best(layout, routes[arc], text, [*taken, *lines]) or _number(
            routes[arc], number, taken, lines
        )
    return placed


def _best(layout: Layout, points: list[Point], text: str, taken: list[Box]) -> Words | None:
    for lines, box in _candidates(layout, points, text):
        inside = box.left >= 0 and box.right <= layout.width and box.bottom <= layout.floor
        if inside and not any(map(box.overlaps, taken)):
            return Words(lines, box)
    return None


def _candidates(
    layout: Layout, points: list[Point], text: str
) -> Iterator[tuple[tuple[str, ...], Box]]:
    """Beside each piece of the line, at several heights; one line of text before two."""
    for lines in _broken(text, layout.gap - 8):
        wide = max(width(line, SIZE) for line in lines) + SLACK
        high = LEADING * len(lines)
        for (x, y), (to_x, to_y) in pairwise(points):
            for share in _shares(abs(to_x - x) + abs(to_y - y)):
                at_x, at_y = x + (to_x - x) * share, y + (to_y - y) * share
                if x == to_x:
                    yield lines, _box(at_x + SLACK + wide / 2 + 1, at_y, wide, high)
                    yield lines, _box(at_x - SLACK - wide / 2 - 1, at_y, wide, high)
                else:
                    yield lines, _box(at_x, at_y - high / 2 - 2, wide, high)
                    yield lines, _box(at_x, at_y + high / 2 + 2, wide, high)


def _broken(text: str, room: float) -> Iterator[tuple[str, ...]]:
    """The text in one, two or three lines; cut off only if it does not fit otherwise."""
    longest = max(width(word, SIZE) for word in text.split()) if " " in text else 0.0
    for most in (1, 2, 3):
        # Lines of about equal length look better than one character left over.
        balanced = max(width(text, SIZE) / most + SIZE * 0.7, longest)
        for limit in (min(room, balanced), room):
            lines = tuple(wrapped(text, SIZE, limit, most))
            if not lines[-1].endswith("…"):
                yield lines
                break
    yield tuple(wrapped(text, SIZE, room))


def _shares(length: float) -> list[float]:
    """Places along a piece of line, the middle first."""
    count = max(int(length / STRIDE), 1)
    return sorted(((n + 0.5) / count for n in range(count)), key=lambda share: abs(share - 0.5))


def _number(points: list[Point], number: int, taken: list[Box], lines: list[Box]) -> Words:
    """The number in a circle on the line itself, preferably where no other line runs."""
    pieces = sorted(pairwise(points), key=lambda piece: -_length(list(piece)))
    spots = [
        _box(x + (to_x - x) * share, y + (to_y - y) * share, 17, 17)
        for (x, y), (to_x, to_y) in pieces
        for share in _shares(_length([(x, y), (to_x, to_y)]))
    ]
    free = [spot for spot in spots if not any(map(spot.overlaps, taken))] or spots
    spot = min(free, key=lambda spot: sum(map(spot.overlaps, lines)))
    return Words((str(number),), spot, numbered=True)


def _node_box(layout: Layout, node: str) -> Box:
    left, top = layout.left(node), layout.top(node)
    return Box(left - 4, top - 2, left + NODE_W + 4, top + NODE_H + 2)


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _thin(a: Point, b: Point) -> Box:
    (x, y), (to_x, to_y) = a, b
    return Box(min(x, to_x) - 1, min(y, to_y) - 1, max(x, to_x) + 1, max(y, to_y) + 1)


def _length(points: list[Point]) -> float:
    return sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(points))
