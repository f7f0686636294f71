"""Whatever is written in a programme, the answer is a programme or a list of faults."""

import re

import pytest

from creator.home import home
from creator.programme import checker, reader
from creator.programme.fault import FaultyFile

FOLDER = home() / "workflows" / "programmes"
VALUES = (
    '""',
    "0",
    "-1",
    "1.5",
    "true",
    "2017-01-01",
    "2017-01-01T00:00:00",
    "[]",
    "[[]]",
    "[1]",
    "{}",
    "[{}]",
    '"{name}"',
    '{ id = "x", label = { zh = "甲", en = "A" } }',
    '[{ id = ["x"], label = { zh = "甲", en = "A" } }]',
    "99999999999999999999",
    "inf",
    "nan",
)


@pytest.mark.full
@pytest.mark.parametrize("name", ["beilin", "xingfu"])
def test_any_value_at_any_key_is_answered(name: str) -> None:
    lines = (FOLDER / f"{name}.toml").read_text("utf-8").splitlines()
    keys = [i for i, line in enumerate(lines) if re.match(r"[a-z_]+ = (?!\[$)", line)]
    for i in keys:
        for value in VALUES:
            wrong = lines.copy()
            wrong[i] = f"{wrong[i].partition(' = ')[0]} = {value}"
            try:
                read = reader.parse("\n".join(wrong), "x")
                faults = checker.check(read, lifecycles=(), actors=(), options=())
                assert type(read).from_canonical(read.canonical()) == read
            except FaultyFile as faulty:
                faults = faulty.faults
            assert all(str(fault) for fault in faults)


@pytest.mark.parametrize("value", VALUES)
def test_any_value_for_a_whole_table_is_answered(value: str) -> None:
    for table in ("form", "budget", "screening", "rubrics", "options", "form.sections"):
        try:
            reader.read(FOLDER / "beilin.toml", {table: value})
        except FaultyFile as faulty:
            assert all(str(fault) for fault in faulty.faults)
