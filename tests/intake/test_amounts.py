"""Amounts and counts in the spellings that occur in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.intake.amounts import read_amount, read_count
from creator.intake.grid import Written
from creator.intake.setting import Expectations, Setting, Unreadable
from creator.money import yuan

YUAN = Setting("元", Expectations())
WAN = Setting("万元", Expectations())


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (2.8, 28_000_00),
        (3, 30_000_00),
        (0, 0),
        (1.98, 19_800_00),
        (2.8000000000000003, 28_000_00),
        ("２.５", 25_000_00),
        ("2.6万", 26_000_00),
        ("2.6 万元", 26_000_00),
        ("3w", 30_000_00),
        ("30,000元", 30_000_00),
        ("￥30，000.50", 300_005_000_00),
        ("人民币叁万", None),
        ("¥30000元整", 30_000_00),
        ("5千元", 5_000_00),
    ],
)
def test_in_a_sheet_of_wan_a_cell_may_name_its_own_unit(written, fen):
    if fen is None:
        with pytest.raises(Unreadable):
            read_amount(Written(written), WAN)
    else:
        assert read_amount(Written(written), WAN).value == fen


@pytest.mark.parametrize(
    "written",
    ["约3万", "3万-5万", "-5", "1e3", "1_000", "NaN", "3,00", "三万", True, float("nan"), "3万5千"],
)
def test_what_is_no_plain_amount_is_refused(written):
    with pytest.raises(Unreadable) as refused:
        read_amount(Written(written), YUAN)
    assert refused.value.kind == "unreadable"


def test_less_than_a_fen_and_more_than_any_programme_are_refused():
    for written in (0.001, 10**12):
        with pytest.raises(Unreadable) as refused:
            read_amount(Written(written), YUAN)
    assert str(refused.value.text) == "“1000000000000”（元）太大，或者不足一分。"


def test_a_note_says_how_an_unusual_amount_was_read():
    assert read_amount(Written("26000"), YUAN).note is None
    assert str(read_amount(Written("2.6万"), YUAN).note) == "写作“2.6万”，读作 26,000.00 元"


@given(st.integers(0, 10**10))
def test_every_amount_we_write_is_read_back(fen):
    assert read_amount(Written(yuan(fen)), YUAN).value == fen
    assert read_amount(Written(yuan(fen) + "元"), WAN).value == fen


@pytest.mark.parametrize(
    ("written", "count"),
    [(30, 30), ("30人", 30), ("１,２００人次", 1200), (45.0, 45), ("约30人", 30)],
)
def test_counts(written, count):
    assert read_count(Written(written), YUAN).value == count


@pytest.mark.parametrize("written", ["三十", 2.5, "30-40", "", "99999999999"])
def test_what_is_no_count_is_refused(written):
    with pytest.raises(Unreadable) as refused:
        read_count(Written(written), YUAN)
    assert str(refused.value.text) == f"“{written}”不是整数。"
