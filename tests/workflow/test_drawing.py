"""The drawing: complete, safe to put into a page, and nothing lies on anything else."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from creator.home import home
from creator.i18n import LANGUAGES, speaking
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.drawing import draw, table
from creator.workflow.labelling import Box, place
from creator.workflow.layout import NODE_H, NODE_W, lay_out
from creator.workflow.reader import read
from creator.workflow.resolve import resolve
from creator.workflow.routing import route
from creator.workflow.scene import scene_of
from creator.workflow.text_width import width, wrapped
from tests.workflow.samples import changed, definition

SVG = "{http://www.w3.org/2000/svg}"
FUND = definition("fund", "approval", "hearing")


def fullest(name: str) -> Definition:
    lifecycle = read(home() / f"workflows/lifecycles/{name}.toml")
    return resolve(lifecycle, max(every_combination(lifecycle), key=len))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def nodes(svg: str, kind: str = "") -> list[str]:
    """The names on the boxes of this class."""
    groups = [g for g in parsed(svg).iter(f"{SVG}g") if g.get("class", "").startswith("node")]
    chosen = [g for g in groups if kind in g.get("class", "").split() or not kind]
    return [str(g[0].text).split("\n")[0] for g in chosen]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_a_box_with_its_name(language: str) -> None:
    with speaking(language):
        assert sorted(nodes(draw(FUND, language))) == sorted(
            str(state.label) for state in FUND.states.values()
        )


def test_you_are_here_and_where_you_came_from() -> None:
    svg = draw(FUND, "zh", here="voting", walked=["draft", "hearing"])
    assert nodes(svg, "here") == ["现在在这里：表决中"]
    assert nodes(svg, "walked") == ["草稿", "论证会", "现在在这里：表决中"]
    taken = [g for g in parsed(svg).iter(f"{SVG}g") if g.get("class") == "arc taken"]
    assert sorted(str(g[0].text) for g in taken) == [
        "1 提交: 草稿 → 论证会",
        "2 论证会通过: 论证会 → 表决中",
    ]
    assert "现在处于“表决中”。" in str(parsed(svg)[1].text)


def test_counts_stand_on_the_boxes() -> None:
    texts = [t.text for t in parsed(draw(FUND, "zh", counts={"voting": 104})).iter(f"{SVG}text")]
    assert texts.count("104") == 1


def test_exceptions_are_numbers_and_the_table_says_what_they_mean() -> None:
    svg = parsed(draw(FUND, "zh"))
    titles = [str(t.text) for t in svg.iter(f"{SVG}title")]
    rows = {row.number: row for row in table(FUND)}
    assert [row.number for row in table(FUND)] == list(range(1, len(FUND.transitions) + 1))
    (uphold,) = [row for row in rows.values() if row.label.zh == "异议成立"]
    assert uphold.exception
    assert ([s.zh for s in uphold.sources], [t.zh for t in uphold.targets]) == (
        ["公示中"],
        ["未通过"],
    )
    assert f"公示中\n{uphold.number} 异议成立 → 未通过" in titles
    # Withdrawing leads to a failure from many states: a badge, though not declared an exception.
    assert next(row for row in rows.values() if row.label.zh == "撤回").exception


def test_from_outside_states_of_one_public_name_are_one_box() -> None:
    svg = draw(FUND, "zh", here="approving", walked=["draft", "hearing", "voting"], outside=True)
    assert "待审批" not in svg
    assert nodes(svg, "here") == ["现在在这里：表决中"]
    same = draw(FUND, "zh", here="voting", walked=["draft", "hearing"], outside=True)
    assert svg == same
    assert "待审批" not in str(table(FUND, outside=True))


def test_a_state_one_was_told_of_is_a_box_of_its_own_also_from_outside() -> None:
    proposal = fullest("proposal")
    veiled = draw(proposal, "zh", here="waitlisted", outside=True)
    assert nodes(veiled, "here") == ["现在在这里：评审结束"]
    told = draw(proposal, "zh", here="waitlisted", outside=True, known="waitlisted")
    assert nodes(told, "here") == ["现在在这里：候补"]
    assert "拟立项" not in told.replace("拟立项（", "")


def test_the_page_may_keep_a_strict_policy() -> None:
    svg = draw(fullest("proposal"), "zh", here=fullest("proposal").initial)
    assert not re.search(r"<style|style=|<script|\son\w+=|href|url\(|<foreignObject|data:", svg)
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert root[0].tag == f"{SVG}title" and root[1].tag == f"{SVG}desc"


def test_what_a_file_says_is_text_and_never_markup() -> None:
    evil = '</text><script>alert("1")</script>&'
    hostile = changed("micro_grant", 'zh = "已申请"', f"zh = '{evil}'")
    svg = draw(resolve(hostile, ()), "zh")
    assert "<script" not in svg
    assert nodes(svg)[0] == evil


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["proposal", "edition", "review", "decision", "objection"])
def test_no_words_lie_on_boxes_lines_or_other_words(name: str, language: str) -> None:
    scene = scene_of(fullest(name))
    layout = lay_out(scene)
    with speaking(language):
        arcs = scene.main_arcs()
        routes = route(layout, arcs)
        texts = {arc: (str(steps[0].label), steps[0].number) for arc, steps in arcs.items()}
        placed = place(layout, routes, texts)
    boxes = [
        Box(layout.left(n), layout.top(n), layout.left(n) + NODE_W, layout.top(n) + NODE_H)
        for n in scene.nodes
    ]
    lines = [
        Box(min(x, to_x), min(y, to_y), max(x, to_x) + 0.1, max(y, to_y) + 0.1)
        for points in routes.values()
        for (x, y), (to_x, to_y) in pairwise(points)
    ]
    assert placed.keys() == arcs.keys()
    for one, other in combinations([words.box for words in placed.values()], 2):
        assert not one.overlaps(other)
    for words in placed.values():
        assert not any(words.box.overlaps(box) for box in boxes)
        if not words.numbered:
            assert not any(words.box.overlaps(line) for line in lines)
    numbered = [words for words in placed.values() if words.numbered]
    assert len(numbered) <= len(placed) / 4


@pytest.mark.parametrize("name", ["proposal", "edition", "decision", "objection"])
def test_lines_run_around_boxes_and_end_at_the_right_ones(name: str) -> None:
    scene = scene_of(fullest(name))
    layout = lay_out(scene)
    for (source, target), points in route(layout, scene.main_arcs()).items():
        for node in scene.nodes:
            left, top = layout.left(node), layout.top(node)
            inside = Box(left + 1, top + 1, left + NODE_W - 1, top + NODE_H - 1)
            for (x, y), (to_x, to_y) in pairwise(points):
                line = Box(min(x, to_x), min(y, to_y), max(x, to_x) + 0.1, max(y, to_y) + 0.1)
                assert not line.overlaps(inside), (source, target, node)
        for node, (x, y) in ((source, points[0]), (target, points[-1])):
            left, top = layout.left(node), layout.top(node)
            assert left - 0.1 <= x <= left + NODE_W + 0.1
            assert top - 0.1 <= y <= top + NODE_H + 0.1


def test_a_lifecycle_of_five_phases_fits_a_desktop_unscaled() -> None:
    proposal = fullest("proposal")
    assert len(proposal.phases) == 5
    assert int(str(parsed(draw(proposal, "zh")).get("width"))) <= 1280


def test_chinese_characters_are_twice_as_wide() -> None:
    assert width("公示", 10) == 20
    assert width("ab", 10) < 12
    assert wrapped("公示期满，确认立项", 10, 50) == ["公示期满，", "确认立项"]
    assert wrapped("Return for correction", 10, 70) == ["Return for", "correction"]
    assert wrapped("公示期满，确认立项", 10, 30) == ["公示期", "满，…"]
