"""The words a lifecycle file may use. The engine knows their form; `rules/` gives them meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from creator.i18n import Label

# What a word's parameter may hold. A tuple lists the values allowed. `money` is written in 元 and
# `decimal` as a string ("62.5"), because floats have no canonical form to hash.
ParamType = (
    Literal[
        "text",
        "integer",
        "flag",
        "money",
        "decimal",
        "duration",
        "state",
        "transition",
        "child",
        "field",
        "lifecycle",
        "template",
        "moment",
        "actor",
        "mark",
    ]
    | tuple[str, ...]
)


@dataclass(frozen=True)
class Word:
    """One word: its typed parameters, what it means, and what must be locked before it is asked.

    Every parameter must be given unless `optional` names it. `locks` are subject types
    (`"edition"`) whose row is locked before the subject's own, because the word reads them.
    """

    name: str
    params: Mapping[str, ParamType]
    doc: Label
    locks: tuple[str, ...] = ()
    optional: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Vocabulary:
    """All words of one installation, by kind; `templates` are the letters that can be sent."""

    actors: Mapping[str, Word]
    guards: Mapping[str, Word]
    effects: Mapping[str, Word]
    marks: Mapping[str, Word]
    moments: Mapping[str, Word]
    field_types: Mapping[str, Word]
    templates: frozenset[str]
