"""`creator calc draw`: commit to a list, then draw from it."""

import hashlib
from pathlib import Path

from tests.calc.runs import EXAMPLES, refusal_of, run, summary_of, write

VOLUNTEERS = EXAMPLES / "volunteers.txt"
# RFC 3797, section 6
PUBLISHED = [
    word
    for source in ("9319", "2 5 12 8 10", "9 18 26 34 41 45")
    for word in ("--public-number", source)
]
WINNERS = "Lee Doc Mary Charity Kasczynski Envy Sneazy Anger Chastity Pandora"


def test_the_example_of_the_rfc_from_its_own_list(tmp_path: Path) -> None:
    out = tmp_path / "OUT.csv"
    words = ("draw", "--list", VOLUNTEERS, *PUBLISHED, "--pick", 10, "--rfc3797", "-o", out)
    drawn = summary_of(*words)
    assert drawn["chosen"] == WINNERS.split()
    assert drawn["key_string"] == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert drawn["public_numbers"][1] == {"given": "2 5 12 8 10", "canonical": "2.5.8.10.12./"}
    assert drawn["steps"][0] == {
        "counter": 0,
        "hash": "990DD0A5692A029A98B5E01AA28F3459",
        "remaining": 25,
        "remainder": 16,
        "index": 17,
        "chosen": "Lee",
    }
    assert (drawn["count"], drawn["pick"], drawn["bits_needed"]) == (25, 10, 22)
    rows = out.read_text("utf-8").splitlines()
    assert rows[:2] == ["position,index,name,hash", "1,17,Lee,990DD0A5692A029A98B5E01AA28F3459"]
    assert len(rows) == 11
    before = out.read_bytes()
    assert summary_of(*words) == drawn
    assert out.read_bytes() == before


def test_what_is_committed_to_is_the_plain_file_and_its_order(tmp_path: Path) -> None:
    frozen = summary_of("draw", "--list", VOLUNTEERS, "--commit")
    assert frozen == {
        "count": 25,
        "list_sha256": hashlib.sha256(VOLUNTEERS.read_bytes()).hexdigest(),
    }
    words = ["draw", *PUBLISHED, "--pick", 2, "--committed", frozen["list_sha256"], "--list"]
    assert summary_of(*words, VOLUNTEERS)["list_sha256"] == frozen["list_sha256"]

    same = write(tmp_path, "same.txt", "")
    same.write_bytes("\ufeff".encode() + VOLUNTEERS.read_bytes().replace(b"\n", b" \r\n\r\n"))
    assert summary_of(*words, same)["chosen"] == summary_of(*words, VOLUNTEERS)["chosen"]

    turned = "\n".join(reversed(VOLUNTEERS.read_text("utf-8").splitlines()))
    (said,) = refusal_of(*words, write(tmp_path, "turned.txt", turned))
    assert "differs from the published" in said


def test_a_name_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "L.txt", "甲\n乙\n\n甲 \n")
    assert refusal_of("draw", "--list", path, "--commit") == [
        f"{path}:4: Error: Repeats line 1: 甲. What to do: There may be only one row for this; "
        "please delete the other."
    ]
    empty = write(tmp_path, "empty.txt", "\n \n")
    (said,) = refusal_of("draw", "--list", empty, "--commit")
    assert "The file is empty" in said


def test_a_list_from_an_old_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "L.txt"
    path.write_bytes("甲社区\r\n乙社区\r\n".encode("gb18030"))
    result = run("draw", "--list", path, "--commit")
    assert "GB18030" in result.stderr
    assert hashlib.sha256("甲社区\n乙社区\n".encode()).hexdigest() in result.stdout


def test_neither_half_of_a_draw_alone() -> None:
    for words in (
        [],
        ["--pick", 2],
        PUBLISHED,
        ["--commit", *PUBLISHED],
        ["--commit", "--pick", 2],
    ):
        result = run("draw", "--list", VOLUNTEERS, *words)
        assert (result.exit_code, result.stdout) == (2, "")


def test_an_unclear_number_is_refused() -> None:
    (said,) = refusal_of("draw", "--list", VOLUNTEERS, "--pick", 1, "--public-number", "2,5")
    assert "“2,5” can be read in more than one way" in said
