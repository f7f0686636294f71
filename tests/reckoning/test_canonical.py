"""What is sealed by digest reads the same on every machine."""

from decimal import Decimal

import pytest

from creator.i18n import _
from creator.reckoning.canonical import Seal, canonical, digest
from creator.reckoning.wording import Sum

D = Decimal


def test_the_same_mark_is_written_the_same_way() -> None:
    marks = [D("9"), D("9.00"), D("9E0"), D("-0.0"), D("1E+2"), D("100.10")]
    assert canonical(marks) == '["9","9","9","0","100","100.1"]'


def test_order_of_keys_and_of_sets_does_not_matter() -> None:
    assert canonical({"b": frozenset({"y", "x"}), "a": 1}) == '{"a":1,"b":["x","y"]}'


def test_a_sentence_is_sealed_by_its_parts_not_by_a_language() -> None:
    sentence = _("资助 {amount}。", amount=Sum(3_000_000))
    assert str(sentence) == "资助 30,000.00 元。"
    assert canonical(sentence) == '{"msgid":"资助 {amount}。","params":{"amount":{"fen":3000000}}}'


def test_a_mapping_is_sealed_item_by_item_as_it_is_at_once() -> None:
    whole = {"p10": {"b": 1, "a": D("1.50")}, "p2": [True], "项": None}
    seal = Seal()
    assert seal.digest == digest({})
    for key in sorted(whole):
        seal.add(key, whole[key])
    assert seal.digest == digest(whole)
    with pytest.raises(ValueError):
        seal.add("p2", 0)


@pytest.mark.parametrize("value", [0.1, {"a": 1.0}, {1: "a"}, D("NaN"), object()])
def test_what_two_machines_may_write_differently_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
