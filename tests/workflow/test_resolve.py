"""Options and parameters are decided before anything is verified or hashed."""

import pytest

from creator.workflow.combinations import every_combination
from creator.workflow.duration import Duration
from creator.workflow.fault import FaultyFile
from creator.workflow.resolve import resolve
from tests.workflow.samples import changed, definition, lifecycle


def refusals(*options: str, **params: str | int) -> list[str]:
    with pytest.raises(FaultyFile) as caught:
        resolve(lifecycle("fund"), options, params)
    return [str(fault.text) for fault in caught.value.faults]


def test_without_an_option_its_state_and_steps_are_gone() -> None:
    plain, full = definition("fund"), definition("fund", "hearing")
    assert "hearing" not in plain.states and "hearing" in full.states
    assert "hold_hearing" not in plain.transitions
    assert plain.transitions["withdraw"].sources == ("draft", "voting")
    assert full.transitions["withdraw"].sources == ("draft", "hearing", "voting")


def test_a_step_may_exist_only_without_an_option() -> None:
    assert "count_finally" in definition("fund").transitions
    assert "count_finally" not in definition("fund", "approval").transitions


def test_a_branch_over_an_option_is_decided() -> None:
    assert definition("fund").transitions["submit"].to == "voting"
    assert definition("fund", "hearing").transitions["submit"].to == "hearing"


def test_guards_and_effects_follow_options_too() -> None:
    guards = [use.word for use in definition("fund").transitions["submit"].guard]
    assert guards == ["complete", "amount_at_most"]
    guards = [use.word for use in definition("fund", "hearing").transitions["submit"].guard]
    assert guards == ["complete", "amount_at_most", "heard"]
    assert len(definition("fund", "quick").transitions["submit"].effect) == 1


def test_nobody_can_have_done_a_step_that_is_gone() -> None:
    assert definition("fund", "approval").transitions["rule"].four_eyes == ()


def test_parameters_take_their_default_or_what_the_edition_says() -> None:
    assert definition("fund").params == {"notice_days": "5wd", "quorum": 5, "most": "30000"}
    set_ = resolve(lifecycle("fund"), (), {"notice_days": "7wd", "quorum": 9})
    assert set_.states["notice"].due is not None
    assert set_.states["notice"].due.after == Duration(7, "wd")
    join = set_.children["vote"].join
    assert join is not None and join.least == 9
    assert set_.hash != definition("fund").hash


def test_a_choice_that_cannot_be_is_refused_with_words() -> None:
    assert refusals("hering") == ["“fund”没有选项“hering”。"]
    assert refusals("quick", "hearing") == ["选项“quick”和“hearing”不能同时选。"]
    assert refusals(notice_days="2wd") == ["参数“notice_days”是 2wd，超出界限 3wd。"]
    assert refusals(notice_days="11wd") == ["参数“notice_days”是 11wd，超出界限 10wd。"]
    assert refusals(notice_days="7d") == ["参数“notice_days”须与下限或上限 3wd 同单位。"]
    assert refusals(most="50000.01") == ["参数“most”是 50000.01，超出界限 50000。"]
    assert refusals(quorum="five") == ["参数“quorum”不能是 'five'。"]
    assert refusals(quorum=True) == ["参数“quorum”不能是 True。"]
    assert refusals(nothing=1) == ["“fund”没有参数“nothing”。"]


def test_a_step_that_stays_may_not_lead_to_a_state_that_went() -> None:
    loose = changed("fund", 'carried = "notice", lost', 'carried = "approving", lost')
    with pytest.raises(FaultyFile) as caught:
        resolve(loose, ())
    (fault,) = caught.value.faults
    assert str(fault.text) == "选项组合（-）下，这里指向已去掉的状态“approving”。"
    assert loose.lines.at(("transition", "count_finally", "choose")) == fault.line


def test_every_combination_honours_what_options_exclude() -> None:
    found = {"+".join(sorted(chosen)) for chosen in every_combination(lifecycle("fund"))}
    assert found == {
        "", "hearing", "approval", "quick", "approval+hearing", "approval+quick",
    }  # fmt: skip


def test_every_combination_honours_what_options_need() -> None:
    needing = changed("fund", 'excludes = ["hearing"]', 'needs = ["approval"]')
    found = {"+".join(sorted(chosen)) for chosen in every_combination(needing)}
    assert found == {
        "", "hearing", "approval", "approval+hearing", "approval+quick", "approval+hearing+quick",
    }  # fmt: skip
