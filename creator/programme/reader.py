"""Reads a programme file strictly: an unknown key, a wrong type or a typing slip stops it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

from creator.i18n import _
from creator.programme import presets
from creator.programme.fault import Fault, FaultyFile
from creator.programme.keys import read_table
from creator.programme.lines import locate
from creator.programme.nodes import Node, nodes
from creator.programme.overrides import overriding
from creator.programme.place import Place, Reading, Unreadable
from creator.programme.programme import Programme, Source

_NO_OVERRIDES: Mapping[str, object] = {}


def read(path: Path, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this file. Raises FaultyFile with every fault found.

    `overrides` maps dotted keys to values (see `overrides.overriding`), as `--set` gives them.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        fault = Fault(str(path), 1, _("文件不是 UTF-8 编码。"), _("请用 UTF-8 编码另存这个文件。"))
        raise FaultyFile([fault]) from None
    except OSError:
        raise FaultyFile(
            [Fault(str(path), 0, _("文件打不开。"), _("请检查路径和权限。"))]
        ) from None
    return parse(text, str(path), overrides)


def parse(text: str, name: str, overrides: Mapping[str, object] = _NO_OVERRIDES) -> Programme:
    """The programme in this text; `name` is how faults call the file."""
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
    kept = tuple(rubric for rubric in programme.rubrics if rubric.id in used)
    return replace(programme, rubrics=kept, source=Source(name, reading.places))


def _toml(text: str, name: str) -> Node:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
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
    return nodes(data, locate(text), name)


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
