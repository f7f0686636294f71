"""Ready-made forms, budgets, check lists and score sheets, and changing them."""

import pytest

from creator.programme import reader
from creator.programme.fault import FaultyFile
from creator.programme.programme import Programme
from tests.programme.minimal import EXAMPLES, TEXT, faults_of, line_of


def with_(more: str) -> Programme:
    return reader.parse(f"{TEXT}\n{more}", "minimal.toml")


def ids(programme: Programme) -> list[str]:
    return [field.id for field in programme.form.fields]


def test_questions_without_a_matter_are_not_asked() -> None:
    """One assigned tier, no categories, no tracks, no hearing."""
    assert {"tier", "category", "track", "hearing"} & set(ids(with_(""))) == set()
    assert "hearing" in ids(with_("[options]\nhearing = true"))


def test_where_no_money_is_won_nobody_is_asked_how_much() -> None:
    about = {"amount", "own_funding", "budget", "other_public_money", "other_funding"}
    honour = TEXT.replace("cap = 10000", 'outcomes = ["honour"]')
    assert about <= set(ids(with_("")))
    for preset in ("standard", "micro"):
        found = reader.parse(f'{honour}\n[form]\npreset = "{preset}"\nleave_out = ["budget"]', "x")
        assert about & set(ids(found)) == set()
        assert "budget" not in {section.id for section in found.form.sections}
    assert {"amount", "budget_sums"} & {item.id for item in found.screening.items} == set()


def test_a_question_of_the_preset_can_be_changed_and_left_out() -> None:
    changed = with_(EXAMPLES[1])
    need = changed.form.field("need")
    assert need is not None
    assert (need.max_chars, need.min_chars, need.role) == (3000, 50, "need")
    assert "risks" not in ids(changed)
    assert "why_us" not in ids(changed)


def test_a_new_question_stands_at_the_end_of_its_section() -> None:
    section = next(s for s in with_(EXAMPLES[1]).form.sections if s.id == "need")
    assert [field.id for field in section.fields] == ["need", "survey"]


def test_a_field_inherits_what_its_section_says_of_readers() -> None:
    form = with_("").form
    read_by = {field.id: (field.audience, field.blind, field.personal) for field in form.fields}
    assert read_by["title"] == ("public", False, "none")
    assert read_by["profile"] == ("expert", True, "none")
    assert read_by["leader"] == ("expert", True, "name")
    assert read_by["contact_phone"] == ("officer", True, "contact")


def test_a_programme_may_write_its_own_form() -> None:
    own = """
        [form]
        preset = "none"
        [[form.sections]]
        id = "all"
        label = { zh = "全部", en = "All" }
        fields = [{ id = "title", role = "title", label = { zh = "名称", en = "Title" } }]
    """
    assert ids(with_(own)) == ["title"]


def test_an_unknown_preset_is_named() -> None:
    with pytest.raises(FaultyFile) as caught:
        with_('[budget]\npreset = "generel"')
    fault = caught.value.faults[0]
    assert (fault.line, str(fault.text)) == (
        line_of(f'{TEXT}\n[budget]\npreset = "generel"', "generel"),
        "没有名为“generel”的预设。",
    )
    assert str(fault.remedy) == "是不是想写“general”？"


def test_leaving_out_what_is_not_there_is_named() -> None:
    (fault,) = faults_of(f'{TEXT}\n[form]\nleave_out = ["risk"]')
    assert str(fault.text) == "“risk”不在 form 里，无法去掉。"


def test_a_budget_rule_of_the_preset_can_be_changed() -> None:
    rules = with_('[[budget.rules]]\nid = "labour_half"\npercent = 40').budget.rules
    assert next(rule.percent for rule in rules if rule.id == "labour_half") == 40


def test_only_score_sheets_that_are_used_belong_to_the_programme() -> None:
    assert [rubric.id for rubric in with_("").rubrics] == ["selection", "final"]


def test_changing_a_result_does_not_change_the_preset() -> None:
    with_('[[budget.rules]]\nid = "labour_half"\npercent = 40')
    rules = with_("").budget.rules
    assert next(rule.percent for rule in rules if rule.id == "labour_half") == 50
