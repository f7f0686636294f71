"""A parent that ends must be able to end its open children."""

import json

import pytest

from creator.workflow.definition import Definition
from creator.workflow.family_checks import verify_family
from tests.workflow.samples import definition

BALLOT = json.loads(definition("micro_grant").body) | {"id": "ballot"}
CALL_OFF = {
    "id": "call_off",
    "from": ["asked"],
    "to": "refused",
    "by": ["@fund"],
    "label": {"zh": "取消", "en": "Call off"},
}


def ballot(**changes: object) -> Definition:
    return Definition.of(
        BALLOT | {"transitions": [*BALLOT["transitions"], {**CALL_OFF, **changes}]}
    )


def texts(child: Definition) -> list[str]:
    return [str(fault.text) for fault in verify_family(definition("fund"), [child])]


def test_a_child_whose_parent_can_call_it_off_is_sound() -> None:
    assert texts(ballot()) == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"id": "stop"}, "“ballot”没有步骤“call_off”。"),
        ({"by": ["officer"]}, "“call_off”不允许由 @fund 办理。"),
        ({"from": ["paid"]}, "“call_off”不能结束处于“asked”的子流程。"),
        ({"to": "@same"}, "“call_off”不能结束处于“asked”的子流程。"),
    ],
)
def test_a_child_that_would_be_left_open_is_refused(changes: dict[str, object], text: str) -> None:
    assert texts(ballot(**changes)) == [text]


def test_children_of_unknown_lifecycles_are_left_to_the_verifier() -> None:
    assert texts(definition("micro_grant")) == []
