"""The bench itself: it seeds, finds the data sound, measures, and nothing it sends fails."""

import subprocess
import sys

import pytest

from tests import house


@pytest.mark.full
def test_a_small_run_has_no_errors(tmp_path):
    words = ("--proposals", "40", "--sheets", "200", "--seconds", "0.5", "--database", "sqlite")
    done = subprocess.run(
        [sys.executable, "-m", "bench", *words, "--processes", "1", "--clients", "2"],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith(OPERATIONS)]
    assert [line.split()[-1] for line in lines] == ["0"] * len(OPERATIONS)


OPERATIONS = (
    "home, officer", "edition", "list", "proposal", "step page", "ranking board", "home, expert",
    "own sheets", "scoring page", "save a sheet", "submit", "transition",
)  # fmt: skip
