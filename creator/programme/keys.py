"""How a class says what keys its table has: `slots: int = key(Whole(), default=None)`.

The class is the grammar. Its fields are the keys of the table, their kinds say how a value is
written, their defaults what a missing key means. Reader, `programme words` and the test that every
key is documented all read the same fields.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

from creator.i18n import _
from creator.programme.kinds import Kind, Many
from creator.programme.nodes import Node, Value, kind_of
from creator.programme.place import Place, Unreadable, nearest

_MISSING = dataclasses.MISSING
T = TypeVar("T")


def key(kind: Kind, *, default: Any = _MISSING, written: str = "") -> Any:
    """A key of a table. Without a default it must be written; `written` is its name in the file
    where Python cannot use that name (`in`)."""
    metadata = {"kind": kind, "written": written}
    if default is _MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(key, dataclasses.field)
)
def keyed(cls: type[T]) -> type[T]:
    """Make this class the grammar of a table: a frozen dataclass whose fields are its keys."""
    return dataclass(frozen=True, kw_only=True)(cls)


@dataclass(frozen=True)
class Table:
    """A table read into `cls`."""

    cls: type

    def take(self, value: Value, place: Place) -> object:
        if not isinstance(value, Node):
            text = _("“{path}”应当是表，不是 {found}。", path=place.path, found=kind_of(value))
            raise place.refused(
                text, _("请写 {{ 键 = 值, … }} 或另起一节 [{path}]。", path=place.path)
            )
        return read_table(self.cls, value, place)


def tables(cls: type, least: int = 0) -> Many:
    """A list of tables: `[[tiers]]`, or `[ { … }, { … } ]`."""
    return Many(Table(cls), least)


def keys_of(cls: type) -> dict[str, "dataclasses.Field[Any]"]:
    """The keys a table of this class knows, as they are written."""
    fields = (field for field in dataclasses.fields(cls) if "kind" in field.metadata)
    return {field.metadata["written"] or field.name: field for field in fields}


def read_table(cls: type, node: Node, place: Place) -> object:
    """Read all keys; every fault of the table is written down before it is given up."""
    known = keys_of(cls)
    values: dict[str, object] = {}
    failed = _unknown_keys(node, known, place)
    for name, field in known.items():
        if name in node:
            line = node.lines.get(name, node.line)
            inner = node[name]
            file = inner.path if isinstance(inner, Node) else node.path
            try:
                values[field.name] = field.metadata["kind"].take(
                    inner, place.inside(name, line, file)
                )
            except Unreadable:
                failed = True
        elif field.default is _MISSING:
            failed = True
            where = f"[{place.path}] " if place.path else ""
            text = _("{where}缺少“{key}”。", where=where, key=name)
            manual = place.reading.manual
            place.note(text, _("请补上“{key} = …”；写法见 {manual}。", key=name, manual=manual))
    if failed:
        raise Unreadable
    return cls(**values)


def _unknown_keys(node: Node, known: dict[str, Any], place: Place) -> bool:
    strange = [name for name in node if name not in known]
    for name in strange:
        here = place.inside(name, node.lines.get(name, node.line), node.path)
        here.note(_("不认识“{key}”。", key=here.path), nearest(name, known))
    return bool(strange)
