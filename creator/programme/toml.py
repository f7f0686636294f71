"""A TOML file as tables that know their lines, or a fault that says why it cannot be read."""

import tomllib
from decimal import Decimal
from pathlib import Path

from creator.i18n import Text, _
from creator.programme.fault import Fault, FaultyFile
from creator.programme.lines import locate
from creator.programme.nodes import Node, nodes
from creator.toml_errors import explained


def contents(path: Path) -> str:
    """The text of a file. Raises FaultyFile when it cannot be opened or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise refused(
            path, line, _("文件不是 UTF-8 编码。"), _("请用 UTF-8 编码另存这个文件。")
        ) from None
    except OSError:
        raise refused(path, 0, _("文件打不开。"), _("请检查路径和权限。")) from None


def refused(path: Path | str, line: int, text: Text, remedy: Text) -> FaultyFile:
    """One fault that stops the whole file."""
    return FaultyFile([Fault(str(path), line, text, remedy)])


def tree(text: str, name: str) -> Node:
    """The tables of this text; numbers with a point are `Decimal`, as they are written."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return nodes(tomllib.loads(text, parse_float=Decimal), locate(text), name)
    except tomllib.TOMLDecodeError as error:
        raise refused(name, *explained(error, text)) from None
    except RecursionError:
        said = _("括号或点号套得太深，读不下去。")
        raise refused(name, 1, said, _("请检查有没有多写的括号或点号。")) from None
