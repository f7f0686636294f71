"""The lines between boxes: right-angled, in the free gaps, never through a box."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from creator.workflow.layout import NODE_H, NODE_W, ROW_GAP, Layout

Point = tuple[float, float]
Arc = tuple[str, str]

# Distance of a line's end from the middle of a box's side. All four differ, so that lines that
# come in and go out on both sides of a gap never lie on each other.
IN_LEFT, OUT_LEFT, IN_RIGHT, OUT_RIGHT = -6, 18, -18, 6
PAIR = 16  # between the two lines of neighbours that lead to each other
CLEAR = 10  # between two lines in one track, at least


@dataclass
class Run:
    """A vertical piece in a gap; runs with the same `key` may share a track."""

    gap: int
    key: tuple[str, str]
    start: float
    end: float
    track: int = 0

    def meets(self, other: "Run") -> bool:
        """Whether the two would lie on each other in one track."""
        mine, theirs = sorted((self.start, self.end)), sorted((other.start, other.end))
        return mine[0] - CLEAR < theirs[1] and theirs[0] - CLEAR < mine[1]


@dataclass
class Line:
    """One arc on its way: fixed points, and between them runs whose x is found last."""

    arc: Arc
    start: Point
    end: Point
    runs: list[Run] = field(default_factory=list)


def route(layout: Layout, arcs: Collection[Arc]) -> Mapping[Arc, list[Point]]:
    """The corner points of every arc, from the edge of its source to that of its target."""
    lines = [_line(layout, arc, arcs) for arc in arcs]
    tracks = _assign_tracks([run for line in lines for run in line.runs])
    return {line.arc: _points(layout, line, tracks) for line in lines}


def _line(layout: Layout, arc: Arc, arcs: Collection[Arc]) -> Line:
    source, target = arc
    (column, row), (to_column, to_row) = layout.cells[source], layout.cells[target]
    both_ways = (target, source) in arcs
    if column == to_column and abs(row - to_row) == 1:
        return _straight_down(layout, arc, both_ways)
    if to_column == column + 1 and row == to_row and not both_ways:
        (x, y), (to_x, _y) = layout.centre(source), layout.centre(target)
        return Line(arc, (x + NODE_W / 2, y), (to_x - NODE_W / 2, y))
    return _through_gaps(layout, arc, arcs)


def _straight_down(layout: Layout, arc: Arc, both_ways: bool) -> Line:
    (x, y), (_x, to_y) = layout.centre(arc[0]), layout.centre(arc[1])
    down = 1 if to_y > y else -1
    x += PAIR * down if both_ways else 0
    return Line(arc, (x, y + down * NODE_H / 2), (x, to_y - down * NODE_H / 2))


def _through_gaps(layout: Layout, arc: Arc, arcs: Collection[Arc]) -> Line:
    (column, row), (to_column, to_row) = layout.cells[arc[0]], layout.cells[arc[1]]
    same = column == to_column
    rightwards = to_column > column or (same and to_row > row)
    enters_left = not rightwards if same else rightwards
    (x, y), (to_x, to_y) = layout.centre(arc[0]), layout.centre(arc[1])
    half = NODE_W / 2
    start = (x + half, y + OUT_RIGHT) if rightwards else (x - half, y + OUT_LEFT)
    end = (to_x - half, to_y + IN_LEFT) if enters_left else (to_x + half, to_y + IN_RIGHT)
    first = column + 1 if rightwards else column
    last = to_column if enters_left else to_column + 1
    key = _key(layout, arc, arcs)
    if first == last:
        return Line(arc, start, end, [Run(first, key, start[1], end[1])])
    # Across other columns: along the free strip above the target's row.
    strip = layout.row_top(to_row) - ROW_GAP / 2
    return Line(
        arc,
        start,
        end,
        [Run(first, key, start[1], strip), Run(last, key, strip, end[1])],
    )


def _key(layout: Layout, arc: Arc, arcs: Collection[Arc]) -> tuple[str, str]:
    """Lines into one box share a track; else lines out of one box do."""
    column = layout.cells[arc[0]][0]
    into = [a for a in arcs if a[1] == arc[1] and layout.cells[a[0]][0] == column]
    return ("into", arc[1]) if len(into) > 1 else ("from", arc[0])


def _assign_tracks(runs: list[Run]) -> Mapping[int, int]:
    """Give each run the first track in which it meets no stranger; -> tracks per gap."""
    placed: dict[int, list[Run]] = {}
    for run in sorted(runs, key=lambda run: abs(run.end - run.start)):
        others = placed.setdefault(run.gap, [])
        taken = {o.track for o in others if o.key != run.key and o.meets(run)}
        run.track = next(track for track in range(len(others) + 1) if track not in taken)
        others.append(run)
    return {gap: max(run.track for run in others) + 1 for gap, others in placed.items()}


def _points(layout: Layout, line: Line, tracks: Mapping[int, int]) -> list[Point]:
    points = [line.start]
    for run in line.runs:
        share = (run.track + 1) / (tracks[run.gap] + 1)
        x = layout.gap_x(run.gap) + layout.gap_width(run.gap) * share
        points += [(x, points[-1][1]), (x, run.end)]
    return [*points, line.end]
