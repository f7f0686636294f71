"""Rule files are read as strictly as programme files."""

from decimal import Decimal
from pathlib import Path

import pytest

from creator.calc.desk import Desk
from creator.calc.rules import NameKind, OneOf, read_rule
from creator.i18n import speaking
from creator.programme.fault import FaultyFile
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Number
from tests.calc.runs import write


@keyed
class Line:
    id: str = key(NameKind())
    weight: Decimal = key(Number(), default=Decimal(1))


@keyed
class Rule:
    overflow: str = key(OneOf(("stop", "skip", "partial")))
    lines: tuple[Line, ...] = key(tables(Line, least=1))


GOOD = 'overflow = "skip"\n\n[[lines]]\nid = "创新"\nweight = 0.15\n'


def faults_of(folder: Path, text: str) -> list[str]:
    path = write(folder, "R.toml", text)
    with speaking("en"), pytest.raises(FaultyFile) as caught:
        read_rule(path, Rule)
    with speaking("en"):
        return [str(one).replace(f"{path}:", "") for one in caught.value.faults]


def test_a_rule_knows_its_lines(tmp_path: Path) -> None:
    read = read_rule(write(tmp_path, "R.toml", GOOD), Rule)
    assert read.rule.lines == (Line(id="创新", weight=Decimal("0.15")),)
    assert [read.line(k) for k in ("lines.0.weight", "lines.0.gone", "none", "")] == [5, 3, 1, 1]


def test_a_rule_can_be_blamed_afterwards(tmp_path: Path) -> None:
    read = read_rule(write(tmp_path, "R.toml", GOOD), Rule)
    desk = Desk()
    read.blame(desk, "lines.0.weight", read.rule.lines[0].id, "…")  # type: ignore[arg-type]
    assert desk.faults[0].place == f"{read.path}:5"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("skip", "skpi"), "1: Error: “skpi” is not a known word"),
        (GOOD.replace("weight", "wieght"), "5: Error: “lines.0.wieght” is unknown."),
        (GOOD.replace("0.15", '"0.15"'), "5: Error: The value of “lines.0.weight” is wrong"),
        (GOOD.replace('id = "创新"', 'id = ""'), "4: Error: The value of “lines.0.id” is wrong"),
        (GOOD.replace("0.15", "nan"), "5: Error: The value of “lines.0.weight” is wrong"),
        (GOOD.replace('overflow = "skip"', ""), "1: Error: Missing: “overflow”."),
        (GOOD + "[", "6: Error: The key is not written as it should be"),
    ],
)
def test_a_slip_stops_it(tmp_path: Path, text: str, said: str) -> None:
    faults = faults_of(tmp_path, text)
    assert any(fault.startswith(said) for fault in faults), faults


def test_a_missing_key_points_to_the_page_on_files(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "[[lines]]\nid = 'a'\n")
    assert fault.endswith("Please add “overflow = …”; see docs/calc.md for how to write it.")
