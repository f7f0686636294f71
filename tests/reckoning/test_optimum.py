"""The best total under the same limits, against all choices there are."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import AmountRule, FundingRule, Lift, Limit, Tier
from creator.reckoning.funding.optimum import optimum
from creator.reckoning.funding.packing import Option, Packing
from creator.reckoning.funding.packing_bound import SCALE, find_prices
from creator.reckoning.funding.packing_search import best_packing
from creator.reckoning.ranking import Place
from tests.reckoning.places import place, yuan
from tests.reckoning.test_allocation_limits import PLACES, RULES

D = Decimal


@st.composite
def packings(draw: st.DrawFn) -> Packing:
    bounds = draw(st.integers(1, 4))
    small = st.integers(0, 6)
    option = st.builds(
        lambda value, uses: Option(value, tuple((j, a) for j, a in enumerate(uses) if a)),
        st.integers(0, 9),
        st.lists(small, min_size=bounds, max_size=bounds),
    )
    items = st.lists(st.lists(option, max_size=2).map(tuple), max_size=7).map(tuple)
    capacities = st.lists(st.integers(0, 14), min_size=bounds, max_size=bounds).map(tuple)
    return draw(st.builds(Packing, capacities, items))


def allowed(packing: Packing) -> Iterator[tuple[tuple[int | None, ...], int]]:
    """Every choice within the bounds, and its worth."""
    for choice in product(*([None, *range(len(options))] for options in packing.items)):
        taken = [o[k] for o, k in zip(packing.items, choice, strict=True) if k is not None]
        used = [0] * len(packing.capacities)
        for option in taken:
            for j, amount in option.uses:
                used[j] += amount
        if all(u <= c for u, c in zip(used, packing.capacities, strict=True)):
            yield choice, sum(option.value for option in taken)


@given(packings())
def test_the_best_choice_is_the_best_of_all_choices(packing: Packing) -> None:
    packed = best_packing(packing, [None] * len(packing.items))
    choices = dict(allowed(packing))
    assert packed.value == packed.bound == max(choices.values())
    assert choices[packed.choice] == packed.value


@st.composite
def memberships(draw: st.DrawFn) -> Packing:
    """Money, and organisations that may have so many awards each."""
    members = st.tuples(st.integers(0, 9), st.integers(1, 6), st.integers(1, 3))
    items = [
        (Option(value, ((0, money), (organisation, 1))),)
        for value, money, organisation in draw(st.lists(members, max_size=8))
    ]
    return Packing(tuple(draw(st.lists(st.integers(0, 12), min_size=4, max_size=4))), tuple(items))


@given(memberships())
def test_nor_is_it_where_organisations_have_limits(packing: Packing) -> None:
    packed = best_packing(packing, [None] * len(packing.items))
    choices = dict(allowed(packing))
    assert packed.value == packed.bound == max(choices.values())
    assert choices[packed.choice] == packed.value


@given(memberships())
def test_no_choice_is_worth_more_than_the_prices_say(packing: Packing) -> None:
    prices = find_prices(packing, 0)
    assert prices.bound(packing) >= max(value for _choice, value in allowed(packing)) * SCALE


@pytest.mark.parametrize(
    ("proposals", "organisations", "open_part"),
    [
        pytest.param(300, 100, 0, id="hundreds are proven"),
        pytest.param(9_000, 3_000, D("0.001"), id="thousands too many to search",
                     marks=pytest.mark.full),
    ],
)  # fmt: skip
def test_a_limit_for_each_organisation_leaves_little_open(
    proposals: int, organisations: int, open_part: Decimal
) -> None:
    chance = random.Random(1)
    items = []
    for _proposal in range(proposals):
        money, organisation = chance.randint(50, 500), chance.randint(1, organisations)
        items.append((Option(chance.randint(6_000, 9_999), ((0, money), (organisation, 1))),))
    capacities = (proposals * 90, *([2] * organisations))
    packed = best_packing(Packing(capacities, tuple(items)), [None] * proposals)
    assert packed.bound - packed.value <= packed.value * open_part


@given(packings(), st.data())
def test_nothing_is_moved_where_nothing_is_gained(packing: Packing, data: st.DataObject) -> None:
    choices = list(allowed(packing))
    best = max(value for _choice, value in choices)
    known = data.draw(st.sampled_from([choice for choice, value in choices if value == best]))
    assert best_packing(packing, known).choice == known


@settings(max_examples=60)
@given(PLACES, RULES)
def test_the_optimum_is_allowed_and_never_below_the_official_result(
    places: list[Place], rule: FundingRule
) -> None:
    official = fund(places, rule)
    best = optimum(places, rule, official)
    assert best.proven
    assert best.official == sum(
        p.total for p in places for o in official.outcomes
        if o.proposal == p.proposal and o.kind == "award"
    )  # fmt: skip
    assert best.total >= best.official
    assert best.total == sum(choice.place.total for choice in best.choices)
    assert rule.pool is None or best.spent <= rule.pool
    names = [choice.place.proposal for choice in best.choices]
    assert len(set(names)) == len(names)
    assert all(sum(name in rivals for name in names) <= 1 for rivals in rule.exclusive)
    for tier in rule.tiers:
        here = [choice.amount for choice in best.choices if choice.tier == tier]
        assert tier.slots is None or len(here) <= tier.slots
        assert tier.pool is None or sum(here) <= tier.pool


LIFTS = st.sets(st.sampled_from(("slots", "category", "organisation", "area"))).map(frozenset)


@settings(max_examples=60)
@given(PLACES, RULES, LIFTS)
def test_what_a_second_pass_lifts_does_not_bind_the_optimum_either(
    places: list[Place], rule: FundingRule, lifts: frozenset[Lift]
) -> None:
    rule = replace(rule, leftover=lifts)
    best = optimum(places, rule, fund(places, rule))
    assert best.proven
    assert best.total >= best.official
    assert rule.pool is None or best.spent <= rule.pool


@pytest.mark.full
@settings(max_examples=4_000, deadline=None)
@given(packings())
def test_the_best_choice_is_the_best_of_all_choices_many_times(packing: Packing) -> None:
    packed = best_packing(packing, [None] * len(packing.items))
    assert packed.value == packed.bound == max(value for _choice, value in allowed(packing))


ONE = (Tier("A"),)


def test_a_dear_first_gives_way_to_two_cheaper_ones_when_money_binds() -> None:
    places = [place(1, 60_000), place(2, 30_000), place(3, 30_000), place(4, 30_000)]
    rule = FundingRule(ONE, pool=yuan(60_000))
    best = optimum(places, rule, fund(places, rule))
    assert (best.official, best.total, best.gain_percent) == (D(99), D(195), D("96.9697"))
    assert (best.enters, best.leaves) == (("p2", "p3"), ("p1",))
    assert [(b.bound, b.alone, b.used) for b in best.bindings] == [("money", 2, yuan(60_000))]


def test_a_gain_over_less_than_nothing_has_no_percentage() -> None:
    places = [place(1, 10_000, total=D(-5)), place(2, 10_000, total=D(-6))]
    rule = FundingRule(ONE, pool=yuan(60_000))
    best = optimum(places, rule, fund(places, rule))
    assert (best.official, best.total, best.gain) == (D(-11), D(0), D(11))
    assert best.gain_percent is None


def test_when_slots_bind_nothing_is_gained() -> None:
    places = [place(n, 10_000) for n in range(1, 6)]
    rule = FundingRule((Tier("A", slots=2),), pool=yuan(90_000))
    best = optimum(places, rule, fund(places, rule))
    assert (best.total, best.enters, best.leaves) == (best.official, (), ())
    assert [(b.bound, b.keeps_out, b.alone) for b in best.bindings] == [("slots", 3, 3)]


def test_a_part_that_was_funded_may_stay() -> None:
    places = [place(1, 50_000), place(2, 50_000)]
    rule = FundingRule(ONE, pool=yuan(80_000), overflow="partial", partial_percent=D(50))
    best = optimum(places, rule, fund(places, rule))
    assert (best.official, best.total, best.spent) == (D(197), D(197), yuan(80_000))


def test_limits_and_tiers_hold_together() -> None:
    tiers = (Tier("A", slots=1, cap=yuan(30_000), then="B"), Tier("B", slots=1, cap=yuan(10_000)))
    rule = FundingRule(
        tiers, amount=AmountRule(unit=100), pool=yuan(40_000), limits=(Limit("category", slots=1),)
    )
    places = [
        place(1, 30_000, category="x"),
        place(2, 30_000, category="x"),
        place(3, 30_000, category="y"),
        place(4, 30_000, category="z"),
    ]
    best = optimum(places, rule, fund(places, rule))
    assert (best.total, best.official) == (D(99 + 97), D(99 + 97))
    assert {(b.bound, b.keeps_out) for b in best.bindings} == {
        ("limit", 1), ("slots", 2), ("money", 2)
    }  # fmt: skip
