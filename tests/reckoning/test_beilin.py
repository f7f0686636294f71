"""The 碑林 rule on 45 proposals: A 8 x at most 30,000, B 5 x at most 80,000.

Every third in rank applied for B, the others for A; everybody asks for the cap. So A stands on
ranks 1, 2, 4, 5, 7, 8, 10, 11, 13 … and B on 3, 6, 9, 12, 15, 18 …
"""

from collections.abc import Sequence
from decimal import Decimal

from creator.reckoning.facts import Facts
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.fund_line import Line
from creator.reckoning.funding.funding_rule import FundingRule, Tier
from creator.reckoning.funding.outcome import Outcome
from creator.reckoning.ranking import Place

D = Decimal

A_CAP, B_CAP = 30_000_00, 80_000_00
TIERS = (Tier("A", slots=8, cap=A_CAP), Tier("B", slots=5, cap=B_CAP))


def proposals() -> list[Place]:
    return [
        Place(
            proposal=f"p{rank:02}",
            rank=rank,
            total=D(100 - rank),
            facts=Facts(requested=A_CAP if rank % 3 else B_CAP, tier="A" if rank % 3 else "B"),
        )
        for rank in range(1, 46)
    ]


def awarded(outcomes: Sequence[Outcome], tier: str) -> list[int | None]:
    return [o.rank for o in outcomes if o.kind == "award" and o.tier == tier]


def test_with_640_000_the_slots_decide() -> None:
    allocation = fund(proposals(), FundingRule(TIERS, pool=640_000_00, overflow="skip"))

    assert awarded(allocation.outcomes, "A") == [1, 2, 4, 5, 7, 8, 10, 11]
    assert awarded(allocation.outcomes, "B") == [3, 6, 9, 12, 15]
    assert allocation.pool_left == 0
    assert allocation.lines == (
        Line("A", 8, 240_000_00, "slots", 11, D(89), 13, D(87)),
        Line("B", 5, 400_000_00, "slots", 15, D(85), 18, D(82)),
    )
    assert str(allocation.outcomes[12].sentence) == "第 13 名：“A”名额已满。"


def test_with_400_000_the_money_decides_b() -> None:
    """A30 A60 B140 A170 A200 B280 A310 A340, B would be 420: skipped, A370 A400; then nothing."""
    allocation = fund(proposals(), FundingRule(TIERS, pool=400_000_00, overflow="skip"))

    assert awarded(allocation.outcomes, "A") == [1, 2, 4, 5, 7, 8, 10, 11]
    assert awarded(allocation.outcomes, "B") == [3, 6]
    assert allocation.pool_left == 0
    assert allocation.lines == (
        Line("A", 8, 240_000_00, "slots", 11, D(89), 13, D(87)),
        Line("B", 2, 160_000_00, "pool", 6, D(94), 9, D(91)),
    )
    assert str(allocation.outcomes[8].sentence) == (
        "第 9 名：应资助 80,000.00 元，资金池只剩 60,000.00 元，跳过。"
    )


def test_with_stop_the_first_b_that_does_not_fit_ends_it_for_all() -> None:
    allocation = fund(proposals(), FundingRule(TIERS, pool=400_000_00, overflow="stop"))
    assert awarded(allocation.outcomes, "A") == [1, 2, 4, 5, 7, 8]
    assert awarded(allocation.outcomes, "B") == [3, 6]
    assert allocation.pool_left == 60_000_00
    assert [line.bound for line in allocation.lines] == ["pool", "pool"]


def test_every_proposal_has_its_sentence_and_the_first_two_wait() -> None:
    rule = FundingRule(TIERS, pool=640_000_00, waitlist=2)
    outcomes = fund(proposals(), rule).outcomes
    assert [o.rank for o in outcomes if o.kind == "waitlist"] == [13, 14]
    assert sum(o.kind == "refuse" for o in outcomes) == 45 - 13 - 2
    assert all(str(o.sentence).startswith(f"第 {o.rank} 名：") for o in outcomes)


def test_a_replay_gives_the_same_bytes() -> None:
    rule = FundingRule(TIERS, pool=640_000_00)
    first, second = fund(proposals(), rule), fund(proposals()[::-1], rule)
    assert first.body.encode() == second.body.encode()
    assert first.digest == second.digest
