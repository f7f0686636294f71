"""`creator calc` as a person runs it, and files written for one test."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from creator.cli import main
from tests.house import ROOT

EXAMPLES = ROOT / "examples" / "calc"


def run(*words: object) -> Result:
    """`creator --language en calc …`; `stdout`, `stderr` and `exit_code` of it."""
    return CliRunner().invoke(main, ["--language", "en", "calc", *map(str, words)])


def summary_of(*words: object) -> Any:
    """The JSON summary of a run that must succeed."""
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(*words: object) -> list[str]:
    """The faults of a run that must be refused, without a word on standard output."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr.splitlines()


def write(folder: Path, name: str, text: str) -> Path:
    """A small file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
