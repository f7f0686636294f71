"""What a calculation writes is none of the files it reads: a slip after `-o` destroys no sheets."""

import os
from pathlib import Path

import pytest

from tests.calc.runs import EXAMPLES, refusal_of, run

COMMANDS = {
    "score": ("--sheets", "sheets.csv", "--rule", "score.toml", "--facts", "facts.csv"),
    "allocate": ("--ranking", "ranking.csv", "--rule", "allocate.toml"),
    "assign": ("--similarity", "similarity.csv", "--per-proposal", "2", "--max-load", "3"),
    "draw": ("--list", "volunteers.txt", "--public-number", "1", "--pick", "1"),
    "reliability": ("--sheets", "sheets.csv"),
}


def laid_out(folder: Path, command: str) -> list[str]:
    """The words of the command, with copies of the examples."""
    words = [command]
    for word in COMMANDS[command]:
        example = EXAMPLES / word
        if example.is_file():
            (folder / word).write_bytes(example.read_bytes())
        words.append(str(folder / word) if example.is_file() else word)
    return words


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_input_is_overwritten(tmp_path: Path, command: str) -> None:
    words = laid_out(tmp_path, command)
    before = contents(tmp_path)
    path = words[2]
    (fault,) = refusal_of(*words, "-o", path)
    assert f"“{path}” has another use in this command" in fault
    assert contents(tmp_path) == before
    assert run(*words, "-o", tmp_path / "other.csv").exit_code == 0


def test_nor_under_another_name(tmp_path: Path) -> None:
    words = laid_out(tmp_path, "score")
    link, hard, folder = tmp_path / "link.csv", tmp_path / "hard.csv", tmp_path / "folder"
    link.symlink_to(words[2])
    os.link(words[2], hard)
    folder.mkdir()
    before = contents(tmp_path)
    for name in (link, hard, folder / ".." / "sheets.csv"):
        assert len(refusal_of(*words, "-o", name)) == 1
    assert contents(tmp_path) == before


def test_nor_are_two_results_written_into_one_file(tmp_path: Path) -> None:
    words = laid_out(tmp_path, "score")
    out = tmp_path / "out.csv"
    (fault,) = refusal_of(*words, "-o", out, "--detail", out)
    assert "has another use in this command" in fault
    assert not out.exists()
