"""In which line of a TOML file a key stands; the parser of the standard library does not say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Where = tuple[str, ...]
"""A place in a lifecycle file, e.g. `("state", "draft", "due")`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*(?:\.[^=]*)?=")
_STRING = re.compile(
    r'"""(?:.|\n)*?(?:"""|\Z)|\'\'\'(?:.|\n)*?(?:\'\'\'|\Z)|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'|#[^\n]*"
)


class Lines:
    """Line numbers by place. Lists of tables are addressed by the `id` of their entry."""

    def __init__(self, path: str, source: str = "", document: Mapping[str, Any] | None = None):
        self.path = path
        self._text = source.splitlines()
        self._spans = dict(_spans(source, document or {}))

    def at(self, where: Where, word: str | None = None) -> int:
        """The line of this place, or of the nearest thing around it; 0 if nothing is known.

        A value may run over several lines: then the first of them that holds `word`.
        """
        for length in range(len(where), 0, -1):
            span = self._spans.get(where[:length])
            if span is not None:
                return self._line_of(word or where[-1], span)
        return 1 if self._text else 0

    def _line_of(self, word: str, span: range) -> int:
        whole = re.compile(rf"(?<![\w.@-]){re.escape(word)}(?![\w-])")
        hits = (line for line in span if whole.search(self._text[line - 1]))
        return next(hits, span.start)


@dataclass
class _Table:
    """Where the scanner stands: the table whose keys follow."""

    where: Where
    line: int


def _spans(source: str, document: Mapping[str, Any]) -> Iterator[tuple[Where, range]]:
    counts: dict[str, int] = {}
    table = _Table((), 0)
    for line, text, end in _statements(source):
        header = _HEADER.fullmatch(text)
        if header:
            table = _Table(_place(header, counts, document), line)
            yield table.where, range(line, line + 1)
            continue
        key = _KEY.match(text)
        if key:
            yield (*table.where, key[1]), range(line, end + 1)


def _place(header: re.Match[str], counts: dict[str, int], document: Mapping[str, Any]) -> Where:
    """`[[state]]` -> `("state", "<id of that entry>")`; `[options.x]` -> `("options", "x")`."""
    first, *rest = (part.strip() for part in header[2].split("."))
    if header[1] == "[[" and not rest:
        counts[first] = counts.get(first, -1) + 1
    if first not in counts:
        return (first, *rest)
    return (first, entry_name(document.get(first), counts[first]), *rest)


def entry_name(entries: object, index: int) -> str:
    """How the n-th entry of a list of tables is addressed: by its id, else by its number."""
    if isinstance(entries, list) and index < len(entries) and isinstance(entries[index], dict):
        name = entries[index].get("id")
        earlier = [e.get("id") for e in entries[:index] if isinstance(e, dict)]
        if isinstance(name, str) and name not in earlier:
            return name
    return f"#{index + 1}"


def _statements(source: str) -> Iterator[tuple[int, str, int]]:
    """(first line, its text, last line) of every header and key, values of many lines joined."""
    # What strings and comments hold is blanked first: brackets and keys in them do not count.
    shapes = _STRING.sub(_blanked, source).splitlines()
    start, depth = 0, 0
    for number, shape in enumerate(shapes, 1):
        if depth == 0:
            start = number
        if depth or not _HEADER.fullmatch(shape):
            depth += shape.count("[") + shape.count("{") - shape.count("]") - shape.count("}")
        if depth <= 0:
            depth = 0
            yield start, shapes[start - 1], number


def _blanked(found: re.Match[str]) -> str:
    inside = found[0]
    return re.sub(r"[^\n]", " " if inside.startswith("#") else "_", inside)
