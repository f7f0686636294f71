"""The programmes that ship: six variants of real competitions."""

import json

import pytest

from creator.home import home
from creator.programme import checker, reader
from creator.programme.programme import Programme
from creator.rules.actors import ROLES
from tests.programme.minimal import LIFECYCLES

FOLDER = home() / "workflows" / "programmes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def shipped(name: str) -> Programme:
    return reader.read(FOLDER / f"{name}.toml")


def remarks(name: str) -> list[str]:
    found = checker.check(shipped(name), lifecycles=LIFECYCLES, actors=ROLES)
    return [str(fault.text) for fault in found]


def test_what_ships() -> None:
    assert NAMES == ["beilin", "bengbu", "luyang", "wuhu", "wuhu-micro", "xingfu"]


@pytest.mark.parametrize("name", ["beilin", "wuhu"])
def test_these_pass_without_a_remark(name: str) -> None:
    assert remarks(name) == []


def test_where_the_source_names_more_money_than_awards_the_checker_says_so() -> None:
    """20万 for two years, of which 15万 went to five unions; the rest is said nowhere."""
    text = "资金池 150,000.00 元比各项来源之和 200,000.00 元少 50,000.00 元。"
    assert remarks("bengbu") == [text]


def test_the_others_are_refused_by_name_and_for_nothing_else() -> None:
    assert remarks("luyang") == ["暂不支持公众投票（public_vote）。"]
    assert remarks("wuhu-micro") == ["暂不支持子届（parent）。"]
    assert remarks("xingfu") == [
        "暂不支持认领和众筹（pledge）。",
        "暂不支持协商委员会表决（council_vote）。",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_survives_being_stored(name: str) -> None:
    programme = shipped(name)
    assert programme.id == name
    assert Programme.from_canonical(programme.canonical()) == programme


def test_a_programme_kept_before_a_key_existed_still_reads() -> None:
    """An edition that runs outlives the version of the program it was opened with."""
    programme = shipped("beilin")
    kept = json.loads(programme.canonical())
    del kept["options"]["community_hearing"]
    assert Programme.from_canonical(json.dumps(kept)) == programme


class TestBeilin:
    """What the source says: 8 awards of up to 3 万 and 5 of up to 8 万."""

    def test_the_pool_is_what_the_slots_can_take(self) -> None:
        programme = shipped("beilin")
        assert [(t.id, t.slots, t.cap) for t in programme.tiers] == [
            ("A", 8, 30_000_00),
            ("B", 5, 80_000_00),
        ]
        assert programme.pool == sum((t.slots or 0) * (t.cap or 0) for t in programme.tiers)

    def test_the_process(self) -> None:
        programme = shipped("beilin")
        assert programme.options.names == {
            "hearing",
            "waitlist",
            "approval_before",
            "checkpoints",
        }
        (round_,) = programme.rounds
        assert (round_.panel, round_.aggregate, round_.sheets_needed) == (5, "trimmed", 5)
        assert programme.award.overflow == "skip"
        assert str(programme.notice.period) == "5wd"

    def test_with_less_money_it_says_that_money_will_bind(self) -> None:
        programme = reader.read(
            FOLDER / "beilin.toml", {"pool": "400000", "funds.district.amount": "400000"}
        )
        (remark,) = checker.check(programme, lifecycles=LIFECYCLES, actors=ROLES)
        assert remark.severity == "warning"
        assert str(remark.text) == (
            "名额乘最高额共 640,000.00 元，超过资金池 400,000.00 元：资金会先用完。"
        )


def test_xingfu_shows_each_source_of_money_by_itself() -> None:
    """9,000 households bring 90,000 元; the special fund is another 200,000."""
    totals = {fund.id: fund.total for fund in shipped("xingfu").funds}
    assert totals == {"per_household": 90_000_00, "special": 200_000_00, "won_elsewhere": 0}
