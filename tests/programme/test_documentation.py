"""docs/programme.md documents every key and every word, with the defaults the program has."""

import dataclasses
import re
from collections.abc import Iterator

import pytest

from creator.intake.columns import APPLICATION
from creator.programme import checker, presets, reader
from creator.programme.keys import Table, keys_of
from creator.programme.kinds import Kind, Many, Word
from creator.programme.programme import Programme
from creator.programme.words import WORDS
from tests.programme.defaults import shown
from tests.programme.minimal import LIFECYCLES, PAGE, TEXT

# Keys that are taken up before the classes are read.
MORE = {
    "form": set(presets.CONTROL_KEYS),
    "budget": set(presets.CONTROL_KEYS),
    "screening": set(presets.CONTROL_KEYS),
    "form.sections": set(presets.INHERITED_KEYS),
}


def innermost(kind: Kind) -> Kind:
    while isinstance(kind, Many):
        kind = kind.of
    return kind


def tables(cls: type, path: str = "") -> Iterator[tuple[str, type]]:
    """Every table a programme may have, by its dotted name."""
    yield path, cls
    for name, field in keys_of(cls).items():
        kind = innermost(field.metadata["kind"])
        if isinstance(kind, Table):
            yield from tables(kind.cls, f"{path}.{name}" if path else name)


ALL = dict(tables(Programme))


def sections() -> dict[str, str]:
    """Text below each heading; a heading for two tables counts for both."""
    found = {}
    for heading, body in re.findall(r"^##+ (.+)\n((?:(?!##).*\n)*)", PAGE, re.MULTILINE):
        kind = "word " if heading.startswith("Word `") else ""
        for name in re.findall(r"`\[*([\w.]+)\]*`", heading) or [heading]:
            found[kind + name] = body
    return found


SECTIONS = sections()


def rows(section: str) -> dict[str, list[str]]:
    lines = re.findall(r"^\| `(.+?)` \| (.+) \|$", SECTIONS[section], re.MULTILINE)
    return {key: rest.split(" | ") for key, rest in lines}


@pytest.mark.parametrize("path", ALL)
def test_every_key_has_its_row_with_its_default(path: str) -> None:
    known = keys_of(ALL[path])
    name = path or "The file itself"
    if name not in SECTIONS:
        name = next(other for other, cls in ALL.items() if cls is ALL[path])
    documented = rows(name)
    assert set(documented) == set(known) | MORE.get(path, set())
    defaults = {key: documented[key][1] for key in known}
    assert defaults == {key: shown(field) for key, field in known.items()}


@pytest.mark.parametrize("group", WORDS)
def test_every_word_is_explained_as_the_program_explains_it(group: str) -> None:
    meanings = {word: [label.zh, label.en] for word, label in WORDS[group].items()}
    assert rows(f"word {group}") == meanings


def test_every_group_of_words_belongs_to_a_key() -> None:
    kinds = [
        innermost(field.metadata["kind"])
        for cls in ALL.values()
        for field in dataclasses.fields(cls)
        if "kind" in field.metadata
    ]
    used = {kind.group for kind in kinds if isinstance(kind, Word)}
    assert used | {"tie"} == set(WORDS)


def test_every_link_has_its_place() -> None:
    links = set(re.findall(r"\(#([\w-]+)\)", PAGE))
    headings = re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert links - anchors == set()


def test_the_example_passes_without_a_remark() -> None:
    programme = reader.parse(TEXT, "example.toml")
    assert checker.check(programme, lifecycles=LIFECYCLES, actors=("approver",)) == []
    assert TEXT.count("\n") <= 45


def test_every_heading_of_application_sheets_is_understood() -> None:
    documented = rows("Application sheets")
    columns = {column.headings[0]: column for column in APPLICATION}
    assert list(documented) == [h for h in documented if h in columns]
    assert set(columns) - set(documented) == {"序号"}
    for heading, (others, _taken) in documented.items():
        assert set(others.split(", ")) <= set(columns[heading].headings), heading
