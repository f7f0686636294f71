"""Workbooks for the tests, made as an office program makes them, and broken as attackers do."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from creator.home import home
from creator.intake.applications import understand_applications
from creator.intake.setting import BASIC, Choice, Expectations
from creator.intake.understanding import Understanding

A = Choice("a", "A类", cap=30_000_00)
B = Choice("b", "B类", cap=80_000_00)
CATEGORIES = tuple(
    Choice(id_, label)
    for id_, label in [
        ("elderly", "为老服务"),
        ("youth", "儿童青少年"),
        ("culture", "社区文体"),
        ("relief", "助困帮扶"),
        ("governance", "社区治理"),
    ]
)
WITH_HEARING = Expectations(
    tiers=(A, B),
    categories=CATEGORIES,
    required=BASIC | {"hearing_date", "hearing_attendance"},
)
HEADER = ["项目名称", "申报单位", "信用代码", "档次", "申请金额"]
CODE = "52610103117317183K"
ENTRY = ["童心书屋", "示例服务站", CODE, "A类", 26_500]
BEILIN = "beilin-applications.xlsx"
OVERSUBSCRIBED = "beilin-oversubscribed.xlsx"


def sample(name: str) -> bytes:
    return (home() / "workflows" / "samples" / name).read_bytes()


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    return saved(book)


def understood(
    rows: Sequence[Sequence[object]],
    expected: Expectations = WITH_HEARING,
    merged: Sequence[str] = (),
) -> Understanding:
    return understand_applications(workbook(rows, merged), "汇总表.xlsx", expected)


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The same workbook with some parts replaced or added."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name, None) or old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as package:
        return package.read(name)


def problems(understanding: Understanding) -> list[tuple[str, str, bool, str]]:
    """Cell, kind, fatal, sentence: in the order of the sheet."""
    return [
        (p.cell, p.kind, p.fatal, str(p.text)) for row in understanding.rows for p in row.problems
    ]


SHEET = "xl/worksheets/sheet1.xml"
