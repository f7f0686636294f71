"""Credit codes and filing numbers as they stand in people's sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.identifiers import (
    CREDIT_CODE_ALPHABET,
    CreditCode,
    FilingNumber,
    NotAnIdentifier,
    check_digit,
    read_credit_code,
    read_filing_number,
    read_registration,
)


@pytest.mark.parametrize(
    "written",
    [
        "52610103117317183K",
        " 52610103117317183k ",
        "５２６１０１０３１１７３１７１８３Ｋ",
        "5261 0103 1173 1718 3K",
        "52610103117317183K\u200b\u00a0",
    ],
)
def test_a_right_code_is_read_however_it_is_typed(written):
    code = read_credit_code(written)
    assert code == CreditCode("52610103117317183K")
    assert code.region == "610103"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "526101037731337290",
            "统一社会信用代码“526101037731337290”的校验位不符：最后一位是“0”，"
            "按前 17 位计算应为“7”，其中至少有一位写错。",
        ),
        ("5261010311731718", "统一社会信用代码应为 18 位，“5261010311731718”是 16 位。"),
        (
            "5261O103117317183K",
            "统一社会信用代码第 5 位写成了“O”：代码不用字母 I、O、S、V、Z，请核对是否为数字。",
        ),
        ("5261010311731718+K", "统一社会信用代码第 17 位“+”不是数字或大写字母。"),
        (
            "52A10103117317183K",
            "统一社会信用代码第 3 至 8 位是行政区划，应全为数字，这里是“A10103”。",
        ),
        ("", "统一社会信用代码应为 18 位，“”是 0 位。"),
    ],
)
def test_a_wrong_code_is_refused_and_never_repaired(written, sentence):
    with pytest.raises(NotAnIdentifier) as refused:
        read_credit_code(written)
    assert str(refused.value.text) == sentence


CODES = st.tuples(
    st.text(CREDIT_CODE_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_CODE_ALPHABET, min_size=9, max_size=9),
).map("".join)


@given(CODES, st.integers(0, 16), st.sampled_from(CREDIT_CODE_ALPHABET))
def test_one_wrong_character_never_passes(first17, place, other):
    code = first17 + check_digit(first17)
    assert read_credit_code(code).value == code
    broken = code[:place] + other + code[place + 1 :]
    if broken == code:
        return
    with pytest.raises(NotAnIdentifier):
        read_credit_code(broken)


@pytest.mark.parametrize(
    "written",
    [
        "碑林备字〔2016〕103号",
        "碑林备字[2016]103号",
        "碑林备字（2016）103号",
        " 碑林备字【2016】第103号 ",
        "碑林备字〔２０１６〕１０３号",
        "碑林备字 (2016) 103",
    ],
)
def test_a_filing_number_is_read_in_any_brackets(written):
    number = read_filing_number(written)
    assert number == FilingNumber("碑林备字", 2016, "103")
    assert number.value == "碑林备字〔2016〕103号"
    assert read_registration(written) == number


def test_what_is_neither_is_refused_with_an_example():
    with pytest.raises(NotAnIdentifier) as refused:
        read_registration("正在办理")
    assert str(refused.value) == "“正在办理”不像备案号。写法如：碑林备字〔2016〕103号。"


def test_a_registration_without_chinese_characters_is_a_credit_code():
    assert read_registration("52610103117317183K") == CreditCode("52610103117317183K")
