"""What is too large, broken or dangerous is refused at once, with a sentence and a way out."""

import random
import struct
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from creator.intake.applications import understand_applications
from creator.intake.understanding import NotReadable
from tests.intake.sheets import (
    BEILIN,
    ENTRY,
    HEADER,
    SHEET,
    WITH_HEARING,
    part,
    repacked,
    sample,
    workbook,
)

GOOD = workbook([HEADER, ENTRY])
TOO_LARGE = "文件展开后太大，不像一份申报汇总表。"
DAMAGED = "文件已损坏，不能读取。"
NO_WORKBOOK = "文件已损坏，或者不是标准的 Excel 工作簿。"
ENTITIES = "文件里有 XML 实体声明，可能有害，不予读取。"
DOCTYPE = (
    '<?xml version="1.0"{encoding}?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<worksheet><sheetData/></worksheet>"
)


def refusal(data: bytes, name: str = "汇总表.xlsx") -> str:
    with pytest.raises(NotReadable) as refused:
        understand_applications(data, name, WITH_HEARING)
    assert str(refused.value.remedy).startswith("请")
    return str(refused.value.text)


def bomb(megabytes: int) -> bytes:
    return repacked(GOOD, {SHEET: b"<worksheet>" + bytes(1_000_000) * megabytes})


def with_declared_size(data: bytes, size: int) -> bytes:
    """The same zip whose directory lies about the inflated size of the sheet."""
    at = data.rindex(SHEET.encode()) - 46  # the fixed part of its record in the central directory
    assert data[at : at + 4] == b"PK\x01\x02"
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def test_a_bomb_is_refused_before_it_is_inflated():
    data = bomb(150)
    assert len(data) < 200_000
    start = perf_counter()
    assert refusal(data) == TOO_LARGE
    assert perf_counter() - start < 0.05


def test_a_bomb_below_the_size_limit_is_known_by_its_ratio():
    assert refusal(bomb(15)) == TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_not_inflated_beyond_what_it_says():
    data = with_declared_size(bomb(150), 900)
    start = perf_counter()
    assert refusal(data) == DAMAGED
    assert perf_counter() - start < 0.05


@pytest.mark.parametrize(
    "content",
    [
        DOCTYPE.format(encoding="").encode(),
        DOCTYPE.format(encoding=' encoding="UTF-16"').encode("utf-16"),
        DOCTYPE.format(encoding="").replace("<!DOCTYPE", "<!-- - --><!DOCTYPE").encode(),
    ],
)
def test_a_document_type_is_refused_in_any_encoding(content):
    assert refusal(repacked(GOOD, {SHEET: content})) == ENTITIES
    assert refusal(repacked(GOOD, {"xl/workbook.xml": content})) == ENTITIES


def test_a_document_type_in_ebcdic_is_no_way_around():
    head = b'<?xml version="1.0" encoding="cp037"?>'
    body = DOCTYPE.split("?>")[1].encode("cp037")
    assert refusal(repacked(GOOD, {SHEET: head + body})) == DAMAGED


def test_a_part_of_nothing_but_tags_is_refused():
    """Twelve megabytes of `<a/>` are small enough, but a parser would need half a gigabyte."""
    noise = b"<worksheet>" + b"<a/>" * 3_000_000 + random.Random(1).randbytes(130_000)
    start = perf_counter()
    assert refusal(repacked(GOOD, {SHEET: noise})) == TOO_LARGE
    assert perf_counter() - start < 1


def test_macros_are_refused():
    assert refusal(repacked(GOOD, {"xl/vbaProject.bin": b"x"})) == "文件里有宏，不予读取。"


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{n}.png": b"x" for n in range(600)}
    assert refusal(repacked(GOOD, parts)) == TOO_LARGE


def test_a_zip_with_two_parts_of_one_name_is_refused():
    buffer = BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(buffer, "a") as package:
        package.writestr(SHEET, b"<worksheet/>")
    assert refusal(buffer.getvalue()) == DAMAGED


def test_unusual_compression_is_refused():
    buffer = BytesIO(GOOD)
    with ZipFile(buffer, "a", ZIP_LZMA) as package:
        package.writestr("xl/extra.xml", b"<x/>")
    assert refusal(buffer.getvalue()) == DAMAGED


def test_a_password_is_named_as_the_reason():
    at = GOOD.index(b"PK\x01\x02")
    locked = GOOD[: at + 8] + b"\x01\x00" + GOOD[at + 10 :]
    assert refusal(locked) == "文件设有密码。"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "汇总表.xlsx", "文件是空的。"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600),
            "汇总表.xlsx",
            "这是旧版 Excel 文件，或者设有打开密码。",
        ),
        (GOOD, "汇总表.xls", "“汇总表.xls”不是 .xlsx 或 .csv 文件，不能读取。"),
        (GOOD, "汇总表.xlsm", "“汇总表.xlsm”不是 .xlsx 或 .csv 文件，不能读取。"),
        (GOOD, "汇总表.csv", "“汇总表.csv”不是 .xlsx 或 .csv 文件，不能读取。"),
        (GOOD, "xlsx", "“xlsx”不是 .xlsx 或 .csv 文件，不能读取。"),
        (b"%PDF-1.7", "汇总表.xlsx", DAMAGED),
        (GOOD[: len(GOOD) // 2], "汇总表.xlsx", DAMAGED),
        (bytes(10_000_001), "汇总表.xlsx", "文件超过 10 MB。"),
        (b"\x00\x01\x02", "汇总表.csv", "这不是文本格式的 CSV 文件，或编码无法辨认。"),
    ],
)
def test_a_file_that_is_something_else_is_refused(data, name, sentence):
    assert refusal(data, name) == sentence


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        package.writestr("readme.txt", "hello")
    assert refusal(buffer.getvalue()) == "这不是 Excel 工作簿。"


def test_broken_xml_is_refused():
    assert refusal(repacked(GOOD, {SHEET: b"<<worksheet>"})) == DAMAGED
    assert refusal(repacked(GOOD, {SHEET: b"<worksheet>"})) == NO_WORKBOOK
    crooked = part(GOOD, SHEET).replace(b'<row r="2"', b'<row r="x"')
    assert refusal(repacked(GOOD, {SHEET: crooked})) == NO_WORKBOOK


def test_a_damaged_part_is_refused():
    assert refusal(GOOD.replace(part(GOOD, SHEET)[:5], b"")[:-40]) == DAMAGED
    assert refusal(repacked(GOOD, {"xl/styles.xml": b"<styleSheet><cellXfs/>"})) == NO_WORKBOOK


def test_a_declared_dimension_of_a_million_rows_is_not_believed():
    sheet = part(sample(BEILIN), SHEET).replace(b'ref="A1:R24"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in sheet
    start = perf_counter()
    found = understand_applications(repacked(sample(BEILIN), {SHEET: sheet}), BEILIN, WITH_HEARING)
    assert perf_counter() - start < 1
    assert len(found.rows) == 18


def test_a_stray_cell_a_million_rows_below_is_named():
    row = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    far = part(GOOD, SHEET).replace(b"</sheetData>", row)
    start = perf_counter()
    assert refusal(repacked(GOOD, {SHEET: far})) == "工作表“Sheet”超过 10000 行。"
    assert perf_counter() - start < 2


def test_a_row_number_beyond_any_sheet_does_not_hang():
    row = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    far = part(GOOD, SHEET).replace(b"</sheetData>", row)
    start = perf_counter()
    refusal(repacked(GOOD, {SHEET: far}))
    assert perf_counter() - start < 2


def test_a_merged_area_as_large_as_the_sheet_does_not_hang():
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    vast = part(GOOD, SHEET).replace(b"</sheetData>", merged)
    start = perf_counter()
    found = understand_applications(repacked(GOOD, {SHEET: vast}), "汇总表.xlsx", WITH_HEARING)
    assert perf_counter() - start < 1
    assert len(found.rows) == 1


@pytest.mark.parametrize("rows", [[], [["碑林区"]], [["甲", "乙", "丙"]], [ENTRY]])
def test_a_sheet_without_a_header_is_refused(rows):
    assert refusal(workbook(rows)) == "找不到表头：没有一行写着“项目名称、申报单位”等列名。"


def test_a_sheet_of_headings_only_has_no_rows():
    found = understand_applications(workbook([HEADER]), "汇总表.xlsx", WITH_HEARING)
    assert (found.rows, found.left_out) == ((), ())
