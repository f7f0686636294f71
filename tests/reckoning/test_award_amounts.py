"""How much an award is, under each amount rule. Money in 分."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import AmountRule, FundingRule, Tier
from creator.reckoning.funding.outcome import Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.refusal import Unreckonable
from tests.reckoning.places import place, yuan

D = Decimal

ONE_TIER = (Tier("A", cap=yuan(30_000)),)


def only(rule: FundingRule, one: Place) -> Outcome:
    return fund([one], rule).outcomes[0]


class TestAmounts:
    @pytest.mark.parametrize(
        ("rule", "facts", "award"),
        [
            (AmountRule(), {}, 30_000),
            (AmountRule(), {"audited": yuan(25_000)}, 25_000),
            (AmountRule(), {"recommended": yuan(22_000)}, 22_000),
            (AmountRule("flat", flat=yuan(8_000)), {}, 8_000),
            (AmountRule("committee"), {"recommended": yuan(28_000)}, 28_000),
            (AmountRule("match", ratio=Fraction(2)), {"own_funding": yuan(7_500)}, 15_000),
            (AmountRule("match", ratio=Fraction(1, 3)), {"own_funding": yuan(9_000)}, 3_000),
            (AmountRule("match", ratio=Fraction(2)), {"own_funding": yuan(90_000)}, 30_000),
            (AmountRule("by_score_band", bands=((D(90), D(70)), (D(80), D(50)))), {}, 28_000),
            (AmountRule("by_score_band", bands=((D(90), D("66.6")),), unit=yuan(100)), {}, 26_600),
        ],
    )
    def test_every_rule_is_bounded_by_cap_and_audited_budget(
        self, rule: AmountRule, facts: dict[str, Any], award: int
    ) -> None:
        outcome = only(FundingRule(ONE_TIER, amount=rule), place(1, 40_000, **facts))
        assert outcome.amount == yuan(award)

    def test_a_committee_that_has_not_decided_is_waited_for(self) -> None:
        with pytest.raises(Unreckonable, match="金额"):
            fund([place(1)], FundingRule(ONE_TIER, amount=AmountRule("committee")))

    def test_nothing_to_give_is_a_refusal(self) -> None:
        rule = FundingRule(ONE_TIER, amount=AmountRule("match"))
        assert only(rule, place(1)).kind == "refuse"
