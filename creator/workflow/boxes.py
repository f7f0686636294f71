"""How a box looks: name, badges, where the subject stands, how many stand there."""

from collections.abc import Mapping
from dataclasses import dataclass

from creator.i18n import _
from creator.workflow.labelling import Box
from creator.workflow.layout import NODE_H, NODE_W, Layout
from creator.workflow.painting import (
    ACTIVE,
    ACTIVE_PALE,
    ALERT,
    FAINT,
    GOOD,
    INK,
    PAPER,
    RADIUS,
    badge,
    centred,
)
from creator.workflow.routing import Arc
from creator.workflow.scene import Kind, Node, Scene, Step
from creator.workflow.svg import element, title
from creator.workflow.text_width import width, wrapped

SIZE, LEADING = 13, 15
FRAMES: Mapping[Kind, tuple[str, str | None]] = {
    "initial": (INK, None),
    "ordinary": (FAINT, None),
    "success": (GOOD, None),
    "failure": (FAINT, "4 3"),
}


@dataclass(frozen=True)
class Standing:
    """What is shown of one subject, or of many: boxes by id."""

    here: str | None
    walked: frozenset[str]
    taken: frozenset[Arc]
    counts: Mapping[str, int]


def box(scene: Scene, layout: Layout, node: Node, standing: Standing) -> str:
    """One box with all that belongs to it."""
    here, walked = node.id == standing.here, node.id in standing.walked
    leaving = scene.badges(node.id)
    return element(
        "g",
        title(_told(scene, node, leaving, here)),
        _frame(layout, node, here, walked),
        *_name(layout, node, bool(leaving), PAPER if here else INK),
        *_leaving(layout, node, leaving),
        *_arriving(layout, node, scene.arrivals(node.id)),
        *(_here_mark(layout, node) if here else ()),
        *_count(layout, node, standing.counts.get(node.id, 0)),
        class_=" ".join(filter(None, ["node", node.kind, "here" * here, "walked" * walked])),
    )


def _told(scene: Scene, node: Node, leaving: list[Step], here: bool) -> str:
    lines = [str(_("现在在这里：{state}", state=node.label)) if here else str(node.label)]
    for step in leaving:
        targets = [str(scene.nodes[to].label) for source, to in step.arcs if source == node.id]
        lines.append(f"{step.number} {step.label} → {' / '.join(targets)}")
    return "\n".join(lines)


def _frame(layout: Layout, node: Node, here: bool, walked: bool) -> str:
    colour, dashes = FRAMES[node.kind]
    return element(
        "rect",
        x=layout.left(node.id),
        y=layout.top(node.id),
        width=NODE_W,
        height=NODE_H,
        rx=8,
        fill=ACTIVE if here else ACTIVE_PALE if walked else PAPER,
        stroke=ACTIVE if here or walked else colour,
        stroke_width=2.2 if node.kind in ("initial", "success") else 1.2,
        stroke_dasharray=dashes,
    )


def _name(layout: Layout, node: Node, with_badges: bool, colour: str) -> list[str]:
    lines = wrapped(str(node.label), SIZE, NODE_W - 16)
    x, y = layout.centre(node.id)
    first = y - (len(lines) - 1) * LEADING / 2 - (RADIUS + 3 if with_badges else 0)
    weight = 600 if node.kind == "initial" else None
    return [
        centred(line, x, first + LEADING * n, SIZE, colour, font_weight=weight)
        for n, line in enumerate(lines)
    ]


def _leaving(layout: Layout, node: Node, steps: list[Step]) -> list[str]:
    pitch = min(2 * RADIUS + 3, (NODE_W - 2 * RADIUS - 8) / max(len(steps), 1))
    first = layout.centre(node.id)[0] - pitch * (len(steps) - 1) / 2
    y = layout.top(node.id) + NODE_H - RADIUS - 4
    return [badge(first + pitch * n, y, step, ALERT) for n, step in enumerate(steps)]


def _arriving(layout: Layout, node: Node, steps: list[Step]) -> list[str]:
    pitch = min(2 * RADIUS + 1, (NODE_H - RADIUS) / max(len(steps), 1))
    first = layout.centre(node.id)[1] - pitch * (len(steps) - 1) / 2
    x = layout.left(node.id)
    return [badge(x, first + pitch * n, step, ALERT, filled=True) for n, step in enumerate(steps)]


def here_tag(layout: Layout, node: str) -> Box:
    """The room the words "you are here" take, on the upper left corner of the box."""
    left, top = layout.left(node) - 4, layout.top(node) - 5
    return Box(left, top - 9, left + width(str(_("现在位置")), 11) + 12, top + 9)


def _here_mark(layout: Layout, node: Node) -> list[str]:
    tag = here_tag(layout, node.id)
    x, y = layout.left(node.id) - 4, layout.top(node.id) - 4
    return [
        element(
            "rect",
            x=x,
            y=y,
            width=NODE_W + 8,
            height=NODE_H + 8,
            rx=11,
            fill="none",
            stroke=ACTIVE,
            stroke_width=2,
        ),
        element(
            "rect",
            x=tag.left,
            y=tag.top,
            width=tag.right - tag.left,
            height=tag.bottom - tag.top,
            rx=9,
            fill=PAPER,
            stroke=ACTIVE,
            stroke_width=2,
        ),
        centred(
            _("现在位置"),
            (tag.left + tag.right) / 2,
            (tag.top + tag.bottom) / 2,
            11,
            ACTIVE,
            font_weight=600,
        ),
    ]


def _count(layout: Layout, node: Node, number: int) -> list[str]:
    if not number:
        return []
    x, y, wide = layout.left(node.id) + NODE_W - 12, layout.top(node.id), 14 + 7 * len(str(number))
    return [
        element("rect", x=x - wide / 2, y=y - 9, width=wide, height=18, rx=9, fill=INK),
        centred(number, x, y, 11, PAPER),
    ]
