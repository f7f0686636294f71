"""A file's tables as plain data that remembers on which line every key stands.

Presets and `--set` change the data before it is read; the lines travel with it, so that a fault
names the right line afterwards too.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

Value = object


class Given(int):
    """The line of a key whose value was given beside the file, under the name `key`."""

    key: str

    def __new__(cls, line: int, key: str) -> "Given":
        made = super().__new__(cls, line)
        made.key = key
        return made


class Node(dict[str, Value]):
    """One table: its keys and values, the line of its header and the line of each key."""

    def __init__(self, line: int = 1, path: str = "") -> None:
        super().__init__()
        self.line = line
        self.path = path
        self.lines: dict[str, int] = {}

    def put(self, key: str, value: Value, line: int | None = None) -> None:
        self[key] = value
        self.lines[key] = self.line if line is None else line

    def copy(self) -> "Node":
        twin = Node(self.line, self.path)
        twin.update(self)
        twin.lines.update(self.lines)
        return twin


def nodes(data: Mapping[str, Value], lines: Mapping[str, int], name: str, first: int = 1) -> Node:
    """What `tomllib` gave, with lines; `name` is the file the lines belong to.

    `first` is the line of whatever `lines` does not tell.
    """
    result = _node(data, lines, "", name, first)
    assert isinstance(result, Node)
    return result


def _node(value: Value, lines: Mapping[str, int], path: str, name: str, first: int) -> Value:
    if isinstance(value, Mapping):
        node = Node(lines.get(path, first), name)
        for key, inner in value.items():
            inside = f"{path}.{key}" if path else str(key)
            line = lines.get(inside) or lines.get(f"{inside}.0", node.line)
            node.put(str(key), _node(inner, lines, inside, name, first), line)
        return node
    if isinstance(value, list):
        return [_node(inner, lines, f"{path}.{i}", name, first) for i, inner in enumerate(value)]
    return value


def kind_of(value: Value) -> str:
    """What a TOML value is called, for fault messages (a word of TOML, not translated)."""
    names: list[tuple[type, str]] = [
        (bool, "true/false"),
        (int, "integer"),
        (Decimal, "decimal"),
        (str, "text"),
        (datetime, "date-time"),
        (date, "date"),
        (list, "list"),
        (Mapping, "table"),
    ]
    return next((name for known, name in names if isinstance(value, known)), "value")
