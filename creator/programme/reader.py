"""Reads a programme file strictly: an unknown key, a wrong type or a typing slip stops it."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import cast

from creator.i18n import _
from creator.programme import presets
from creator.programme.fault import FaultyFile
from creator.programme.keys import read_table
from creator.programme.nodes import Node
from creator.programme.overrides import overriding
from creator.programme.place import Place, Reading, Unreadable
from creator.programme.programme import Programme, Source
from creator.programme.toml import contents, refused, tree

_NO_OVERRIDES: Mapping[str, object] = {}
_LARGEST = 1_000_000


def read(path: Path, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this file. Raises FaultyFile with every fault found.

    `overrides` maps dotted keys to values (see `overrides.overriding`), as `--set` gives them.
    """
    return parse(contents(path), str(path), overrides)


def parse(text: str, name: str, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this text; `name` is how faults call the file."""
    size = len(text.encode("utf-8", "replace"))
    if size > _LARGEST:
        mb = ceil(size / _LARGEST)
        said = _("文件有 {n} MB，方案文件不能超过 1 MB。", n=mb)
        raise refused(name, 1, said, _("请检查是不是拿错了文件。"))
    data = tree(text, name)
    reading = Reading()
    place = Place(reading, name, 1)
    overriding(data, overrides, place)
    own_rubrics = _ids(data.get("rubrics"))
    presets.apply(data, place)
    try:
        programme = cast(Programme, read_table(Programme, data, place))
    except Unreadable:
        programme = None
    if programme is None or reading.faults:
        raise FaultyFile(sorted(reading.faults, key=lambda fault: fault.line))
    used = own_rubrics | _rubrics_named(programme)
    kept = [i for i, rubric in enumerate(programme.rubrics) if rubric.id in used]
    places = _renumbered(reading.places, kept)
    rubrics = tuple(programme.rubrics[i] for i in kept)
    return replace(programme, rubrics=rubrics, source=Source(name, places))


Places = dict[str, tuple[str, int]]


def _renumbered(places: Places, kept: list[int]) -> Places:
    """Only the rubrics that are kept have places, under their new numbers."""
    now = {str(before): str(after) for after, before in enumerate(kept)}
    result = {path: at for path, at in places.items() if not path.startswith("rubrics.")}
    for path, at in places.items():
        table, _dot, rest = path.partition(".")
        number, dot, inside = rest.partition(".")
        if table == "rubrics" and number in now:
            result[f"rubrics.{now[number]}{dot}{inside}"] = at
    return result


def _ids(items: object) -> set[str]:
    if not isinstance(items, list):
        return set()
    return {str(item.get("id")) for item in items if isinstance(item, Node)}


def _rubrics_named(programme: Programme) -> set[str]:
    return {
        *(round_.rubric for round_ in programme.rounds),
        *(checkpoint.rubric for checkpoint in programme.checkpoints),
        programme.evaluation.rubric,
    }
