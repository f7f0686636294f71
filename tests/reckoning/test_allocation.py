"""Rank-and-fund, one rule at a time. Money in 分; `yuan` keeps the numbers readable."""

from decimal import Decimal

import pytest

from creator.i18n import _
from creator.reckoning.facts import Facts
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import AmountRule, FundingRule, Limit, Tier
from creator.reckoning.funding.outcome import Allocation, Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.refusal import Unreckonable
from tests.reckoning.places import place, yuan

D = Decimal


def kinds(allocation: Allocation) -> list[str]:
    return [outcome.kind for outcome in allocation.outcomes]


def amounts(allocation: Allocation) -> list[int]:
    return [outcome.amount // 100 for outcome in allocation.outcomes]


def only(rule: FundingRule, one: Place) -> Outcome:
    return fund([one], rule).outcomes[0]


ONE_TIER = (Tier("A", cap=yuan(30_000)),)
ASKED = [place(1, 30_000), place(2, 30_000), place(3, 10_000), place(4, 5_000)]


class TestOverflow:
    """The pool holds 50,000; second in rank wants 30,000 of the 20,000 left."""

    def test_stop_ends_at_the_first_that_does_not_fit(self) -> None:
        allocation = fund(ASKED, FundingRule(ONE_TIER, pool=yuan(50_000), overflow="stop"))
        assert kinds(allocation) == ["award", "waitlist", "waitlist", "waitlist"]
        assert [str(outcome.sentence) for outcome in allocation.outcomes] == [
            "第 1 名：按“A”立项，资助 30,000.00 元。",
            "第 2 名：应资助 30,000.00 元，资金池只剩 20,000.00 元，按规则到此为止。",
            "第 3 名：资金池已按名次分配到前面为止。",
            "第 4 名：资金池已按名次分配到前面为止。",
        ]

    def test_skip_goes_on_with_the_next(self) -> None:
        allocation = fund(ASKED, FundingRule(ONE_TIER, pool=yuan(50_000), overflow="skip"))
        assert amounts(allocation) == [30_000, 0, 10_000, 5_000]
        assert allocation.pool_left == yuan(5_000)
        assert allocation.outcomes[1].waitlist_position == 1

    def test_partial_gives_what_is_left_if_it_is_enough(self) -> None:
        rule = FundingRule(
            ONE_TIER, pool=yuan(50_000), overflow="partial", partial_percent=D("66.66")
        )
        allocation = fund(ASKED, rule)
        assert amounts(allocation) == [30_000, 20_000, 0, 0]
        assert allocation.outcomes[1].part_of == yuan(30_000)
        assert str(allocation.outcomes[1].sentence) == (
            "第 2 名：按“A”立项，应资助 30,000.00 元，按剩余资金部分资助 20,000.00 元。"
        )

    def test_partial_gives_nothing_when_too_little_is_left(self) -> None:
        rule = FundingRule(ONE_TIER, pool=yuan(50_000), overflow="partial", partial_percent=D(67))
        assert amounts(fund(ASKED, rule)) == [30_000, 0, 0, 0]

    def test_a_second_pass_gives_out_what_stop_left(self) -> None:
        rule = FundingRule(
            ONE_TIER, pool=yuan(50_000), overflow="stop", leftover=frozenset(), waitlist=0
        )
        allocation = fund(ASKED, rule)
        assert amounts(allocation) == [30_000, 0, 10_000, 5_000]
        assert kinds(allocation)[1] == "refuse"
        assert [str(step) for step in allocation.outcomes[2].steps] == [
            "第 3 名：资金池已按名次分配到前面为止。",
            "第 3 名：参加剩余资金的第二轮分配。",
            "第 3 名：按“A”立项，资助 10,000.00 元。",
        ]


class TestTiers:
    def test_a_full_tier_passes_on_to_the_next(self) -> None:
        tiers = (Tier("A", slots=1, cap=yuan(30_000), then="B"), Tier("B", cap=yuan(20_000)))
        allocation = fund([place(1, 30_000), place(2, 30_000)], FundingRule(tiers))
        second = allocation.outcomes[1]
        assert (second.tier, second.amount) == ("B", yuan(20_000))
        assert [str(step) for step in second.steps] == [
            "第 2 名：“A”名额已满，转入“B”。",
            "第 2 名：按“B”立项，资助 20,000.00 元。",
        ]
        assert [line.bound for line in allocation.lines] == ["slots", None]

    def test_tiers_assigned_by_rank_fill_from_the_first(self) -> None:
        gold = Tier("gold", slots=1, flat=yuan(20_000))
        silver = Tier("silver", slots=2, flat=yuan(14_000))
        rule = FundingRule((gold, silver), tier_by="rank", amount=AmountRule("by_tier"))
        allocation = fund([place(n, tier=None) for n in range(1, 5)], rule)
        assert amounts(allocation) == [20_000, 14_000, 14_000, 0]
        assert [o.tier for o in allocation.outcomes] == ["gold", "silver", "silver", None]

    def test_tiers_assigned_by_score(self) -> None:
        tiers = (
            Tier("first", flat=yuan(20_000), min_score=D(98)),
            Tier("second", flat=yuan(5_000), min_score=D(97)),
        )
        rule = FundingRule(tiers, tier_by="score", amount=AmountRule("by_tier"))
        allocation = fund([place(n, tier=None) for n in (1, 3, 4)], rule)
        assert amounts(allocation) == [20_000, 5_000, 0]
        assert str(allocation.outcomes[2].sentence) == "第 4 名：得分 96 未达“second”要求的 97。"

    def test_an_unknown_tier_is_a_fault_in_the_data_not_a_refusal(self) -> None:
        with pytest.raises(Unreckonable, match="p1"):
            fund([place(1, tier="Z")], FundingRule(ONE_TIER))

    def test_money_set_aside_for_a_tier_ends_without_ending_the_pool(self) -> None:
        tiers = (Tier("A", pool=yuan(15_000)), Tier("B"))
        places = [place(1), place(2), place(3, tier="B")]
        allocation = fund(places, FundingRule(tiers, pool=yuan(100_000), overflow="stop"))
        assert amounts(allocation) == [10_000, 0, 10_000]
        assert [line.bound for line in allocation.lines] == ["pool", None]
        assert str(allocation.outcomes[1].sentence) == (
            "第 2 名：应资助 10,000.00 元，“A”的资金只剩 5,000.00 元，按规则到此为止。"
        )

    def test_a_tiers_minimum_refuses_too_small_a_project(self) -> None:
        rule = FundingRule((Tier("A", minimum=yuan(20_000)),))
        outcome = only(rule, place(1, 10_000))
        assert (outcome.kind, str(outcome.sentence)) == (
            "refuse",
            "第 1 名：可资助 10,000.00 元，低于“A”的最低资助额 20,000.00 元。",
        )


class TestLimits:
    def test_a_category_has_its_slots_and_the_rest_goes_on(self) -> None:
        rule = FundingRule(ONE_TIER, limits=(Limit("category", slots=1),))
        places = [place(1, category="为老"), place(2, category="为老"), place(3, category="助残")]
        allocation = fund(places, rule)
        assert kinds(allocation) == ["award", "waitlist", "award"]
        assert str(allocation.outcomes[1].sentence) == "第 2 名：类别“为老”最多立项 1 个，已满。"

    def test_unused_places_of_a_category_may_be_given_to_others_in_a_second_pass(self) -> None:
        rule = FundingRule(
            (Tier("A", slots=2),),
            limits=(Limit("category", slots=1), Limit("organisation", slots=1)),
            leftover=frozenset({"category"}),
        )
        places = [
            place(1, category="为老", organisation="一"),
            place(2, category="为老", organisation="一"),
            place(3, category="为老", organisation="二"),
        ]
        assert kinds(fund(places, rule)) == ["award", "waitlist", "award"]

    def test_money_for_one_area(self) -> None:
        rule = FundingRule(ONE_TIER, limits=(Limit("area", "柏树林", money=yuan(15_000)),))
        allocation = fund([place(1, area="柏树林"), place(2, area="柏树林"), place(3)], rule)
        assert amounts(allocation) == [10_000, 0, 10_000]
        assert "地区“柏树林”只剩 5,000.00 元" in str(allocation.outcomes[1].sentence)

    def test_of_a_mutually_exclusive_set_the_best_placed_wins(self) -> None:
        rule = FundingRule(ONE_TIER, exclusive=(frozenset({"p1", "p3"}),))
        allocation = fund([place(1), place(2), place(3)], rule)
        assert kinds(allocation) == ["award", "award", "waitlist"]
        assert str(allocation.outcomes[2].sentence) == "第 3 名：与第 1 名只能立项一个。"


class TestWhoIsNotFunded:
    def test_below_the_minimum_score_nobody_waits(self) -> None:
        outcome = only(FundingRule(ONE_TIER, min_score=D(60)), place(50))
        assert (outcome.kind, str(outcome.sentence)) == (
            "refuse",
            "第 50 名：得分 50 低于最低分 60。",
        )

    def test_the_barred_keep_their_reason(self) -> None:
        reason = _("一票否决：造假（1 位专家）。")
        barred = Place("x", None, D(90), Facts(tier="A"), barred=(reason,))
        outcome = only(FundingRule(ONE_TIER), barred)
        assert (outcome.kind, str(outcome.sentence)) == (
            "refuse",
            "未进入排名：一票否决：造假（1 位专家）。",
        )

    def test_the_waitlist_has_an_end(self) -> None:
        rule = FundingRule((Tier("A", slots=1),), waitlist=1)
        allocation = fund([place(1), place(2), place(3)], rule)
        assert kinds(allocation) == ["award", "waitlist", "refuse"]
        assert str(allocation.outcomes[1].steps[-1]) == "第 2 名：列为候补第 1 位。"


class TestUndecidedTies:
    def tied(self, first: int = 10_000, second: int = 10_000) -> list[Place]:
        return [
            place(1),
            place(2, first, name="x", tied_with=("y",)),
            place(2, second, name="y", tied_with=("x",)),
        ]

    def test_a_tie_at_the_line_is_contested(self) -> None:
        allocation = fund(self.tied(), FundingRule((Tier("A", slots=2),)))
        assert allocation.contested == (("x", "y"),)

    def test_a_tie_with_room_for_all_is_harmless(self) -> None:
        assert fund(self.tied(), FundingRule((Tier("A", slots=3),))).contested == ()

    def test_a_tie_with_room_for_none_matters_only_for_the_waitlist(self) -> None:
        assert fund(self.tied(), FundingRule((Tier("A", slots=1),), waitlist=0)).contested == ()
        assert fund(self.tied(), FundingRule((Tier("A", slots=1),))).contested == (("x", "y"),)

    def test_whoever_closes_the_pool_first_matters(self) -> None:
        rule = FundingRule(ONE_TIER, pool=yuan(20_000), overflow="stop", waitlist=0)
        assert fund(self.tied(30_000, 10_000), rule).contested == (("x", "y"),)


def test_a_tier_without_money_needs_a_slot_and_nothing_else() -> None:
    tiers = (Tier("A", slots=1, cap=yuan(30_000)), Tier("I", slots=2, money=False))
    rule = FundingRule(tiers, tier_by="rank", pool=yuan(30_000), overflow="stop")
    allocation = fund(ASKED, rule)
    assert kinds(allocation) == ["award", "award", "award", "waitlist"]
    assert amounts(allocation) == [30_000, 0, 0, 0]
    assert [outcome.tier for outcome in allocation.outcomes][:3] == ["A", "I", "I"]
    assert str(allocation.outcomes[1].sentence) == "第 2 名：按“I”立项。"
