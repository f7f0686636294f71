"""Every sentence is complete in both languages: the message id is Chinese, a catalogue English."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from creator.i18n import speaking
from creator.web import decisions, rankings
from creator.web.chrome import ROLE_NAMES
from tests import house

FOLDER = house.ROOT / "creator" / "translations" / "en" / "LC_MESSAGES"
METHODS = [
    ("creator/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]


def _sentences() -> set[str]:
    found = extract_from_dir(str(house.ROOT), METHODS, keywords={"_": None})
    return {message for _path, _line, message, _notes, _context in found if message}


def _english() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file)


def _places(sentence: str) -> list[str]:
    return sorted(name for _text, name, _spec, _conv in string.Formatter().parse(sentence) if name)


def test_every_sentence_has_its_english() -> None:
    known = {message.id for message in _english() if message.string}
    assert sorted(_sentences() - known) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    known = {message.id for message in _english() if message.id}
    assert sorted(known - _sentences()) == []


def test_both_languages_fill_the_same_places() -> None:
    wrong = [m.id for m in _english() if m.id and _places(m.id) != _places(str(m.string))]
    assert wrong == []


def test_no_english_sentence_is_left_in_chinese() -> None:
    chinese = [
        m.id for m in _english()
        if m.id and any("\u4e00" <= letter <= "\u9fff" for letter in _unquoted(str(m.string)))
    ]  # fmt: skip
    assert chinese == []


def test_a_word_inside_a_sentence_is_no_name_of_a_column_or_a_role() -> None:
    """One Chinese word has one English: a small letter there was meant for a sentence."""
    columns = (*rankings.COLUMNS, *decisions.AWARDS, *decisions.OTHERS, *decisions.UNDECIDED)
    with speaking("en"):
        names = [str(name) for name in (*ROLE_NAMES.values(), *(one.label for one in columns))]
    assert [name for name in names if name[:1].islower()] == []


def _unquoted(text: str) -> str:
    """Chinese terms in brackets, such as (公示), explain an English word and are welcome."""
    outside, depth = [], 0
    for letter in text:
        depth += (letter in "(（“‘") - (letter in ")）”’")
        if depth == 0:
            outside.append(letter)
    return "".join(outside)


JOINER = re.compile(r"[\u3000-\u303f\uff00-\uffef]")


def test_nothing_is_joined_by_chinese_signs_in_every_language() -> None:
    """Words for people are joined by `listed` and `clauses` of `creator/i18n.py`."""
    found = [
        f"{path}:{line}"
        for top, ending in (("creator", "py"), ("templates", "html"))
        for path in sorted((house.ROOT / top).rglob(f"*.{ending}"))
        for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for sign in re.findall(r"""["']([^"']*)["']\.join\(|join\(["']([^"']*)["']""", text)
        if JOINER.search("".join(sign)) and "profile.field" not in text
    ]
    assert found == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert {m.id: m.string for m in compiled if m.id} == {
        m.id: m.string for m in _english() if m.id
    }


@pytest.mark.parametrize(
    "path", sorted((house.ROOT / "workflows").rglob("*.toml")), ids=lambda p: p.stem
)
def test_labels_of_data_files_come_in_pairs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(re.findall(r"\bzh = ", text)) == len(re.findall(r"\ben = ", text))
