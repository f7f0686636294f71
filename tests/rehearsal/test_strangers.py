"""Programmes nobody here has tuned: every one of them must be playable to its end, and sound."""

from pathlib import Path

import pytest

from creator.cli.rehearse import Told, run
from tests.intake.sheets import workbook
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


def test_a_round_that_was_over_before_it_began_is_extended(tmp_path: Path) -> None:
    assert_clean(rehearsed(strangers.IN_A_DAY, tmp_path, seed=2))


@pytest.mark.full
def test_whoever_becomes_eligible_after_the_plan_gets_readers(tmp_path: Path) -> None:
    assert_clean(rehearsed(strangers.LATE_COMER, tmp_path, seed=1))


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


@pytest.mark.full
def test_a_table_that_tells_only_names_is_completed_and_played(tmp_path: Path) -> None:
    (tmp_path / "names.xlsx").write_bytes(
        workbook(
            [
                ["单位名称", "项目名", "联系人"],
                *([f"甲社{n}", f"项目{n}", "王某"] for n in range(4)),
            ]
        )
    )
    file = tmp_path / "programme.toml"
    file.write_text(strangers.programme("[budget]\nown_share_min = 20\n"), "utf-8")
    assert_clean(run(file, {}, tmp_path / "names.xlsx"))


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 2])
def test_places_without_money_are_given_and_the_waitlist_moves_up(
    tmp_path: Path, seed: int
) -> None:
    told = rehearsed(ALL["nothing but honour"], tmp_path, seed)
    assert_clean(told)
    assert told.report is not None
    assert sum(tier.used for tier in told.report.tiers) > 0
