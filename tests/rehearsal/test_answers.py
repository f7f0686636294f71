"""Made-up applications can be handed in: nothing is missing and no rule is broken."""

from datetime import timedelta

import pytest

from creator.home import home
from creator.programme import reader
from creator.programme.programme import Programme
from creator.rehearsal.answers import Applicant, filled_in
from creator.rules import budgets, crossings
from creator.rules.application import Application
from tests.rehearsal import strangers

NAMES = ("a form and a budget of its own", "coaching and a hearing", "matching own money")


def read(name: str) -> Programme:
    return reader.parse(strangers.PROGRAMMES[name], "programme.toml", {})


def application(rules: Programme, yuan: int, own: int = 0) -> Application:
    """What somebody hands in who only knew title and amounts."""
    known = {"title": "老人编制课堂", "amount": yuan * 100, "own_funding": own * 100}
    given = {field.id: known[field.role] for field in rules.form.fields if field.role in known}
    applicant = Applicant("老人编制课堂", "S", "", yuan * 100, own * 100)
    return Application(rules, filled_in(rules, applicant, given))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("yuan", (1000, 7777, 20000))
def test_the_budget_adds_up_and_keeps_every_rule(name: str, yuan: int) -> None:
    made = application(read(name), yuan, own=yuan)
    assert [str(refusal.text) for refusal in budgets.broken(made)] == []


@pytest.mark.parametrize("name", NAMES)
def test_answers_fit_together(name: str) -> None:
    made = application(read(name), 9000, own=9000)
    assert [str(refusal.text) for refusal in crossings.broken(made)] == []


def test_activities_begin_with_the_project_even_where_its_dates_were_given() -> None:
    rules = reader.read(home() / "workflows/programmes/beilin.toml")
    start = rules.calendar.ends - timedelta(days=200)
    given = {"start": start.isoformat(), "end": rules.calendar.ends.isoformat()}
    made = Application(rules, filled_in(rules, Applicant("课", "A", "", 900000), given))
    assert [refusal.code for refusal in crossings.broken(made)] == []


def test_questions_that_come_up_through_answers_are_answered_too() -> None:
    made = application(read("a form and a budget of its own"), 9000)
    assert made.is_answered("why")
    assert not made.is_answered("since")


BOUNDED = """
[[form.sections]]
id = "count"
label = { zh = "人数", en = "People" }
fields = [
  { id = "men", type = "integer", min = 0, max = 5, label = { zh = "男", en = "Men" } },
  { id = "women", type = "integer", min = 0, label = { zh = "女", en = "Women" } },
  { id = "all", type = "integer", min = 8, label = { zh = "合计", en = "Together" } },
]
[[form.rules]]
id = "sum"
kind = "sum"
fields = ["women", "men"]
total = "all"
label = { zh = "男女相加", en = "Both together" }
"""


def test_mended_numbers_stay_within_the_bounds_of_their_questions() -> None:
    rules = reader.parse(strangers.programme(BOUNDED), "programme.toml", {})
    known = {"amount": 900000, "title": "老人编制课堂"}
    given = {field.id: known[field.role] for field in rules.form.fields if field.role in known}
    made = filled_in(rules, Applicant("老人编制课堂", "S", "", 900000), given)
    assert (made["men"], made["women"], made["all"]) == (0, 8, 8)
