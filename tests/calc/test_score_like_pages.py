"""Every rule a programme can declare can be written as a rule file, and means the same."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from creator.calc.desk import Desk
from creator.calc.rules import read_rule
from creator.calc.score.plan import Stage, plan
from creator.calc.score.rule import ScoreRule
from creator.i18n import Label
from creator.programme.programme import Programme
from creator.programme.reader import read
from creator.programme.rubrics import Criterion
from creator.rules.results import panel_rule
from creator.rules.sheets import rubric_of
from creator.rules.standing import _composite
from tests.calc.runs import write
from tests.house import ROOT

PROGRAMMES = sorted((ROOT / "workflows" / "programmes").glob("*.toml"))


def text(value: object) -> str:
    """A TOML value."""
    if isinstance(value, Label):
        return f"{{ zh = {text(value.zh)}, en = {text(value.en)} }}"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def item(criterion: Criterion) -> str:
    """An item as an office would copy it out of the programme."""
    lines = {"id": criterion.id, "label": criterion.label, "type": criterion.type}
    for name in ("weight", "max", "minimum"):
        if getattr(criterion, name) is not None and criterion.type != "knockout":
            lines[name] = getattr(criterion, name)
    steps = ", ".join(
        f"{{ points = {one.points}, label = {text(one.label)} }}" for one in criterion.anchors
    )
    if criterion.type in ("levels", "ticks", "words"):
        return (
            "\n".join(f"{name} = {text(value)}" for name, value in lines.items())
            + f"\nanchors = [{steps}]"
        )
    return "\n".join(f"{name} = {text(value)}" for name, value in lines.items())


def rule_of(programme: Programme) -> str:
    """The whole programme's judging as a rule file."""
    written = [
        f"decimals = {programme.ranking.decimals}",
        f'composite = "{programme.ranking.composite}"',
    ]
    for index, round_ in enumerate(programme.rounds):
        by_criterion = round_.aggregate == "trimmed" and round_.trim_over == "criterion"
        keys = {
            "id": round_.id,
            "weight": round_.weight,
            "aggregate": round_.aggregate,
            "average": "criteria" if by_criterion else "sheets",
            "min_sheets": round_.sheets_needed,
            "below_minimum": "mean" if round_.below_minimum == "mean" else "refuse",
            "decimals": round_.decimals,
        }
        if round_.aggregate == "trimmed":
            names = ("drop_high", "drop_low", "trim_over")
            keys |= {name: getattr(round_, name) for name in names}
        written += ["[[rounds]]", *(f"{name} = {text(value)}" for name, value in keys.items())]
        for criterion in rubric_of(programme, index).criteria:
            written += ["[[rounds.criteria]]", item(criterion)]
    return "\n".join(written)


def planned(folder: Path, programme: Programme) -> Stage:
    return plan(read_rule(write(folder, "r.toml", rule_of(programme)), ScoreRule), Desk())


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_a_programme_says_the_same_on_files(tmp_path: Path, path: Path) -> None:
    programme = read(path)
    stage = planned(tmp_path, programme)
    rounds = range(len(programme.rounds))
    assert [panel.panel for panel in stage.panels()] == [panel_rule(programme, i) for i in rounds]
    if len(rounds) > 1 and programme.ranking.composite != "last":
        assert stage.rule == _composite(programme, [round_.id for round_ in programme.rounds])
