"""Definitions are known by their content."""

import json

import pytest

from creator.workflow.definition import Definition, canonical
from creator.workflow.duration import Duration
from creator.workflow.reader import read_text
from creator.workflow.resolve import resolve
from tests.workflow.samples import changed, definition, source


def test_what_is_stored_comes_back_as_the_same_definition() -> None:
    fund = definition("fund", "approval", "hearing")
    stored = Definition.from_body(fund.body)
    assert stored == fund
    assert (stored.hash, stored.states, stored.transitions) == (
        fund.hash,
        fund.states,
        fund.transitions,
    )


def test_the_hash_is_that_of_the_content_and_not_of_the_writing() -> None:
    same = resolve(read_text("# another comment\n" + source("fund"), "elsewhere.toml"), ())
    assert same.hash == definition("fund").hash


def test_the_hash_of_the_micro_grant_stays_what_it_was() -> None:
    """Subjects are pinned to hashes: an engine that computes others would orphan all of them."""
    assert definition("micro_grant").hash == (
        "188e9620f4c898ffcb179ddcf959c2f60f50b317c7efa9e4308030ba1259bef3"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('zh = "已支付"', 'zh = "已付款"'),
        ('after = "5wd"', 'after = "6wd"'),
        ("reason = true", "reason = true\nsign = true"),
        ('{ check = "money_left" }', ""),
    ],
)
def test_any_change_of_content_is_another_definition(old: str, new: str) -> None:
    assert resolve(changed("micro_grant", old, new), ()) != definition("micro_grant")


def test_the_body_is_canonical() -> None:
    body = definition("fund").body
    assert body == json.dumps(
        json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


@pytest.mark.parametrize("value", [1.5, [float("nan")], {"a": {"b": [0.0]}}])
def test_floats_have_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_people_see_fields_and_choices_in_the_order_of_the_file() -> None:
    fund = definition("fund", "approval")
    assert list(fund.transitions["report"].form) == ["summary", "spent"]
    assert list(fund.transitions["rule"].form["ruling"].choices) == ["yes", "no", "again"]


def test_questions_about_states() -> None:
    fund = definition("fund")
    assert [step.id for step in fund.exits("notice")] == ["confirm", "uphold"]
    assert fund.exits("closed") == ()
    assert fund.marked("awarded") == {"running", "closed"}
    assert fund.has("running", "public") and not fund.has("draft", "public")
    assert fund.states["notice"].due is not None
    assert fund.states["notice"].due.after == Duration(5, "wd")
