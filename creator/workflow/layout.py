"""Where each box stands: phases are columns, the order of the file is the order in a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from creator.workflow.graph import reachable
from creator.workflow.scene import Scene

NODE_W, NODE_H = 160, 60
ROW_GAP = 34
TOP, FOOT = 44, 30
EDGE, WIDE_GAP, NARROW_GAP, FEW_COLUMNS = 46, 88, 64, 5


@dataclass(frozen=True)
class Layout:
    """Boxes on a grid. Gap `i` is the free space left of column `i`; one more is at the right."""

    columns: tuple[tuple[str, ...], ...]
    bands: tuple[tuple[str, int, int], ...]
    gap: int

    @cached_property
    def cells(self) -> Mapping[str, tuple[int, int]]:
        """Node -> (column, row)."""
        return {
            node: (column, row)
            for column, nodes in enumerate(self.columns)
            for row, node in enumerate(nodes)
        }

    @property
    def width(self) -> int:
        """Of the whole drawing, in px."""
        return int(self.gap_x(len(self.columns)) + EDGE)

    @property
    def height(self) -> int:
        """Of the whole drawing, in px."""
        return self.floor + FOOT

    @property
    def floor(self) -> int:
        """Where the columns end and the key to the drawing begins."""
        return TOP + max(map(len, self.columns)) * (NODE_H + ROW_GAP) + ROW_GAP // 2

    def gap_x(self, gap: int) -> float:
        """The left end of a gap."""
        return 0 if gap == 0 else EDGE + gap * NODE_W + (gap - 1) * self.gap

    def gap_width(self, gap: int) -> float:
        """The outer gaps carry little and are narrower."""
        return EDGE if gap in (0, len(self.columns)) else self.gap

    def left(self, node: str) -> float:
        """The left edge of a box."""
        return EDGE + self.cells[node][0] * (NODE_W + self.gap)

    def top(self, node: str) -> float:
        """The upper edge of a box."""
        return self.row_top(self.cells[node][1])

    def row_top(self, row: int) -> float:
        """The upper edge of the boxes of a row."""
        return TOP + ROW_GAP * 0.75 + row * (NODE_H + ROW_GAP)

    def centre(self, node: str) -> tuple[float, float]:
        """The middle of a box."""
        return self.left(node) + NODE_W / 2, self.top(node) + NODE_H / 2


def lay_out(scene: Scene) -> Layout:
    """One column per phase; a lifecycle of a single phase gets one per distance from the start."""
    if len(scene.phases) == 1:
        columns = _by_distance(scene)
        bands = [(next(iter(scene.phases)), 0, len(columns) - 1)]
    else:
        phases = list(scene.phases)
        columns = [
            _ordered(scene, [n.id for n in scene.nodes.values() if n.phase == phase])
            for phase in phases
        ]
        bands = [(phase, at, at) for at, phase in enumerate(phases)]
    gap = WIDE_GAP if len(columns) <= FEW_COLUMNS else NARROW_GAP
    return Layout(tuple(map(tuple, columns)), tuple(bands), gap)


def _ordered(scene: Scene, nodes: list[str]) -> list[str]:
    """Failures stand below everything else of their column."""
    return sorted(nodes, key=lambda node: scene.nodes[node].kind == "failure")


def _by_distance(scene: Scene) -> list[list[str]]:
    walk: dict[str, tuple[str, ...]] = dict.fromkeys(scene.nodes, ())
    for step in scene.steps:
        for source, target in step.arcs:
            walk[source] = (*walk[source], target)
    ranks: list[list[str]] = []
    seen: frozenset[str] = frozenset()
    front = [next(iter(scene.nodes))]
    while front:
        ranks.append(_ordered(scene, front))
        seen |= frozenset(front)
        front = [n for n in scene.nodes if n not in seen and any(n in walk[s] for s in ranks[-1])]
    rest = [node for node in scene.nodes if node not in reachable(walk, seen)]
    ranks[-1].extend(rest)
    return ranks
