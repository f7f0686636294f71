"""Steps that people cannot take back say beforehand what happens: so do the shipped files."""

import pytest

from creator.home import home
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.parts import STAYS, Transition
from creator.workflow.reader import read
from creator.workflow.resolve import resolve

HARMLESS = {
    ("proposal", "begin_screening"),  # only says who has it now
    ("proposal", "start_coaching"),  # leads back by itself
    ("proposal", "put_on_waitlist"),  # lists are corrected until they are submitted
    ("proposal", "promote"),
    ("objection", "admit"),  # an answer must follow either way
    ("review", "begin"),
    ("proposal", "contest_screening"),  # an objection may be withdrawn
    ("proposal", "contest_result"),
    ("proposal", "contest_award"),
    ("notice", "object"),
}
FILES = sorted((home() / "workflows/lifecycles").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_steps_without_a_way_back_ask(file):
    shipped = read(file)
    silent = {
        step.id
        for options in every_combination(shipped)
        for definition in [resolve(shipped, options)]
        for step in definition.transitions.values()
        if not step.confirm and _final(definition, step)
    }
    assert {(shipped.id, step) for step in silent} - HARMLESS == set()


def _final(definition: Definition, step: Transition) -> bool:
    """Taken by a person, and nobody's step leads from there to where it began.

    A step that stays where it is but moves other subjects cannot be undone from here either.
    """
    if all(word.startswith("@") for word in step.by):
        return False
    if step.to == STAYS:
        return any(use.word == "act" for use in step.effect)
    return any(
        source not in _reached(definition, target)
        for source in step.sources
        for target in step.targets(source)
    )


def _reached(definition: Definition, start: str) -> set[str]:
    seen, open_ = {start}, [start]
    while open_:
        for step in definition.exits(open_.pop()):
            if all(word.startswith("@") for word in step.by):
                continue
            new = {to for source in step.sources for to in step.targets(source)} - seen
            seen |= new
            open_ += new
    return seen
