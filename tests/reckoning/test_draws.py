"""Draws come out as published ones did. Expected values are those of the publications."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.reckoning.draws import commitment, draw, key_string
from creator.reckoning.refusal import Unreckonable

# RFC 3797, section 6: the pool of its worked example, and its sources as they were published.
PEOPLE = (
    "John Mary Bashful Dopey Sleepy Grouchy Doc Sneazy Handsome Cassandra Pollyanna Pendragon "
    "Pandora Faith Hope Charity Lee Longsuffering Chastity Smith Pride Sloth Envy Anger Kasczynski"
)
POOL = PEOPLE.split()
CHOSEN = "Lee Doc Mary Charity Kasczynski Envy Sneazy Anger Chastity Pandora"
SOURCES = ("9319", "2 5 12 8 10", "9 18 26 34 41 45")
KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
# Its table: hash, divisor, selected. It goes on to the 16th although ten are chosen.
TABLE = """
990DD0A5692A029A98B5E01AA28F3459 25 17
3691E55CB63FCC37914430B2F70B5EC6 24 7
FE814EDF564C190AC1D25753979990FA 23 2
1863CCACEB568C31D7DDBDF1D4E91387 22 16
F4AB33DF4889F0AF29C513905BE1D758 21 25
13EAEB529F61ACFB9A29D0BA3A60DE4A 20 23
992DB77C382CA2BDB9727001F3CDCCD9 19 8
63AB4258ECA922976811C7F55C383CE7 18 24
DFBC5AC97CED01B3A6E348E3CC63F40D 17 19
31CB111C4A4EBE9287CEAE16FE51B909 16 13
07FA46C122F164C215BBC72793B189A3 15 22
AC52F8D75CCBE2E61AFEB3387637D501 14 5
53306F73E14FC0B2FBF434218D25948E 13 18
B5D1403501A81F9A47318BE7893B347C 12 9
85B10B356AA06663EF1B1B407765100A 11 1
3269E6CE559ABD57E2BA6AAB495EB9BD 10 4
"""


def test_the_worked_example_of_the_rfc() -> None:
    assert key_string(SOURCES) == KEY
    steps = draw(POOL, KEY, 16, "md5")
    rows = [row.split() for row in TABLE.strip().splitlines()]
    assert [[s.hash, str(s.remaining), str(s.index)] for s in steps] == rows
    assert [step.chosen for step in draw(POOL, KEY, 10, "md5")] == CHOSEN.split()


@pytest.mark.parametrize(
    ("size", "sources", "key", "chosen"),
    [
        pytest.param(
            134,
            ("17 20 22 35 36 38 48", "90193202", "55598744", "9 10 11 17 21 48 50"),
            "17.20.22.35.36.38.48./90193202./55598744./9.10." + "11.17.21.48.50./",
            [90, 25, 92, 126, 24, 31, 122, 96, 81, 132, 2, 41],
            id="nominations committee 2012",
        ),
        pytest.param(
            154,
            ("7 8 11 17 19 25 46", "08285182", "60115701", "2 3 18 26 32 33 42"),
            "7.8.11.17.19.25.46./8285182./60115701./2.3.18.26.32.33.42./",
            [138, 151, 89, 112, 117, 145, 118, 143, 144, 122, 95, 139],
            id="nominations committee 2013, a source with a leading zero",
        ),
    ],
)
def test_draws_that_were_really_held(
    size: int, sources: tuple[str, ...], key: str, chosen: list[int]
) -> None:
    assert key_string(sources) == key
    names = [f"n{number}" for number in range(1, size + 1)]
    assert [step.index for step in draw(names, key, 12, "md5")] == chosen


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("0", "0./"),
        ("007", "7./"),
        ("12.50 3.00 0.25", "0.253.12.5/"),
        ("  5\t1  ", "1.5./"),
        ("１２ ３", "3.12./"),
        ("w 4-1", "W41/"),
        ("10 9 100", "9.10.100./"),
    ],
)
def test_each_source_has_one_way_of_being_written(source: str, written: str) -> None:
    assert key_string([source]) == written


@pytest.mark.parametrize(
    "source", ["", " ", "1,234", "2,5,12", "-5", "1e5 3+", "双色球 05", "--", "5²"]
)
def test_a_source_that_can_be_read_in_two_ways_is_refused(source: str) -> None:
    if source == "1e5 3+":  # a letter makes it text
        assert key_string([source]) == "1E53/"
        return
    with pytest.raises(Unreckonable, match="写法不明确"):
        key_string([source])


def test_without_public_numbers_there_is_no_draw() -> None:
    with pytest.raises(Unreckonable, match="没有公开数字"):
        key_string([])


def test_a_commitment_is_the_sha256_of_the_plain_file() -> None:
    assert commitment(["甲", "乙"]) == hashlib.sha256("甲\n乙\n".encode()).hexdigest()
    assert commitment(["乙", "甲"]) != commitment(["甲", "乙"])
    assert commitment(["ab", "c"]) != commitment(["a", "bc"])


def test_the_house_draws_the_same_way_with_sha256() -> None:
    first = draw(POOL, KEY, 1, "sha256")[0]
    by_hand = hashlib.sha256(b"\0\0" + KEY.encode() + b"\0\0").hexdigest()
    assert first.hash == by_hand.upper()
    assert first.index == int(by_hand, 16) % 25 + 1


@pytest.mark.parametrize("pick", [0, -1, 26])
def test_nobody_is_drawn_who_is_not_there(pick: int) -> None:
    with pytest.raises(Unreckonable, match="25"):
        draw(POOL, KEY, pick, "md5")


def test_more_names_than_the_counter_can_count_are_refused() -> None:
    with pytest.raises(Unreckonable, match="65536"):
        draw([str(n) for n in range(0x10000)], KEY, 1, "md5")


@given(st.integers(1, 40), st.text("0123456789 ", min_size=1).filter(str.strip))
def test_a_full_draw_is_a_permutation_and_its_beginning_any_smaller_draw(n: int, by: str) -> None:
    names = [f"n{number}" for number in range(n)]
    whole = draw(names, key_string([by]), n, "sha256")
    assert sorted(step.chosen for step in whole) == sorted(names)
    assert whole[: n // 2] == (draw(names, key_string([by]), n // 2, "sha256") if n > 1 else ())
