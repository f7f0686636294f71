"""`creator rehearse` tells the officer how a competition would go, and says when it would not."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from creator.cli import main
from tests.rehearsal import strangers

SMALL = strangers.PROGRAMMES["hardly anybody, trimmed item by item"]


def rehearse(text: str, folder: Path, *options: str) -> Result:
    file = folder / "programme.toml"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["rehearse", str(file), "--quiet", *options])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command says in English of a small programme."""
    done = rehearse(SMALL, tmp_path_factory.mktemp("rehearsal"), "--lang", "en", "--seed", "3")
    assert done.exit_code == 0, done.output
    return done.output


def test_the_report_has_funnel_decisions_money_waiting_and_checks(told: str) -> None:
    headings = [line for line in told.splitlines() if line.startswith("==")]
    assert len(headings) == 4  # nobody objected, nobody failed screening
    assert told.splitlines()[-3:-1] == [
        "creator check: No problems were found.",
        "creator audit verify: No problems were found.",
    ]


def test_a_faulty_programme_is_not_rehearsed(tmp_path: Path) -> None:
    done = rehearse(SMALL.replace('tier_choice = "assigned"', 'tier_choice = "guessed"'), tmp_path)
    assert done.exit_code == 1
    assert "programme.toml:8" in done.output


def test_a_key_to_change_must_exist(tmp_path: Path) -> None:
    assert rehearse(SMALL, tmp_path, "--set", "pooool=1").exit_code == 1
    assert rehearse(SMALL, tmp_path, "--set", "pool").exit_code == 2


def test_a_programme_nobody_can_apply_to_gets_stuck_and_says_why(tmp_path: Path) -> None:
    done = rehearse(strangers.NOBODY_CAN, tmp_path, "--json")
    assert done.exit_code == 1
    answer: dict[str, Any] = json.loads(done.output)
    assert (answer["sound"], answer["check"], answer["audit"]) == (False, [], [])
    assert "No problems" not in done.output
    assert answer["stuck"]["zh"].startswith("演练停住了")
    assert answer["report"]["funnel"][1]["number"] == 0


def test_faults_are_told_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "gbk.toml"
    file.write_bytes(strangers.minimal().encode("gbk"))
    result = CliRunner().invoke(main, ["rehearse", str(file), "--lang", "en"])
    assert result.exit_code == 1
    assert "The file is not encoded in UTF-8" in result.output
