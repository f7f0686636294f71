"""How bands, lines, words and badges look. Meaning never rests on colour alone."""

from creator.i18n import _
from creator.workflow.labelling import SIZE, Words
from creator.workflow.layout import Layout
from creator.workflow.routing import Arc, Point
from creator.workflow.scene import Scene, Step
from creator.workflow.svg import element, path, title, words

INK, FAINT, PAPER, BAND = "#1f2933", "#5b6773", "#ffffff", "#f4f6f8"
ACTIVE, ACTIVE_PALE, GOOD, ALERT = "#1d5fa8", "#e3eefa", "#2b7a4b", "#9a4a00"
RADIUS = 8


def centred(text: object, x: float, y: float, size: float, colour: str, **more: object) -> str:
    """One line of text around a point."""
    return element(
        "text",
        words(text),
        x=x,
        y=y,
        font_size=size,
        text_anchor="middle",
        dominant_baseline="central",
        fill=colour,
        **more,
    )


def bands(scene: Scene, layout: Layout) -> list[str]:
    """The columns' backgrounds with the names of the phases."""
    found = []
    for phase, first, last in layout.bands:
        left = layout.gap_x(first) + (layout.gap_width(first) / 2 if first else 0) + 3
        right = layout.gap_x(last + 1) + layout.gap_width(last + 1) / 2 - 3
        if last + 1 == len(layout.columns):
            right = layout.width - 3
        found += [
            element(
                "rect",
                x=left,
                y=4,
                width=right - left,
                height=layout.floor - 4,
                rx=10,
                fill=BAND,
            ),
            centred(scene.phases[phase], (left + right) / 2, 26, 15, INK, font_weight=600),
        ]
    return found


def line(scene: Scene, arc: Arc, steps: list[Step], points: list[Point], taken: bool) -> str:
    """One arc with its arrow; thick where the subject has gone."""
    colour = ACTIVE if taken else FAINT
    names = ", ".join(f"{step.number} {step.label}" for step in steps)
    return element(
        "g",
        title(f"{names}: {scene.nodes[arc[0]].label} → {scene.nodes[arc[1]].label}"),
        element(
            "path",
            d=path(points),
            fill="none",
            stroke=colour,
            stroke_width=2.5 if taken else 1.3,
        ),
        _arrow(points, colour),
        class_="arc taken" if taken else "arc",
    )


def _arrow(points: list[Point], colour: str) -> str:
    x, y = points[-1]
    before = next(point for point in reversed(points) if point != points[-1])
    across, down = _sign(x - before[0]), _sign(y - before[1])
    back_x, back_y, wing_x, wing_y = x - 8 * across, y - 8 * down, 4 * down, 4 * across
    corners = [(x, y), (back_x + wing_x, back_y + wing_y), (back_x - wing_x, back_y - wing_y)]
    return element("polygon", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners), fill=colour)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def line_words(placed: Words, steps: list[Step]) -> str:
    """The label of an arc, or its number where there was no room."""
    x = (placed.box.left + placed.box.right) / 2
    if placed.numbered:
        return badge(x, (placed.box.top + placed.box.bottom) / 2, steps[0], FAINT)
    high = (placed.box.bottom - placed.box.top) / len(placed.lines)
    return "".join(
        centred(text, x, placed.box.top + high * (n + 0.5), SIZE, FAINT)
        for n, text in enumerate(placed.lines)
    )


def badge(x: float, y: float, step: Step, colour: str, *, filled: bool = False) -> str:
    """The number of a step in a circle: empty where it leaves, filled where it arrives."""
    return element(
        "g",
        title(f"{step.number} {step.label}"),
        element("circle", cx=x, cy=y, r=RADIUS, fill=colour if filled else PAPER, stroke=colour),
        centred(step.number, x, y, 9.5, PAPER if filled else colour),
        class_="badge",
    )


def key(scene: Scene, layout: Layout) -> list[str]:
    """What the circles mean; nothing if there are none."""
    if not any(scene.badges(node) for node in scene.nodes):
        return []
    y = layout.floor + 17
    return [
        element("circle", cx=18, cy=y, r=RADIUS, fill=PAPER, stroke=ALERT),
        element("circle", cx=36, cy=y, r=RADIUS, fill=ALERT, stroke=ALERT),
        element(
            "text",
            words(_("空心数字：可从这里走的例外步骤；实心：由该步骤到这里。编号见步骤表。")),
            x=52,
            y=y,
            font_size=12,
            dominant_baseline="central",
            fill=FAINT,
        ),
    ]
