"""Programmes nobody here has tuned: every one of them must be playable to its end, and sound."""

from pathlib import Path

import pytest

from creator.cli.rehearse import Told, run
from tests.rehearsal import strangers

QUICK = ("no approval, no waitlist, stop",)
ALL = {"the documentation's own": strangers.minimal(), **strangers.PROGRAMMES}


def rehearsed(text: str, tmp_path: Path, seed: int = 1) -> Told:
    file = tmp_path / "programme.toml"
    file.write_text(text, "utf-8")
    return run(file, {}, seed=seed)


def assert_clean(told: Told) -> None:
    assert (told.stuck and str(told.stuck), told.breaches, told.flaws) == (None, [], [])
    assert told.report is not None
    assert told.report.unsettled == {}


@pytest.mark.parametrize("name", QUICK)
def test_a_small_programme_is_played_to_its_end(name: str, tmp_path: Path) -> None:
    assert_clean(rehearsed(ALL[name], tmp_path))


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(set(ALL) - set(QUICK)))
def test_every_programme_is_played_to_its_end(name: str, tmp_path: Path) -> None:
    assert_clean(rehearsed(ALL[name], tmp_path))


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
def test_any_combination_of_options_is_played_to_its_end(seed: int, tmp_path: Path) -> None:
    assert_clean(rehearsed(strangers.drawn(seed), tmp_path, seed))


@pytest.mark.full
def test_awards_of_nearly_every_programme_are_accepted(tmp_path: Path) -> None:
    """A rehearsal that ends clean because nobody won anything would prove little."""
    told = rehearsed(ALL["classes with sponsors and caps"], tmp_path)
    assert told.report is not None
    assert told.report.held > 0
