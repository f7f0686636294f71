"""Whatever a spreadsheet makes of a table: read as documented, or refused at file, line, column."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from creator.calc.desk import Desk
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Flag, Money, Name, Names, Number, Order, Whole, Word
from creator.i18n import speaking
from creator.programme.fault import FaultyFile

COLUMNS = [
    Column("proposal", Name()),
    Column("points", Number(least=Decimal(0), most=Decimal(100))),
    Column("confidence", Number(), empty=None, required=False),
]
GOOD = "proposal,points\nA,90\nB,12.50\n"


class Reading:
    """One table read from bytes: its rows, or its faults; and the remarks."""

    def __init__(self, folder: Path, data: bytes, columns: list[Column] = COLUMNS) -> None:
        path = folder / "S.csv"
        path.write_bytes(data)
        self.remarks: list[str] = []
        self.faults: list[str] = []
        self.table: Table | None = None
        desk = Desk(lambda remark: self.remarks.append(str(remark)))
        with speaking("en"):
            try:
                self.table = read_table(path, columns, desk, key=[columns[0].name])
                desk.settle()
            except FaultyFile as faulty:
                self.faults = [str(one).replace(f"{path}:", "") for one in faulty.faults]

    @property
    def rows(self) -> list[tuple[object, ...]]:
        assert self.table is not None, self.faults
        assert self.faults == []
        return [(row["proposal"], row["points"], row.line) for row in self.table]


Read = Callable[[str], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda text: Reading(tmp_path, text.encode())


EXPECTED = [("A", Decimal(90), 2), ("B", Decimal("12.50"), 3)]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.rstrip(),
        GOOD.replace("A,90", " A ,\t90 "),
        GOOD.replace("A,90", '"A","90"'),
        GOOD.replace("proposal,points", " proposal , points ,,"),
        GOOD.replace("proposal,points", "proposal,points,,").replace("A,90", "A,90,,"),
    ],
)
def test_what_does_not_matter(read: Read, text: str) -> None:
    assert read(text).rows == EXPECTED


def test_a_separating_comma_is_no_empty_cell(read: Read) -> None:
    """`30,000,` must not become 30 with an empty cell behind it."""
    (fault,) = read("proposal,points,confidence\nA,30,000,\n").faults
    assert fault.startswith("2: Error: This row has 4 cells, the header has 3.")


def test_blank_lines_are_skipped_but_counted(read: Read) -> None:
    rows = read("\n,,\nproposal,points\n\nA,90\n , \nB,12.50\n").rows
    assert rows == [("A", Decimal(90), 5), ("B", Decimal("12.50"), 7)]


def test_a_cell_with_a_line_break_counts_its_lines(read: Read) -> None:
    faults = read('proposal,points\n"A\nA",90\nB,x\n').faults
    assert [fault.split(" ")[0] for fault in faults] == ["2:proposal:", "4:points:"]


def test_gbk_is_read_and_said(tmp_path: Path) -> None:
    reading = Reading(tmp_path, "proposal,points\n社区,90\n".encode("gb18030"))
    assert reading.rows == [("社区", Decimal(90), 2)]
    assert reading.remarks == [
        f"{tmp_path / 'S.csv'}: This is not UTF-8; it is read as GB18030 (GBK)."
    ]


def test_full_width_digits_are_read_and_said_once(read: Read) -> None:
    reading = read("proposal,points\nA,９０\nB,１２．５０\n")
    assert reading.rows == EXPECTED
    assert len(reading.remarks) == 1
    assert "2:points: The full-width “９０” is read as “90”" in reading.remarks[0]


def test_programs_write_small_numbers_with_an_exponent(read: Read) -> None:
    assert read("proposal,points\nA,2.5e-05\nB,1E1\n").rows == [
        ("A", Decimal("0.000025"), 2),
        ("B", Decimal(10), 3),
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "This cell is empty"),
        ("abc", "“abc” is not a number"),
        ('"1,234"', "write 1234"),
        ("NaN", "NaN or Infinity"),
        ("Infinity", "NaN or Infinity"),
        ("1e400", "Please write the number out"),
        ("1e99", "too many digits"),
        ("1e-30", "too many digits"),
        ("90%", "Please leave out the per-cent sign"),
        ("+5", "“+5” is not a number"),
        ("1_000", "“1_000” is not a number"),
        (".5", "“.5” is not a number"),
        ("٣", "“٣” is not a number"),
        ("-1", "-1 is out of range"),
        ("100.01", "100.01 is out of range"),
        ("1." + "0" * 20 + "1", "too many digits"),
        ("9" * 60, "too many digits"),
    ],
)
def test_what_is_no_number(read: Read, cell: str, said: str) -> None:
    (fault,) = read(f"proposal,points\nA,90\nB,{cell}\n").faults
    assert fault.startswith("3:points: Error: ")
    assert said in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: Error: The file is empty."),
        ("\n\n", "1: Error: The file is empty."),
        ("proposal,points\n", "1: Error: The table has no row of data."),
        ("proposal;points\nA;90\n", "1: Error: The columns are not separated by commas."),
        ("proposal,point\nA,90\n", "1:point: Error: There is no column “point”."),
        ("proposal\nA\n", "1:points: Error: The column “points” is missing."),
        ("proposal,points,points\nA,1,2\n", "1:points: Error: The column “points” occurs twice."),
        ("proposal,points\nA\n", "2: Error: This row has 1 cells, the header has 2."),
        ("proposal,points\nA,1,234\n", "2: Error: This row has 3 cells, the header has 2."),
        ("proposal,points\nA,1\nA,2\n", "3:proposal: Error: Repeats line 2: proposal=A."),
        ('proposal,points\n"A,1\nB,2\n', "2: Error: The quotes or the form are wrong here"),
        ("proposal,points\nA\u200b,1\n", "2:proposal: Error: “'A\\u200b'” has invisible"),
    ],
)
def test_what_is_no_table(read: Read, text: str, said: str) -> None:
    faults = read(text).faults
    assert any(fault.startswith(said) for fault in faults), faults


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD.encode("utf-16"), "1: Error: This is no CSV text."),
        (b"PK\x03\x04rest", "1: Error: This is no CSV text."),
        (b"proposal,points\nA\0,1\n", "2: Error: This is no CSV text."),
        (b"proposal,points\nA,1\n\xff\xff,2\n", "3: Error: The file is neither UTF-8 nor GB18030."),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, said: str) -> None:
    (fault,) = Reading(tmp_path, data).faults
    assert fault.startswith(said)


def test_every_fault_is_told_at_once_up_to_twenty(read: Read) -> None:
    assert len(read("proposal,points\n,x\nB,y\n").faults) == 3
    many = read("proposal,points\n" + "".join(f"P{n},x\n" for n in range(30))).faults
    assert len(many) == 21
    assert "20 errors were found" in many[-1]


def test_a_column_that_may_be_absent(read: Read) -> None:
    table = read("proposal,points,confidence\nA,90,\nB,12,3\n").table
    assert table is not None
    assert table.columns["confidence"] == [None, Decimal(3)]
    without = read(GOOD).table
    assert without is not None
    assert list(without.columns["confidence"]) == [None, None]
    assert "confidence" not in without.present


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Column("x", Money()), "30000.5", 3000050),
        (Column("x", Whole()), "7", 7),
        (Column("x", Flag()), "是", True),
        (Column("x", Flag()), "FALSE", False),
        (Column("x", Names()), "finance; youth", ("finance", "youth")),
        (Column("x", Word({"skip": 1, "stop": 2})), "stop", 2),
        (Column("x", Order()), "３", 3),
        (Column("x", Number()), "-0", Decimal(0)),
    ],
)
def test_other_kinds(tmp_path: Path, column: Column, cell: str, value: object) -> None:
    columns = [Column("proposal", Name()), column]
    table = Reading(tmp_path, f"proposal,x\nA,{cell}\n".encode(), columns).table
    assert table is not None
    assert table.columns["x"] == [value]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (Column("x", Number()), "9²", "is not a number"),
        (Column("x", Number()), "①", "is not a number"),
        (Column("x", Money()), "3.005", "too many digits"),
        (Column("x", Money()), "3万", "not a number"),
        (Column("x", Whole()), "7.5", "not a whole number"),
        (Column("x", Flag()), "maybe", "neither “yes” nor “no”"),
        (Column("x", Names()), "a;a", "written twice"),
        (Column("x", Word({"skip": 1})), "skpi", "Did you mean “skip”?"),
        (Column("x", Order()), "2026-03-01T10:00:00+08:00", "time zone"),
    ],
)
def test_other_kinds_refuse(tmp_path: Path, column: Column, cell: str, said: str) -> None:
    columns = [Column("proposal", Name()), column]
    (fault,) = Reading(tmp_path, f"proposal,x\nA,{cell}\n".encode(), columns).faults
    assert said in fault


def test_times_order_as_they_follow_each_other(tmp_path: Path) -> None:
    columns = [Column("proposal", Name()), Column("x", Order())]
    rows = "A,2026-03-20T17:00:00\nB,2026-03-20 17:00:00.000001\nC,2026-03-19\n"
    table = Reading(tmp_path, f"proposal,x\n{rows}".encode(), columns).table
    assert table is not None
    a, b, c = table.columns["x"]
    assert c < a < b
