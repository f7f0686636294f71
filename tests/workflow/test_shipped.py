"""The lifecycles that ship are sound, each with every combination of its options, and together."""

import pytest

from creator.home import home
from creator.i18n import LANGUAGES
from creator.rules.vocabulary import vocabulary
from creator.workflow.advice import unused
from creator.workflow.combinations import every_combination
from creator.workflow.drawing import draw
from creator.workflow.family_checks import verify_family
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.reader import read
from creator.workflow.resolve import resolve
from creator.workflow.verifier import verify

FILES = sorted((home() / "workflows/lifecycles").glob("*.toml"))
NAMES = [file.stem for file in FILES]


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def shipped(request: pytest.FixtureRequest) -> Lifecycle:
    return read(request.param)


def test_a_file_is_named_after_its_lifecycle(shipped: Lifecycle) -> None:
    assert f"{shipped.id}.toml" == shipped.path.rpartition("/")[2]


def test_every_combination_of_options_is_sound(shipped: Lifecycle) -> None:
    for options in every_combination(shipped):
        found = verify(resolve(shipped, options), vocabulary(), NAMES, shipped.lines)
        assert [str(fault) for fault in found if fault.severity == "error"] == []


def test_nothing_is_defined_that_is_not_used(shipped: Lifecycle) -> None:
    assert [str(fault) for fault in unused(shipped)] == []


def test_a_parent_that_ends_can_end_every_child(shipped: Lifecycle) -> None:
    kinds = {child["lifecycle"] for child in shipped.document.get("child", [])}
    satellites = [
        resolve(lifecycle, options)
        for lifecycle in map(read, FILES)
        if lifecycle.id in kinds
        for options in every_combination(lifecycle)
    ]
    for options in every_combination(shipped):
        found = verify_family(resolve(shipped, options), satellites, shipped.lines)
        assert [str(fault) for fault in found] == []


def test_every_combination_can_be_drawn(shipped: Lifecycle) -> None:
    for options in every_combination(shipped):
        for language in LANGUAGES:
            assert draw(resolve(shipped, options), language).startswith("<svg")
