"""Rows: what is an entry, what is wrong with it, and what the officer does about it."""

from dataclasses import replace

import pytest

from creator.i18n import speaking
from creator.intake.applications import understand_applications
from tests.intake.sheets import (
    BEILIN,
    CODE,
    ENTRY,
    HEADER,
    SHEET,
    WITH_HEARING,
    part,
    problems,
    repacked,
    sample,
    understood,
    workbook,
)

UNIT = ["单位：元"]


def test_what_is_no_entry_is_left_out_with_a_reason():
    found = understood(
        [
            UNIT,
            ["序号", *HEADER],
            [1, *ENTRY],
            [2],
            ["序号", *HEADER],
            [3, "楼道议事", "示例服务站", CODE, "A类", 100_00],
            ["小 计", None, None, None, None, 36_500],
            ["A类合计（2个）", None, None, None, None, 36_500],
            ["备注：以上均已公示。"],
            ["填表人：某某", None, "审核人：某某", None, "日期：2017-01-20"],
            ["第1页"],
        ]
    )
    assert [row.number for row in found.rows] == [3, 6]
    assert [(row.number, str(row.reason)) for row in found.left_out] == [
        (4, "没有可以辨认的内容，例如只有序号。"),
        (5, "重复的表头。"),
        (7, "合计行，不是项目。"),
        (8, "合计行，不是项目。"),
        (9, "说明文字，不是项目。"),
        (10, "说明文字，不是项目。"),
        (11, "没有可以辨认的内容，例如只有序号。"),
    ]


def test_what_is_missing_can_wait_and_what_is_wrong_cannot():
    found = understood(
        [
            UNIT,
            HEADER,
            [None, "示例服务站", CODE, "A类", 20_000],
            ["甲", None, CODE, "A类", 20_000],
            ["乙", "示例服务站", None, None, None],
            ["丙", "示例服务站", "正在办理", "C类", "面议"],
        ]
    )
    assert problems(found) == [
        ("A3", "missing", True, "没有填“项目名称”。"),
        ("B4", "missing", True, "没有填“申报单位”。"),
        ("C5", "missing", False, "没有填“统一社会信用代码/备案号”。"),
        ("D5", "missing", False, "没有填“申报档次”。"),
        ("E5", "missing", False, "没有填“申请资金”。"),
        ("C6", "unreadable", True, "“正在办理”不像备案号。写法如：碑林备字〔2016〕103号。"),
        ("D6", "unknown_word", True, "没有“C类”这一档次。"),
        ("E6", "unreadable", True, "“面议”不是金额。"),
    ]
    assert str(found.rows[3].problems[1].remedy) == "可填：A类、B类。"


def test_the_caller_decides_what_else_may_wait():
    rows = [UNIT, HEADER, [*ENTRY[:4], 35_000]]
    assert len(understood(rows).faulty) == 1
    assert len(understood(rows, replace(WITH_HEARING, may_wait={"over_cap"})).faulty) == 0


@pytest.mark.parametrize("nothing", ["无", "/", "—", "--", "　", "暂无"])
def test_words_for_nothing_are_nothing(nothing):
    found = understood([UNIT, [*HEADER, "自筹资金"], [*ENTRY, nothing]])
    assert (found.rows[0].value("own_funding"), problems(found)) == (None, [])


def test_a_formula_counts_by_the_result_saved_with_it():
    data = workbook([UNIT, HEADER, [*ENTRY[:4], "=20000+6500"]])
    calculated = part(data, SHEET).replace(b"</f><v/>", b"</f><v>26500</v>")
    calculated = calculated.replace(b"</f><v />", b"</f><v>26500</v>")
    without = understand_applications(data, "汇总.xlsx", WITH_HEARING)
    assert problems(without) == [
        ("E3", "formula", True, "单元格里是公式，文件没有保存它的结果：=20000+6500")
    ]
    found = understand_applications(repacked(data, {SHEET: calculated}), "汇总.xlsx", WITH_HEARING)
    cell = found.rows[0].cells["amount"]
    assert (cell.value, str(cell.note)) == (26_500_00, "公式，取文件保存的结果“26500”")


def test_an_error_value_is_named():
    data = workbook([UNIT, HEADER, [*ENTRY[:4], "#REF!"]])
    found = understand_applications(data, "汇总.xlsx", WITH_HEARING)
    assert problems(found) == [("E3", "unreadable", True, "单元格里是错误值 #REF!。")]


def test_merged_cells_share_a_name_but_not_a_sum():
    found = understood(
        [UNIT, HEADER, ENTRY, ["楼道议事", None, None, "A类", None]],
        merged=["B3:B4", "C3:C4", "E3:E4"],
    )
    shared = found.rows[1].cells["organisation"]
    assert (shared.value, str(shared.note)) == ("示例服务站", "与第 3 行合并，取同一内容")
    assert str(found.rows[1].value("identifier")) == CODE
    assert problems(found) == [("E4", "merged", True, "与第 3 行合并为一格，看不出各是多少。")]


def test_the_same_code_under_two_names_and_a_filing_that_calls_itself_registered():
    found = understood(
        [
            UNIT,
            [*HEADER, "登记情况", "托管机构"],
            [*ENTRY, "登记", None],
            ["乙", "另一服务站", CODE, "A类", 20_000, "备案", "某联合会"],
            ["丙", "第三服务站", "碑林备字〔2016〕7号", "A类", 20_000, "登记", None],
            ["丁", "第四服务站", "碑林备字〔2016〕8号", "A类", 20_000, "备案", None],
        ]
    )
    assert problems(found) == [
        ("C4", "contradiction", False, f"“{CODE}”在第 3 行属于示例服务站。"),
        ("F4", "contradiction", False, "登记情况写“备案”，号码却是统一社会信用代码。"),
        ("F5", "contradiction", False, "登记情况写“登记”，号码却是备案号。"),
        ("G6", "missing", False, "没有填“托管机构”。"),
    ]


def test_a_double_is_found_however_it_is_typed():
    found = understood([UNIT, HEADER, ENTRY, ["“童心” 书屋", "示例 服务站", CODE, "A类", 20_000]])
    assert problems(found) == [
        ("A4", "doubled", True, "第 4 行与第 3 行重复：示例 服务站的““童心” 书屋”。")
    ]


def test_numbers_that_a_spreadsheet_spoiled_are_explained():
    found = understood(
        [UNIT, [*HEADER, "联系电话"], ["甲", "乙", 526101037731337277, "A类", 20_000, 2900001000]]
    )
    assert problems(found) == [
        ("C3", "unreadable", True, "号码被存成了数字 526101037731337000，末几位已丢失。"),
        (
            "F3",
            "unreadable",
            False,
            "电话“2900001000”缺区号前的 0（表格软件常会把它去掉），应为 02900001000。",
        ),
    ]


def test_texts_are_cleaned_and_not_endless():
    found = understood([UNIT, HEADER, [" 童心\n书屋\u200b ", "示" * 501, *ENTRY[2:]]])
    assert found.rows[0].value("title") == "童心 书屋"
    assert problems(found) == [("B3", "too_long", True, "文字有 501 字，最多 500 字。")]


def test_the_officer_corrects_excludes_and_is_done():
    settled = replace(
        WITH_HEARING,
        excluded={21},
        corrections={"E10": "526101037731337297", "I13": "3", "B19": "失独家庭陪伴", "O16": ""},
    )
    found = understand_applications(sample(BEILIN), BEILIN, settled)
    assert [row.number for row in found.faulty] == []
    assert len(found.clean) == 17
    assert (found.left_out[0].number, str(found.left_out[0].reason)) == (21, "经办人剔除。")
    corrected = {row.number: row for row in found.rows}[10].cells["identifier"]
    assert str(corrected.value) == "526101037731337297"
    assert str(corrected.note) == "经办人已更正，原为“526101037731337290”"
    assert problems(found) == [
        ("O16", "missing", False, "没有填“论证会日期”。"),
        ("P16", "missing", False, "没有填“论证会参加人数”。"),
    ]


def test_excluding_the_first_of_a_double_frees_the_second():
    found = understand_applications(sample(BEILIN), BEILIN, replace(WITH_HEARING, excluded={4}))
    assert [row.number for row in found.faulty] == [10, 13, 19]


def test_a_programme_without_tiers_and_categories_keeps_the_words():
    found = understood(
        [UNIT, HEADER, [*ENTRY[:3], "特等", 9_000_000]], replace(WITH_HEARING, tiers=())
    )
    assert (problems(found), found.rows[0].value("tier")) == ([], "特等")


def test_amounts_in_sentences_follow_the_language_of_the_reader():
    found = understood([UNIT, HEADER, [*ENTRY[:4], 35_000]])
    with speaking("en"):
        assert "CNY 35,000.00" in str(found.rows[0].problems[0].text)
