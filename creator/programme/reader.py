"""Reads a programme file strictly: an unknown key, a wrong type or a typing slip stops it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import cast

from creator.i18n import Text, _
from creator.programme import presets
from creator.programme.fault import Fault, FaultyFile
from creator.programme.keys import read_table
from creator.programme.lines import locate
from creator.programme.nodes import Node, nodes
from creator.programme.overrides import overriding
from creator.programme.place import Place, Reading, Unreadable
from creator.programme.programme import Programme, Source

_NO_OVERRIDES: Mapping[str, object] = {}
_LARGEST = 1_000_000


def read(path: Path, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this file. Raises FaultyFile with every fault found.

    `overrides` maps dotted keys to values (see `overrides.overriding`), as `--set` gives them.
    """
    try:
        return parse(path.read_bytes().decode("utf-8"), str(path), overrides)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _refused(
            path, line, _("文件不是 UTF-8 编码。"), _("请用 UTF-8 编码另存这个文件。")
        ) from None
    except OSError:
        raise _refused(path, 0, _("文件打不开。"), _("请检查路径和权限。")) from None


def _refused(path: Path | str, line: int, text: Text, remedy: Text) -> FaultyFile:
    return FaultyFile([Fault(str(path), line, text, remedy)])


def parse(text: str, name: str, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this text; `name` is how faults call the file."""
    size = len(text.encode("utf-8", "replace"))
    if size > _LARGEST:
        mb = ceil(size / _LARGEST)
        said = _("文件有 {n} MB，方案文件不能超过 1 MB。", n=mb)
        raise _refused(name, 1, said, _("请检查是不是拿错了文件。"))
    data = _toml(text, name)
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


def _toml(text: str, name: str) -> Node:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        return nodes(data, locate(text), name)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        fault = Fault(
            name,
            line,
            _("不是合法的 TOML：{message}。", message=str(error)),
            _("请检查这一行的引号、括号和等号，以及是否重复写了同一个键。"),
        )
        raise FaultyFile([fault]) from None
    except RecursionError:
        said = _("括号或点号套得太深，读不下去。")
        raise _refused(name, 1, said, _("请检查有没有多写的括号或点号。")) from None


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
