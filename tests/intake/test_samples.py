"""The two summaries that ship with the program: every blemish is found, nothing else is."""

from datetime import date

from creator.identifiers import CreditCode, FilingNumber, Phone
from creator.intake.applications import understand_applications
from creator.intake.dates import ProjectPeriod
from tests.intake.sheets import BEILIN, OVERSUBSCRIBED, WITH_HEARING, problems, sample


def test_every_blemish_of_the_district_summary_is_found_and_nothing_else():
    found = understand_applications(sample(BEILIN), BEILIN, WITH_HEARING)
    assert problems(found) == [
        (
            "E10",
            "unreadable",
            True,
            "统一社会信用代码“526101037731337290”的校验位不符：最后一位是“0”，"
            "按前 17 位计算应为“7”，其中至少有一位写错。",
        ),
        ("I13", "over_cap", True, "申请 35,000.00 元，超过A类最高 30,000.00 元。"),
        ("O16", "missing", False, "没有填“论证会日期”。"),
        ("P16", "missing", False, "没有填“论证会参加人数”。"),
        (
            "B19",
            "formula",
            True,
            '单元格里是公式，文件没有保存它的结果：=CONCATENATE("失独","家庭陪伴")',
        ),
        (
            "B21",
            "doubled",
            True,
            "第 21 行与第 4 行重复：柏树林街道老年协会（示例）的“老人编制课堂”。",
        ),
    ]
    assert [row.number for row in found.faulty] == [10, 13, 19, 21]
    assert [row.number for row in found.rows] == list(range(4, 22))


def test_the_total_and_the_note_are_left_out_with_a_reason():
    found = understand_applications(sample(BEILIN), BEILIN, WITH_HEARING)
    assert [(row.number, str(row.reason)) for row in found.left_out] == [
        (23, "合计行，不是项目。"),
        (24, "说明文字，不是项目。"),
    ]


def test_header_and_unit_are_found_below_the_title():
    found = understand_applications(sample(BEILIN), BEILIN, WITH_HEARING)
    assert (found.sheet, found.header_row, found.unit, found.unit_stated) == (
        "申报汇总",
        3,
        "万元",
        True,
    )
    assert "".join(column.letter for column in found.columns) == "ABCDEFGHIJKLMNOPQR"
    assert found.unknown_columns == []
    assert found.remarks == ()


def test_a_row_means_what_a_person_would_read():
    rows = {
        row.number: row
        for row in understand_applications(sample(BEILIN), BEILIN, WITH_HEARING).rows
    }
    assert {id_: cell.value for id_, cell in rows[7].cells.items()} == {
        "number": "4",
        "title": "老年人星期四课堂",
        "organisation": "长安路街道邻里互助社（示例）",
        "registration": "filed",
        "identifier": FilingNumber("碑林备字", 2016, "103"),
        "sponsor": "长安路街道社区社会组织联合会（示例）",
        "category": "elderly",
        "tier": "a",
        "amount": 30_000_00,
        "own_funding": 1_500_00,
        "site_community": "雁北社区",
        "beneficiaries": "辖区60岁以上老人",
        "beneficiary_count": 80,
        "period": ProjectPeriod(10),
        "hearing_date": date(2017, 1, 20),
        "hearing_attendance": 18,
        "contact": "项目负责人",
        "phone": Phone("02900001003", mobile=False),
    }
    assert rows[12].value("identifier") == CreditCode("526101034516053670")  # typed with blanks
    assert rows[21].value("title") == "老人编制课堂"  # typed with a blank after it


def test_amounts_dates_and_periods_are_read_in_every_spelling():
    rows = understand_applications(sample(BEILIN), BEILIN, WITH_HEARING).rows[:6]
    assert [row.value("amount") for row in rows] == [
        28_000_00, 30_000_00, 25_000_00, 30_000_00, 19_800_00, 26_000_00,
    ]  # fmt: skip
    assert [str(row.cells["amount"].note) for row in rows if row.cells["amount"].note] == [
        "写作“２.５”，读作 25,000.00 元",
        "写作“2.6万”，读作 26,000.00 元",
    ]
    assert [row.value("hearing_date") for row in rows[:4]] == [
        date(2017, 1, 12), date(2017, 1, 15), date(2017, 1, 18), date(2017, 1, 20),
    ]  # fmt: skip
    assert [row.value("period") for row in rows[:4]] == [
        ProjectPeriod(10, date(2017, 3, 1), date(2017, 12, 31)),
        ProjectPeriod(9, date(2017, 3, 1), date(2017, 11, 30)),
        ProjectPeriod(9),
        ProjectPeriod(10),
    ]


def test_the_oversubscribed_summary_is_clean():
    found = understand_applications(sample(OVERSUBSCRIBED), OVERSUBSCRIBED, WITH_HEARING)
    assert problems(found) == []
    assert len(found.clean) == 45
    assert [row.value("tier") for row in found.clean] == ["a"] * 30 + ["b"] * 15
    assert (found.unit, found.left_out, found.remarks) == ("元", (), ())
    assert sum(row.value("amount") for row in found.clean) == 1_791_800_00
