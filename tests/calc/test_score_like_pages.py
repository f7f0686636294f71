"""The rule file written of a programme means what the pages mean by it."""

from pathlib import Path

import pytest

from creator.calc.desk import Desk
from creator.calc.rules import read_rule
from creator.calc.score.files import rule_text
from creator.calc.score.plan import plan
from creator.calc.score.rule import ScoreRule
from creator.programme.reader import read
from creator.rules.results import panel_rule
from creator.rules.standing import _composite
from tests.calc.runs import write
from tests.house import ROOT

PROGRAMMES = sorted((ROOT / "workflows" / "programmes").glob("*.toml"))


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_the_rules_of_a_programme_are_the_same_on_files(tmp_path: Path, path: Path) -> None:
    programme = read(path)
    ids = [round_.id for round_ in programme.rounds]
    file = read_rule(write(tmp_path, "r.toml", rule_text(programme, ids)), ScoreRule)
    stage = plan(file, Desk())
    rules = [panel_rule(programme, index) for index in range(len(ids))]
    assert [panel.panel for panel in stage.panels()] == rules
    if len(ids) > 1 and programme.ranking.composite != "last":
        assert stage.rule == _composite(programme, ids)
