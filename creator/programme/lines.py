"""Finds the line on which each key of a TOML text stands; `tomllib` does not tell.

The text is known to be valid TOML by then, so this only has to walk it, not to judge it.
"""

import re
import tomllib
from collections.abc import Iterator

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # multi-line string
    r"|'''.*?'{3,5}"  # multi-line literal
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=,\n]"
    r"|[^\s\[\]{}=,#\"']+"
    r"|[^\S\n]+",
    re.DOTALL,
)
Path = tuple[str, ...]


def locate(text: str) -> dict[str, int]:
    """Dotted path (`rounds.0.panel`) -> line number, counted from 1."""
    return {".".join(path): line for path, line in _Walk(text).paths()}


class _Walk:
    def __init__(self, text: str) -> None:
        self._pieces = list(_pieces(text))
        self._at = 0
        self._lengths: dict[Path, int] = {}

    def paths(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        while self._at < len(self._pieces):
            piece, line = self._pieces[self._at]
            if piece == "[":
                table = self._header()
                yield table, line
            elif piece in "\n,":
                self._at += 1
            else:
                yield from self._pair(table)

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`; names of arrays of tables are followed by their last index."""
        brackets = 2 if self._pieces[self._at + 1][0] == "[" else 1
        self._at += brackets
        path: Path = ()
        names = _names(self._until("]"))
        for i, name in enumerate(names):
            path = (*path, name)
            last = i == len(names) - 1
            if last and brackets == 2:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, str(self._lengths[path] - 1))
        self._at += brackets
        return path

    def _pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        line = self._pieces[self._at][1]
        path = table
        for name in _names(self._until("=")):
            path = (*path, name)
            yield path, line
        self._at += 1
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        opening = self._pieces[self._at][0]
        self._at += 1
        if opening == "[":
            yield from self._items(path)
        elif opening == "{":
            while self._pieces[self._at][0] != "}":
                if self._pieces[self._at][0] in "\n,":
                    self._at += 1
                else:
                    yield from self._pair(path)
            self._at += 1
        else:  # a date may be written with a blank before the time: two tokens
            while self._at < len(self._pieces) and self._pieces[self._at][0] not in "\n,]}":
                self._at += 1

    def _items(self, path: Path) -> Iterator[tuple[Path, int]]:
        index = 0
        while self._pieces[self._at][0] != "]":
            piece, line = self._pieces[self._at]
            if piece in "\n,":
                self._at += 1
                continue
            yield (*path, str(index)), line
            yield from self._value((*path, str(index)))
            index += 1
        self._at += 1

    def _until(self, end: str) -> str:
        written = ""
        while self._pieces[self._at][0] != end:
            written += self._pieces[self._at][0]
            self._at += 1
        return written


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _PIECE.finditer(text):
        piece = match[0]
        if not piece.startswith("#") and (piece == "\n" or not piece.isspace()):
            yield piece, line
        line += piece.count("\n")


def _names(written: str) -> list[str]:
    """`a."b.c".d` -> its names; the TOML reader itself takes the quotes off."""
    nested: object = tomllib.loads(f"{written} = 0")
    names = []
    while isinstance(nested, dict):
        name, nested = next(iter(nested.items()))
        names.append(str(name))
    return names
