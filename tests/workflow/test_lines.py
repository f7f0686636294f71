"""Line numbers of keys, whatever stands around them."""

import tomllib

import pytest

from creator.workflow.lines import Lines, Where

SOURCE = '''\
id = "x"        # [[state]] in a comment
note = """
[[state]]
id = "not a state"
"""
[[state]]
id = "first"
due = {
  after = "5wd",
}
[[state]] # second
id = "second"
marks = [
  "a",
  "b-]",
  "ab",
]
  [state.hint]
  zh = "]]"
[options.hearing]
label = { zh = "x" }
[[state]]
id = "second"
'''


@pytest.fixture(scope="module")
def lines() -> Lines:
    return Lines("x.toml", SOURCE, tomllib.loads(SOURCE.replace('{\n  after = "5wd",\n}', "{}")))


@pytest.mark.parametrize(
    ("where", "word", "line"),
    [
        (("id",), None, 1),
        (("note",), None, 2),
        (("state", "first"), None, 6),
        (("state", "first", "due", "after"), None, 9),
        (("state", "first", "owner"), None, 6),
        (("state", "second", "marks"), None, 13),
        (("state", "second", "marks"), "ab", 16),
        (("state", "second", "marks"), "a", 14),
        (("state", "second", "hint", "zh"), None, 19),
        (("options", "hearing", "label"), None, 21),
        (("state", "#3"), None, 22),
        (("nowhere",), None, 1),
    ],
)
def test_the_line_of_a_place(lines: Lines, where: Where, word: str | None, line: int) -> None:
    assert lines.at(where, word) == line


def test_without_a_file_there_is_no_line() -> None:
    assert Lines("fund").at(("state", "draft")) == 0
