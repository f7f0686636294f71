"""CSV as Excel, WPS and other programs save it."""

import pytest

from creator.intake.applications import understand_applications
from creator.intake.understanding import NotReadable
from tests.intake.sheets import CODE, WITH_HEARING, problems

LINES = [
    "单位：元,,,,",
    "项目名称,申报单位,信用代码,档次,申请金额",
    f'童心书屋,示例服务站,="{CODE}",A类,"26,500"',
    "合计,,,,=SUM(E3:E3)",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_line_end_and_separator(encoding, line_end, separator):
    text = line_end.join(LINES).replace('"26,500"', "26500").replace(",", separator)
    found = understand_applications(text.encode(encoding), "汇总.CSV", WITH_HEARING)
    assert found.sheet == "汇总"
    assert [row.number for row in found.rows] == [3]
    assert str(found.rows[0].value("identifier")) == CODE
    assert found.rows[0].value("amount") == 26_500_00
    assert [row.number for row in found.left_out] == [4]
    assert problems(found) == []


def test_quoted_commas_and_line_ends_belong_to_their_cell():
    text = "\r\n".join(LINES).replace("示例服务站", '"示例\r\n服务站"')
    found = understand_applications(text.encode(), "汇总.csv", WITH_HEARING)
    assert found.rows[0].value("organisation") == "示例 服务站"
    assert found.rows[0].value("amount") == 26_500_00


def test_too_many_lines_are_refused():
    data = ("\n".join(LINES[:2]) + "\n甲,乙,,,1" * 10_000).encode()
    with pytest.raises(NotReadable) as refused:
        understand_applications(data, "汇总.csv", WITH_HEARING)
    assert str(refused.value.text) == "工作表“汇总”超过 10000 行。"


def test_a_field_without_end_is_refused():
    data = ('项目名称,申报单位,档次\n"' + "x" * 200_000).encode()
    with pytest.raises(NotReadable) as refused:
        understand_applications(data, "汇总.csv", WITH_HEARING)
    assert str(refused.value.text) == "CSV 文件的格式有误，不能读取。"
