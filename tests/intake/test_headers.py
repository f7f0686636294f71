"""Headers as offices make them: titles above, two storeys, units here and there, other words."""

from dataclasses import replace

from openpyxl import Workbook

from creator.intake.applications import understand_applications
from tests.intake.sheets import CODE, ENTRY, HEADER, WITH_HEARING, problems, saved, understood


def ids(understanding):
    return [(column.letter, column.id, column.unit) for column in understanding.columns]


def test_other_words_numbering_stars_and_brackets_mean_the_same():
    found = understood(
        [["1.申报项目（全称）*", "机构名称", "登记证号/备案号", "资助档次", "申报经费\n（万元）"],
         ["童心书屋", "示例服务站", CODE, "Ａ 类", 2.65]]
    )  # fmt: skip
    assert [id_ for _letter, id_, _unit in ids(found)] == [
        "title", "organisation", "identifier", "tier", "amount",
    ]  # fmt: skip
    assert found.rows[0].value("amount") == 26_500_00
    assert found.rows[0].value("tier") == "a"
    assert found.unit_stated


def test_a_header_of_two_storeys():
    found = understood(
        [
            ["申报表"],
            ["项目名称", "申报单位", "资金（万元）", None, "论证会", None],
            [None, None, "申请资金", "自筹资金", "日期", "参加人数"],
            ["童心书屋", "示例服务站", 2.65, 0.5, "2017-1-12", 14],
        ],
        merged=["A2:A3", "B2:B3", "C2:D2", "E2:F2"],
    )
    assert found.header_row == 3
    assert ids(found) == [
        ("A", "title", None),
        ("B", "organisation", None),
        ("C", "amount", "万元"),
        ("D", "own_funding", "万元"),
        ("E", "hearing_date", None),
        ("F", "hearing_attendance", None),
    ]
    assert found.rows[0].value("own_funding") == 5_000_00


def test_a_row_of_units_below_the_header():
    found = understood([HEADER, [None, None, None, None, "万元"], [*ENTRY[:4], 2.65]])
    assert (found.header_row, found.rows[0].value("amount")) == (2, 26_500_00)


def test_the_reporting_office_is_not_a_unit_of_money():
    found = understood([["填报单位：元宝街道办事处"], HEADER, ENTRY])
    assert (found.unit, found.unit_stated) == ("元", False)
    assert [str(remark) for remark in found.remarks] == [
        "表中没有写金额单位，按元读取。",
        "表中没有“托管机构”一列。",
        "表中没有“类别”一列。",
        "表中没有“项目周期”一列。",
        "表中没有“论证会日期”一列。",
        "表中没有“论证会参加人数”一列。",
        "表中没有“联系人”一列。",
        "表中没有“联系电话”一列。",
    ]


def test_a_sheet_in_wan_that_does_not_say_so_is_noticed_and_the_officer_can():
    rows = [HEADER, [*ENTRY[:4], 2.65]]
    assert problems(understood(rows)) == [
        ("E2", "implausible", True, "申请资金读作 2.65 元，太少。")
    ]
    found = understood(rows, replace(WITH_HEARING, unit="万元"))
    assert (problems(found), found.rows[0].value("amount")) == ([], 26_500_00)


def test_unknown_columns_are_reported_and_can_be_placed_by_hand():
    rows = [[*HEADER, "推荐街道", "钱"], [*ENTRY[:4], None, "柏树林街道", 26_500]]
    found = understood(rows)
    assert [(c.letter, c.header) for c in found.unknown_columns] == [("F", "推荐街道"), ("G", "钱")]
    assert found.rows[0].raw["F"] == "柏树林街道"
    placed = understood(rows, replace(WITH_HEARING, columns={"G": "amount", "E": ""}))
    assert placed.rows[0].value("amount") == 26_500_00
    assert [c.letter for c in placed.unknown_columns] == ["E", "F"]


def test_two_columns_for_one_thing_complete_each_other():
    found = understood(
        [["项目名称", "申报单位", "统一社会信用代码", "备案号"],
         ["甲", "示例一", CODE, None],
         ["乙", "示例二", None, "碑林备字[2016]7号"]]
    )  # fmt: skip
    assert [str(row.value("identifier")) for row in found.rows] == [CODE, "碑林备字〔2016〕7号"]


def test_the_likeliest_sheet_is_read_and_its_sisters_are_mentioned():
    book = Workbook()
    book.active.append(["说明", "请各街道填写"])
    for title in ("A类", "B类"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([f"{title}项目", *ENTRY[1:]])
    hidden = book.create_sheet("旧表")
    hidden.append([*HEADER, "联系人"])
    hidden.sheet_state = "hidden"
    data = saved(book)
    first = understand_applications(data, "汇总.xlsx", WITH_HEARING)
    assert first.sheet == "A类"
    assert str(first.remarks[-1]) == "工作表“B类”也是这样的表，没有读取；请选它再读一次。"
    other = understand_applications(data, "汇总.xlsx", replace(WITH_HEARING, sheet="B类"))
    assert other.rows[0].value("title") == "B类项目"
