"""`--set key=value`: another value for this once, checked like all others."""

from typing import Any

import pytest

from creator.programme import checker, reader
from creator.programme.fault import FaultyFile
from tests.programme.minimal import TEXT


def refused(overrides: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(FaultyFile) as caught:
        reader.parse(TEXT, "minimal.toml", overrides)
    return [(str(fault.text), str(fault.remedy)) for fault in caught.value.faults]


def test_items_of_a_list_go_by_number_or_by_id() -> None:
    read = reader.parse(TEXT, "x", {"rounds.0.panel": 7, "tiers.S.slots": "6"})
    assert (read.rounds[0].panel, read.tiers[0].slots) == (7, 6)


def test_a_table_that_is_not_written_is_made() -> None:
    read = reader.parse(TEXT, "x", {"award.overflow": "stop"})
    assert read.award.overflow == "stop"


def test_a_minute_may_come_without_seconds() -> None:
    read = reader.parse(TEXT, "x", {"calendar.call_closes": "2026-03-21 12:30"})
    assert f"{read.calendar.call_closes:%d %H:%M}" == "21 12:30"


def test_lists_are_written_as_in_the_file() -> None:
    read = reader.parse(TEXT, "x", {"ranking.ties": '["first_time", "draw"]'})
    assert read.ranking.ties == ("first_time", "draw")


def test_plain_values_pass_as_they_are() -> None:
    assert reader.parse(TEXT, "x", {"options.waitlist": False}).options.waitlist is False
    assert reader.parse(TEXT, "x", {"ranking.min_score": 60.5}).ranking.min_score is not None


def test_an_unknown_key_is_refused() -> None:
    assert refused({"tiers.S.slot": 6}) == [("不认识“tiers.0.slot”。", "是不是想写“slots”？")]


def test_an_unknown_item_is_refused() -> None:
    assert refused({"tiers.A.slots": 6}) == [("“tiers.A.slots”里没有“A”这一项。", "可以写：S。")]


def test_a_key_below_a_plain_value_is_refused() -> None:
    assert refused({"pool.yuan": 6}) == [
        ("“pool.yuan”指不到任何一项。", "最后一段必须是表里的键，例如 tiers.A.slots。")
    ]


def test_the_file_itself_stays_as_it_is() -> None:
    reader.parse(TEXT, "x", {"pool": 5})
    assert reader.parse(TEXT, "x").pool == 100_000_00


def test_a_bad_value_is_blamed_on_the_option_not_on_the_file() -> None:
    rounds = '[{ id = "r", label = { zh = "轮", en = "R" }, panel = 0 }]'
    with pytest.raises(FaultyFile) as caught:
        reader.parse(TEXT, "x.toml", {"pool": "abc", "tiers.S.slots": 0, "rounds": rounds})
    said = [str(fault).split("：")[0] for fault in caught.value.faults]
    assert sorted(set(said)) == [
        "--set pool: 错误", "--set rounds: 错误", "--set tiers.S.slots: 错误",
    ]  # fmt: skip


def test_what_the_checker_finds_in_a_given_value_is_blamed_on_the_option() -> None:
    read = reader.parse(TEXT, "x.toml", {"tiers.S.min": 20000})
    assert "--set tiers.S.min" in {fault.place for fault in checker.check(read)}
