"""What is written: exact, the same every time, whole or not at all."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from creator.calc.results import summary, write_csv
from creator.calc.whole import whole
from creator.i18n import _
from tests.calc.runs import EXAMPLES, refusal_of, run
from tests.house import ROOT


def summary_of(data: Mapping[str, object]) -> str:
    return "".join(summary(data))


def test_numbers_keep_every_digit_and_lose_nothing_but_zeros(tmp_path: Path) -> None:
    path = tmp_path / "OUT.csv"
    exact = Decimal("12.345678901234567890123")
    write_csv(path, ["a", "b"], [[Decimal("84.50"), exact], [None, True], ["a,b", Decimal("1E+3")]])
    assert path.read_bytes() == b'a,b\n84.5,12.345678901234567890123\n,true\n"a,b",1000\n'


def test_an_old_file_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "OUT.csv"
    write_csv(path, ["a"], [["old"]])
    with pytest.raises(TypeError, match="never a float"):
        write_csv(path, ["a"], [["new"], [0.1]])
    assert path.read_text() == "a\nold\n"
    assert [one.name for one in tmp_path.iterdir()] == ["OUT.csv"]


@pytest.mark.parametrize("old", [b"old", None])
def test_bytes_that_break_off_leave_nothing_but_the_old_file(
    tmp_path: Path, old: bytes | None
) -> None:
    path = tmp_path / "out.zip"
    if old:
        path.write_bytes(old)
    with pytest.raises(KeyboardInterrupt), whole(path, "wb") as file:
        file.write(b"half of it")
        raise KeyboardInterrupt
    left = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert left == ({"out.zip": old} if old else {})


def test_others_may_read_it_as_any_file(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "OUT.csv"
    plain.write_text("")
    write_csv(ours, ["a"], [])
    assert stat.S_IMODE(ours.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(real)
    write_csv(link, ["a"], [])
    assert (link.is_symlink(), real.read_text()) == (True, "a\n")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_csv(pipe, ["a"], [["b"]])
    assert os.read(reader, 100) == b"a\nb\n"
    os.close(reader)
    assert pipe.is_fifo()


def test_what_standard_output_is_joined_to_takes_it_as_it_comes() -> None:
    """`-o /dev/stdout | head`: the link leads to no file by that name."""
    reading, writing = os.pipe()
    write_csv(Path(f"/dev/fd/{writing}"), ["a"], [["b"]])
    os.close(writing)
    assert os.read(reading, 100) == b"a\nb\n"
    os.close(reading)


def test_a_summary_is_exact_and_in_both_languages() -> None:
    written = summary_of({"b": Decimal("1.10"), "a": {3, 1}, "c": _("、"), "d": None})
    assert list(json.loads(written)) == ["a", "b", "c", "d"]
    assert json.loads(written) == {
        "a": [1, 3],
        "b": "1.1",
        "c": {"zh": "、", "en": ", "},
        "d": None,
    }
    with pytest.raises(TypeError):
        summary_of({"a": 0.5})


def test_a_summary_is_indented_as_json_usually_is() -> None:
    data = {"b": [[], {}, [1, "二"]], "a": {"x": None, "w": True}, "c": [], "d": {"e": [{"f": 1}]}}
    assert summary_of(data) == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    assert summary_of({}) == "{}"
    for items in ([], [1], [{"a": 1}, {}]):
        usual = json.dumps({"a": items}, indent=2)
        assert summary_of({"a": iter(items)}) == usual


def test_nothing_that_was_read_is_written_over(tmp_path: Path) -> None:
    sheets = tmp_path / "sheets.csv"
    shutil.copy(EXAMPLES / "sheets.csv", sheets)
    (tmp_path / "link.csv").symlink_to(sheets)
    words = ("score", "--sheets", sheets, "--rule", EXAMPLES / "score.toml")
    for wrong in (
        ("-o", sheets),
        ("-o", tmp_path / "link.csv"),
        ("-o", tmp_path / "new.csv", "--detail", tmp_path / "new.csv"),
    ):
        assert "another use in this command" in refusal_of(*words, *wrong)[0]
    assert sheets.read_bytes() == (EXAMPLES / "sheets.csv").read_bytes()
    assert run(*words, "-o", "/dev/null", "--detail", "/dev/null").exit_code == 0


def test_the_table_does_not_take_the_place_of_the_summary(tmp_path: Path) -> None:
    """`-o OUT > OUT`: one of the two would be gone."""
    out = tmp_path / "OUT"
    code = "from creator.cli import main; main()"
    rule = ("--rule", EXAMPLES / "score.toml")
    words = ("calc", "score", "--sheets", EXAMPLES / "sheets.csv", *rule, "-o", out)
    with out.open("w") as summary_file:
        ran = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            stdout=summary_file, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
    assert (ran.returncode, out.read_text()) == (1, "")
    assert "另一个文件" in ran.stderr
