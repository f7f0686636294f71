"""Telephone numbers: read in any spelling, stored in one, shown masked."""

import pytest

from creator.identifiers import NotAnIdentifier, Phone, mask_phone, read_phone


@pytest.mark.parametrize(
    ("written", "number", "mobile"),
    [
        ("13912345678", "13912345678", True),
        ("+86 139-1234-5678", "13912345678", True),
        ("8613912345678", "13912345678", True),
        ("１３９１２３４５６７８", "13912345678", True),
        ("02900001000", "02900001000", False),
        ("（029）8765 4321", "02987654321", False),
        ("029—87654321转801", "02987654321-801", False),
        ("0912-3456789", "09123456789", False),
        ("010.12345678", "01012345678", False),
        ("+86 29 0000 1000", "02900001000", False),
        ("0086-29-00001000", "02900001000", False),
        ("0290000-1000", "02900001000", False),
        ("0912-3456789-8", "09123456789-8", False),
    ],
)
def test_one_number_has_one_canonical_form(written, number, mobile):
    assert read_phone(written) == Phone(number, mobile)
    assert read_phone(number).value == number


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2900001000", "电话“2900001000”缺区号前的 0（表格软件常会把它去掉），应为 02900001000。"),
        (
            "87654321",
            "“87654321”不是电话号码。手机写 11 位，座机连区号写，如 029-12345678。",
        ),
        ("1391234567", "“1391234567”不是电话号码。手机写 11 位，座机连区号写，如 029-12345678。"),
        ("", "“”不是电话号码。手机写 11 位，座机连区号写，如 029-12345678。"),
    ],
)
def test_what_is_no_number_is_explained(written, sentence):
    with pytest.raises(NotAnIdentifier) as refused:
        read_phone(written)
    assert str(refused.value.text) == sentence


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13912345678", "139****5678"),
        ("02900001000", "029****1000"),
        ("091234567890", "0912****7890"),
        ("02987654321-801", "029****4321-801"),
    ],
)
def test_strangers_see_the_middle_hidden(number, shown):
    assert mask_phone(number) == shown


def test_a_phone_masks_itself():
    assert read_phone("139 1234 1234").masked == "139****1234"
