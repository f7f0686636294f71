"""Draws a definition as SVG, and tells the same as a table for those who do not see it.

Phases are columns. Only the main flow is drawn as lines; exceptions (withdraw, lapse, terminate)
are numbers on the boxes they leave, because as lines they would bury everything else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from creator.i18n import Label, Text, _, speaking
from creator.workflow.boxes import Standing, box, here_tag
from creator.workflow.definition import Definition
from creator.workflow.labelling import place
from creator.workflow.layout import Layout, lay_out
from creator.workflow.painting import bands, key, line, line_words
from creator.workflow.routing import route
from creator.workflow.scene import Scene, scene_of
from creator.workflow.svg import element, title, words

FONTS = "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Row:
    """One step in words; `number` is the one the drawing shows."""

    number: int
    label: Label
    sources: tuple[Label, ...]
    targets: tuple[Label, ...]
    by: tuple[str, ...]
    exception: bool


def table(definition: Definition, *, outside: bool = False) -> list[Row]:
    """Every step in the order of the file: the text alternative of the drawing."""
    scene = scene_of(definition, outside=outside)
    label = {name: node.label for name, node in scene.nodes.items()}
    return [
        Row(
            step.number,
            step.label,
            tuple(label[name] for name in dict.fromkeys(source for source, _to in step.arcs)),
            tuple(label[name] for name in dict.fromkeys(target for _from, target in step.arcs)),
            step.by,
            step.exception,
        )
        for step in scene.steps
    ]


def draw(
    definition: Definition,
    language: str,
    *,
    here: str | None = None,
    walked: Collection[str] = (),
    counts: Mapping[str, int] | None = None,
    outside: bool = False,
    known: str | None = None,
) -> str:
    """The drawing as an `<svg>` element to put into a page.

    `here` is the current state, `walked` the states passed before it (in order, if a sequence),
    `counts` how many subjects stand in each state. For applicants and the public pass
    `outside=True`: states with the same public label become one box, so that the drawing cannot
    tell what the words do not. `known` is a state of which they have been told all the same.
    """
    scene = scene_of(definition, outside=outside, known=known)
    standing = _standing(scene, here, walked, counts or {})
    with speaking(language):
        return _svg(scene, lay_out(scene), standing)


def _standing(
    scene: Scene, here: str | None, walked: Collection[str], counts: Mapping[str, int]
) -> Standing:
    boxes = [box for box in map(scene.node_of, (*walked, here)) if box is not None]
    if isinstance(walked, Sequence):
        taken = frozenset(pairwise(boxes))
    else:
        taken = frozenset((a, b) for a in boxes for b in boxes)
    sums: dict[str, int] = {}
    for state, number in counts.items():
        box = scene.node_of(state)
        if box is not None and number:
            sums[box] = sums.get(box, 0) + number
    return Standing(scene.node_of(here), frozenset(boxes), taken, sums)


def _svg(scene: Scene, layout: Layout, standing: Standing) -> str:
    arcs = scene.main_arcs()
    routes = route(layout, arcs)
    texts = {arc: (str(steps[0].label), steps[0].number) for arc, steps in arcs.items()}
    places = place(layout, routes, texts, [here_tag(layout, n) for n in [standing.here] if n])
    # Lines already walked are drawn last, so that they lie on top where lines share a track.
    order = sorted(arcs, key=lambda arc: arc in standing.taken)
    return element(
        "svg",
        title(scene.label),
        element("desc", words(_description(scene, standing))),
        *bands(scene, layout),
        *(line(scene, arc, arcs[arc], routes[arc], arc in standing.taken) for arc in order),
        *(line_words(places[arc], arcs[arc]) for arc in arcs),
        *(box(scene, layout, node, standing) for node in scene.nodes.values()),
        *key(scene, layout),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_="lifecycle-drawing",
        viewBox=f"0 0 {layout.width} {layout.height}",
        width=layout.width,
        height=layout.height,
        font_family=FONTS,
    )


def _description(scene: Scene, standing: Standing) -> Text:
    phases = " → ".join(str(label) for label in scene.phases.values())
    if standing.here is None:
        return _("阶段：{phases}。", phases=phases)
    return _(
        "现在处于“{here}”。阶段：{phases}。", here=scene.nodes[standing.here].label, phases=phases
    )
