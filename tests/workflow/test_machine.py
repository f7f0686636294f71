"""Asking for a step: one frozen machine for all subjects and threads."""

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from creator.workflow.machine import NotOffered, Undecided, advance, machine_of
from creator.workflow.parts import Transition
from creator.workflow.resolve import resolve
from tests.workflow.samples import changed, definition


def nothing(transition: Transition) -> Sequence[str]:
    return ()


FUND = definition("fund", "approval")


def test_a_step_without_refusals_moves() -> None:
    done = advance(FUND, state="draft", trigger="submit", data={}, check=nothing)
    assert (done.transition.id, done.to, done.refusals) == ("submit", "voting", ())


def test_a_refused_step_stays_and_gives_every_reason() -> None:
    refused = advance(
        FUND, state="draft", trigger="submit", data={}, check=lambda _step: ["late", "incomplete"]
    )
    assert (refused.to, refused.refusals) == (None, ("late", "incomplete"))


def test_the_check_is_asked_once_and_about_the_right_step() -> None:
    asked: list[str] = []

    def check(transition: Transition) -> Sequence[str]:
        asked.append(transition.id)
        return ()

    advance(FUND, state="approving", trigger="rule", data={"ruling": "no"}, check=check)
    assert asked == ["rule"]


@pytest.mark.parametrize(
    ("ruling", "to"), [("yes", "notice"), ("no", "rejected"), ("again", "approving")]
)
def test_a_field_selects_the_branch(ruling: str, to: str) -> None:
    step = advance(FUND, state="approving", trigger="rule", data={"ruling": ruling}, check=nothing)
    assert step.to == to


def test_the_outcome_of_the_children_selects_the_branch() -> None:
    step = advance(FUND, state="voting", trigger="count", data={}, outcome="carried", check=nothing)
    assert step.to == "approving"


@pytest.mark.parametrize(("holds", "to"), [(True, "notice"), (False, "rejected")])
def test_a_guard_word_selects_the_branch(holds: bool, to: str) -> None:
    """`rule` may go by what a guard says instead of by what somebody fills in."""
    old = 'choose = { on = "ruling", cases = { yes = "notice", no = "rejected", again = "@same" } }'
    new = 'choose = { on = "check:heard", cases = { true = "notice", false = "rejected" } }'
    fund = resolve(changed("fund", old, new), ("approval",))
    asked: list[str] = []

    def answer(word: str) -> bool:
        asked.append(word)
        return holds

    step = advance(fund, state="approving", trigger="rule", data={}, check=nothing, holds=answer)
    assert (step.to, set(asked)) == (to, {"heard"})


@pytest.mark.parametrize("ruling", [None, "maybe", "", ["yes"], 1])
def test_a_value_that_selects_no_branch_is_refused(ruling: object) -> None:
    with pytest.raises(Undecided):
        advance(FUND, state="approving", trigger="rule", data={"ruling": ruling}, check=nothing)


def test_data_cannot_stand_in_for_the_outcome() -> None:
    with pytest.raises(Undecided):
        advance(FUND, state="voting", trigger="count", data={"outcome": "carried"}, check=nothing)


def test_a_step_may_stay_where_it_is() -> None:
    step = advance(FUND, state="voting", trigger="remind_council", data={}, check=nothing)
    assert step.to == "voting"


@pytest.mark.parametrize(
    ("state", "trigger"),
    [("draft", "report"), ("closed", "report"), ("draft", "no_such"), ("nowhere", "submit"),
     ("draft", "to_closed"), ("draft", "os.getcwd")],
)  # fmt: skip
def test_a_step_the_state_does_not_offer_is_refused(state: str, trigger: str) -> None:
    with pytest.raises(NotOffered):
        advance(FUND, state=state, trigger=trigger, data={}, check=nothing)


def test_an_error_in_the_check_is_not_swallowed() -> None:
    def check(transition: Transition) -> Sequence[str]:
        raise LookupError(transition.id)

    with pytest.raises(LookupError):
        advance(FUND, state="draft", trigger="submit", data={}, check=check)


def test_the_machine_is_built_once_per_content() -> None:
    again = definition("fund", "approval")
    assert again is not FUND
    assert machine_of(again) is machine_of(FUND)
    assert machine_of(definition("fund")) is not machine_of(FUND)


def test_the_machine_takes_no_models_and_no_changes() -> None:
    machine = machine_of(FUND)
    with pytest.raises(TypeError):
        machine.add_model(object())
    with pytest.raises(TypeError):
        machine.add_transition("hop", "draft", "closed")
    assert machine.models == []


def test_the_library_adds_no_steps_of_its_own_and_keeps_quiet() -> None:
    assert list(machine_of(FUND).events) == list(FUND.transitions)
    assert logging.getLogger("transitions").level == logging.WARNING


def test_threads_share_a_machine_without_mixing_their_subjects() -> None:
    cases = [("yes", "notice"), ("no", "rejected"), ("again", "approving")] * 300
    together = threading.Barrier(8)

    def decide(number: int) -> list[str | None]:
        def check(_transition: Transition) -> Sequence[str]:
            return ["later"] if number % 2 else []

        together.wait()
        return [
            advance(
                FUND, state="approving", trigger="rule", data={"ruling": ruling}, check=check
            ).to
            for ruling, _to in cases[number:]
        ]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decide, range(8)))
    for number, found in enumerate(results):
        assert found == [None if number % 2 else to for _ruling, to in cases[number:]]


def test_threads_that_come_first_together_build_one_machine() -> None:
    fresh = definition("fund", "approval", "hearing")
    together = threading.Barrier(8)

    def build(_number: int) -> int:
        together.wait()
        return id(machine_of(fresh))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(build, range(8)))) == 1
