"""What an application lacks, judged without any database: programme, answers, files."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.home import home
from creator.i18n import Label
from creator.programme import reader
from creator.programme.budget import BudgetRule
from creator.programme.fields import Condition
from creator.programme.forms import CrossRule
from creator.rules import answers, budgets
from creator.rules.application import Application
from creator.rules.shapes import Misshapen, priced, shaped
from tests.services.applicants import ANSWERS, line

BEILIN = reader.read(home() / "workflows/programmes/beilin.toml")
SAID = Label("规则。", "A rule.")


def without_files(programme):
    sections = [
        replace(s, fields=tuple(f for f in s.fields if f.type != "attachment"))
        for s in programme.form.sections
    ]
    return replace(programme, form=replace(programme.form, sections=tuple(sections)))


PROGRAMME = without_files(BEILIN)


def filled(programme=PROGRAMME, **changes):
    given_answers = {**ANSWERS, **changes}
    fields = {field.id: field for field in programme.form.fields}
    return Application(
        programme,
        {id: shaped(programme, fields[id], value) for id, value in given_answers.items()},
    )


def places(application):
    return [refusal.place for refusal in answers.incomplete(application)]


def budget_rule(**kwargs):
    rule = BudgetRule(id="r", label=SAID, **kwargs)
    return replace(PROGRAMME, budget=replace(PROGRAMME.budget, rules=(rule,)))


def cross_rule(**kwargs):
    rule = CrossRule(id="r", label=SAID, **kwargs)
    return replace(PROGRAMME, form=replace(PROGRAMME.form, rules=(rule,)))


def budget_places(application):
    return [refusal.place for refusal in budgets.broken(application)]


def test_a_well_filled_application_lacks_nothing():
    assert places(filled()) == []
    assert budget_places(filled()) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": "一"}, "title"),
        ({"title": "一" * 41}, "title"),
        ({"beneficiary_count": 0}, "beneficiary_count"),
        ({"contact_phone": "139"}, "contact_phone"),
        ({"truth": False}, "truth"),
        ({"indicators": [{"name": "活动次数"}]}, "indicators.0.target"),
        (
            {"activities": [{"title": "课", "date": "2017-03-10", "people": 0}]},
            "activities.0.people",
        ),
        ({"start": "2017-11-30", "end": "2017-03-01"}, "start"),
        ({"start": "2017-02-28"}, "start"),
        ({"end": "2017-08-30"}, "end"),
    ],
)
def test_a_fault_is_found_at_its_place(changes, place):
    assert places(filled(**changes)) == [place]


def test_six_months_are_enough_to_the_day():
    assert places(filled(start="2017-03-01", end="2017-08-31")) == []


def test_an_answer_behind_a_question_that_is_not_asked_does_not_count():
    application = filled(other_public_money=False, other_funding="区残联 5000 元")
    assert places(application) == []
    assert "other_funding" not in application.kept


def test_questions_that_wait_for_each_other_are_not_asked():
    def waiting(field):
        other = {"risks": "lasting", "lasting": "risks"}.get(field.id)
        return replace(field, shown_when=Condition(field=other, equals="x")) if other else field

    sections = [replace(s, fields=tuple(map(waiting, s.fields))) for s in PROGRAMME.form.sections]
    programme = replace(PROGRAMME, form=replace(PROGRAMME.form, sections=tuple(sections)))
    asked = filled(programme, risks="x", lasting="x").fields
    assert {"risks", "lasting"} & set(asked) == set()


@pytest.mark.parametrize(
    ("rule", "holds", "breaks"),
    [
        ({"kind": "before", "fields": ("start", "end")}, {}, {"end": "2017-02-01"}),
        ({"kind": "at_most", "fields": ("own_funding", "amount")}, {}, {"own_funding": 9**9}),
        (
            {"kind": "share_min", "fields": ("own_funding", "amount"), "percent": Decimal(10)},
            {"own_funding": 3_000_00},
            {"own_funding": 2_999_99},
        ),
        (
            {"kind": "sum", "fields": ("own_funding", "amount"), "total": "beneficiary_count"},
            {"own_funding": 10, "amount": 50},
            {"own_funding": 10, "amount": 51},
        ),
        (
            {"kind": "any_of", "fields": ("risks", "lasting")},
            {"lasting": "交给社区"},
            {"lasting": None},
        ),
        (
            {"kind": "within_implementation", "fields": ("activities",)},
            {},
            {"activities": [{"title": "课", "date": "2018-01-01", "people": 3}]},
        ),
    ],
)
def test_rules_across_questions(rule, holds, breaks):
    programme = cross_rule(**rule)

    def codes(changes):
        found = answers.incomplete(filled(programme, **changes))
        return [refusal.code for refusal in found if refusal.code == "rule.r"]

    assert (codes(holds), codes(breaks)) == ([], ["rule.r"])


def test_activities_lie_inside_the_project() -> None:
    days = ("2017-03-01", "2017-11-30", "2017-02-28", "2017-12-01")
    rows = [{"title": "课", "date": day, "people": 3} for day in days]
    found = list(answers.incomplete(filled(activities=rows)))
    assert [one.place for one in found] == ["activities.2.date", "activities.3.date"]
    assert str(found[0]) == (
        "“活动计划”第 3 行的日期 2017-02-28 不在项目的起止日期（2017-03-01 至 2017-11-30）之内。"
    )


@pytest.mark.parametrize(
    ("rule", "bad", "place"),
    [
        ({"kind": "ratio_max", "tags": ("labour",), "percent": Decimal(50)},
         [("labour", "助理", 15_001), ("other", "杂", 14_999)], "budget.0.amount"),
        ({"kind": "ratio_max", "tags": ("labour",), "percent": Decimal(10), "of": "requested"},
         [("labour", "助理", 3_001), ("other", "杂", 26_999)], "budget.0.amount"),
        ({"kind": "ratio_min", "tags": ("materials",), "percent": Decimal(1)},
         [("labour", "助理", 30_000)], "budget"),
        ({"kind": "ban_tags", "tags": ("admin",)},
         [("other", "杂", 29_999), ("admin", "办公", 1)], "budget.1.head"),
        ({"kind": "ban_words", "words": ("红包",)},
         [("other", "发红包", 30_000)], "budget.0.item"),
        ({"kind": "line_max", "tags": ("venue",), "amount": 100_00},
         [("other", "杂", 29_899), ("venue", "场地", 101)], "budget.1.amount"),
        ({"kind": "unit_price_max", "tags": ("experts",), "amount": 500_00},
         [("experts", "讲师", 30_000)], "budget.0.unit_price"),
    ],
)  # fmt: skip
def test_a_broken_budget_rule_points_at_the_line(rule, bad, place):
    rows = [line(head, item, "1", yuan) for head, item, yuan in bad]
    assert budget_places(filled(budget_rule(**rule), budget=rows)) == [place]


def test_exactly_half_is_not_more_than_half():
    programme = budget_rule(kind="ratio_max", tags=("labour",), percent=Decimal(50))
    rows = [line("labour", "助理", "1", 15_000), line("other", "杂", "1", 15_000)]
    assert budget_places(filled(programme, budget=rows)) == []


def test_a_rule_for_spending_says_nothing_of_a_plan():
    programme = budget_rule(kind="ban_words", words=("讲师",), stage="spend")
    assert budget_places(filled(programme)) == []


def test_the_own_share_is_of_the_whole_budget():
    budget = replace(PROGRAMME.budget, own_share_min=Decimal(40))
    programme = replace(PROGRAMME, budget=budget)
    rows = [line("other", "杂", "1", 50_000)]

    def short(own_yuan):
        found = filled(programme, budget=rows, own_funding=own_yuan * 100)
        return [r.code for r in budgets.broken(found) if r.code == "budget.own_share"]

    assert (short(20_000), short(19_999)) == ([], ["budget.own_share"])


def test_a_line_without_price_is_asked_for_before_any_sum_is_judged():
    rows = [{"head": "other", "item": "杂"}]
    assert places(filled(budget=rows)) == ["budget.0.quantity", "budget.0.unit_price"]
    assert budget_places(filled(budget=rows)) == []


def test_an_amount_alone_is_one_piece_at_that_price():
    assert priced({"head": "other", "amount": 700}) == {
        "head": "other",
        "quantity": "1",
        "unit_price": 700,
        "amount": 700,
    }


def test_a_half_fen_is_rounded_up():
    assert priced({"quantity": "0.5", "unit_price": 333})["amount"] == 167


def test_a_price_beyond_all_measure_is_refused():
    field = PROGRAMME.form.field("budget")
    with pytest.raises(Misshapen) as refused:
        shaped(PROGRAMME, field, [{"quantity": "999999999999", "unit_price": 999_999_99}])
    assert refused.value.place == "budget.0.unit_price"


_PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.decimals() | st.dates()
_ANYTHING = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(PROGRAMME.form.fields), _ANYTHING)
def test_whatever_is_sent_is_either_refused_or_stored_in_one_spelling(field, value):
    try:
        kept = shaped(PROGRAMME, field, value)
    except Misshapen:
        return
    assert shaped(PROGRAMME, field, kept) == kept
    list(answers.incomplete(Application(PROGRAMME, {} if kept is None else {field.id: kept})))
