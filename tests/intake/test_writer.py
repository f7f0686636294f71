"""Spreadsheets we hand out: nothing a person typed comes alive in them."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from creator.i18n import Label, _, speaking
from creator.intake.applications import understand_applications
from creator.intake.error_sheet import error_sheet
from creator.intake.writer import SheetOut, write_commas, write_workbook
from tests.intake.sheets import BEILIN, WITH_HEARING, sample

LIVE = [
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "http://evil.example",
    "{=1+1}",
]


def cells(data):
    return [
        [(cell.value, cell.data_type) for cell in row]
        for row in load_workbook(BytesIO(data)).active.iter_rows()
    ]


@pytest.mark.parametrize("text", LIVE)
def test_a_formula_typed_by_a_person_stays_text(text):
    rows = cells(write_workbook([SheetOut("名单", ["项目"], [[text]])]))
    assert rows[1] == [(text.replace("\r", ""), "s")]
    line = list(csv.reader(StringIO(write_commas(SheetOut("名单", ["项目"], [[text]])).decode())))[
        1
    ]
    assert not line[0].startswith(tuple("=+-@\t\r＝＋－＠"))


def test_numbers_stay_numbers_and_long_numbers_stay_exact():
    row = [1, 2.5, Decimal("86.35"), -3, 526101037731337297, None, "", True]
    written = cells(write_workbook([SheetOut("名单", ["x"] * 8, [row])]))[1]
    assert written == [
        (1, "n"), (2.5, "n"), (86.35, "n"), (-3, "n"), ("526101037731337297", "s"),
        (None, "n"), (None, "n"), ("True", "s"),
    ]  # fmt: skip
    assert write_commas(SheetOut("", ["a"], [[-3, "-3"]])) == b"\xef\xbb\xbfa\r\n-3,'-3\r\n"


def test_headings_and_cells_speak_the_language_of_the_reader():
    sheet = SheetOut("x", [Label("名称", "Name")], [[Label("甲", "A")]])
    with speaking("en"):
        assert cells(write_workbook([sheet])) == [[("Name", "s")], [("A", "s")]]


@example("00" + "𐀀" * 15)
@example("\ufffe")
@given(st.text(max_size=60))
def test_any_text_can_be_written_and_is_never_a_formula(text):
    data = write_workbook([SheetOut(text, ["x", "y"], [[text, "."]])])
    assert cells(data)[1][0][1] != "f"
    assert write_commas(SheetOut(text, ["x"], [[text]])).startswith(b"\xef\xbb\xbf")


def test_sheets_of_one_name_and_impossible_names_are_told_apart():
    same = [SheetOut("A类/B类:" + "长" * 40, ["x"], []) for _n in range(2)]
    names = load_workbook(BytesIO(write_workbook([*same, SheetOut("''", ["x"], [])]))).sheetnames
    assert names == ["A类 B类 " + "长" * 25, "A类 B类 " + "长" * 21 + " 2", "Sheet"]


def test_the_error_sheet_says_of_each_row_what_is_wrong_and_what_to_do():
    found = understand_applications(sample(BEILIN), BEILIN, WITH_HEARING)
    rows = cells(error_sheet(found, excluded={5, 23}, reasons={5: "=撤回", 13: _("超出档次")}))
    values = [[value for value, _type in row] for row in rows]
    assert values[0][:3] == ["行号", "序号", "项目名称"]
    assert values[0][-2:] == ["问题", "办法"]
    assert [row[0] for row in values[1:]] == [5, 10, 13, 19, 21, 23]
    assert [row[-2] for row in values[1:4]] == [
        "=撤回",
        "E10　统一社会信用代码“526101037731337290”的校验位不符：最后一位是“0”，"
        "按前 17 位计算应为“7”，其中至少有一位写错。",
        "超出档次\nI13　申请 35,000.00 元，超过A类最高 30,000.00 元。",
    ]
    assert values[3][-1] == "I13　请核对金额、单位和档次，或与申报单位商定后改正。"
    assert values[6][-2] == "合计行，不是项目。"
    assert {type_ for row in rows for _value, type_ in row} == {"s", "n"}
    assert values[4][2] == '=CONCATENATE("失独","家庭陪伴")'
