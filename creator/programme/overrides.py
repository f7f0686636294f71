"""`--set key=value`: changes made to a file's data before it is read, without touching the file."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal

from creator.i18n import _, listed
from creator.programme.nodes import Given, Node, Value, nodes
from creator.programme.place import Place, Unreadable

_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def overriding(data: Node, overrides: Mapping[str, object], place: Place) -> None:
    """Put each value at its dotted key: `pool`, `rounds.0.panel`, `tiers.A.slots`.

    Items of a list are named by number (from 0) or by their id. Tables that are missing are made.
    A text is taken as the file would write it (`400000`, `true`, `["a"]`), else as plain text.
    """
    for key, value in overrides.items():
        *tables, last = key.split(".")
        try:
            target = _table(data, tables, key, place)
        except Unreadable:
            continue
        given = Given(target.lines.get(last, target.line), key)
        target.put(last, _value(value, place.name, given), given)


def _table(data: Node, names: list[str], key: str, place: Place) -> Node:
    here: Value = data
    for name in names:
        if isinstance(here, list):
            here = _item(here, name, key, place)
        elif isinstance(here, Node):
            if name not in here:
                here.put(name, Node(here.line, here.path))
            here = here[name]
    if isinstance(here, Node):
        return here
    raise place.refused(
        _("“{key}”指不到任何一项。", key=key), _("最后一段必须是表里的键，例如 tiers.A.slots。")
    )


def _item(items: list[Value], name: str, key: str, place: Place) -> Value:
    for i, item in enumerate(items):
        if str(i) == name or (isinstance(item, Node) and item.get("id") == name):
            return item
    ids = [str(item.get("id", i)) for i, item in enumerate(items) if isinstance(item, Node)]
    text = _("“{key}”里没有“{name}”这一项。", key=key, name=name)
    raise place.refused(text, _("可以写：{words}。", words=listed(ids)))


def _value(value: object, name: str, given: Given) -> Value:
    """A text as TOML would read it, a minute without its seconds included."""
    if isinstance(value, float):
        value = Decimal(str(value))
    if not isinstance(value, str):
        return nodes({"value": value}, {}, name, given)["value"]
    written = f"{value.strip()}:00" if _MINUTE.fullmatch(value.strip()) else value
    try:
        read = tomllib.loads(f"value = {written}", parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return value
    return nodes(read, {}, name, given)["value"] if set(read) == {"value"} else value
