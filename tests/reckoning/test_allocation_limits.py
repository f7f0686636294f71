"""Whatever the rule and the proposals: no limit is ever passed, and a replay is the same."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from creator.reckoning.facts import Facts
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import AmountRule, FundingRule, Limit, Tier
from creator.reckoning.ranking import Place

D = Decimal

MONEY = st.integers(0, 60)
MAYBE = st.none() | MONEY
COUNT = st.none() | st.integers(0, 3)

FACTS = st.builds(
    Facts,
    requested=MONEY,
    tier=st.sampled_from(("A", "B")),
    category=st.sampled_from(("", "x", "y")),
    organisation=st.sampled_from(("", "o1", "o2", "o3")),
    area=st.sampled_from(("", "n", "s")),
    audited=MAYBE,
    recommended=MONEY,
    own_funding=MONEY,
)
PLACES = st.lists(FACTS, max_size=9).map(
    lambda facts: [
        Place(f"p{rank}", rank, D(90 - rank), one) for rank, one in enumerate(facts, start=1)
    ]
)
TIERS = st.tuples(
    st.builds(
        Tier, st.just("A"), slots=COUNT, cap=MAYBE, minimum=st.integers(0, 9), flat=MONEY,
        pool=MAYBE, min_score=st.sampled_from((None, D(85))), then=st.sampled_from((None, "B")),
    ),
    st.builds(Tier, st.just("B"), slots=COUNT, cap=MAYBE, flat=MONEY, pool=MAYBE),
)  # fmt: skip
LIMITS = st.lists(
    st.builds(
        Limit,
        st.sampled_from(("category", "organisation", "area")),
        st.sampled_from((None, "x", "o1")),
        COUNT,
        MAYBE,
    ),
    max_size=3,
).map(tuple)
AMOUNT = st.builds(
    AmountRule,
    st.sampled_from(("requested_capped", "flat", "by_tier", "by_score_band", "committee", "match")),
    flat=MONEY,
    bands=st.just(((D(86), D(75)), (D(80), D("33.3")))),
    ratio=st.sampled_from((Fraction(1, 3), Fraction(2))),
    unit=st.sampled_from((1, 5)),
)
RULES = st.builds(
    FundingRule,
    TIERS,
    tier_by=st.sampled_from(("applied", "rank", "score")),
    amount=AMOUNT,
    pool=st.none() | st.integers(0, 150),
    min_score=st.sampled_from((None, D(84))),
    overflow=st.sampled_from(("stop", "skip", "partial")),
    partial_percent=st.sampled_from((D(0), D(50), D(100))),
    limits=LIMITS,
    exclusive=st.sampled_from(((), (frozenset({"p1", "p2"}), frozenset({"p2", "p3"})))),
    waitlist=COUNT,
    leftover=st.none() | st.just(frozenset()),
)


@given(PLACES, RULES)
def test_no_limit_is_ever_passed(places: list[Place], rule: FundingRule) -> None:
    allocation = fund(places, rule)
    facts = {place.proposal: place.facts for place in places}
    awards = [outcome for outcome in allocation.outcomes if outcome.kind == "award"]
    spent = sum(award.amount for award in awards)

    assert len(allocation.outcomes) == len(places)
    assert rule.pool is None or spent <= rule.pool == spent + (allocation.pool_left or 0)
    for tier in rule.tiers:
        here = [award.amount for award in awards if award.tier == tier.code]
        assert tier.slots is None or len(here) <= tier.slots
        assert tier.pool is None or sum(here) <= tier.pool
        assert all(max(1, tier.minimum) <= amount for amount in here)
        assert tier.cap is None or all(amount <= tier.cap for amount in here)
    for award in awards:
        audited = facts[award.proposal].audited
        assert audited is None or award.amount <= audited
        assert award.amount % rule.amount.unit == 0
    for limit in rule.limits:
        values = [(getattr(facts[award.proposal], limit.on), award.amount) for award in awards]
        for value in {value for value, _amount in values if value and limit.value in (None, value)}:
            money = [amount for own, amount in values if own == value]
            assert limit.slots is None or len(money) <= limit.slots
            assert limit.money is None or sum(money) <= limit.money
    for rivals in rule.exclusive:
        assert sum(award.proposal in rivals for award in awards) <= 1


@given(PLACES, RULES)
def test_everybody_gets_one_outcome_with_its_sentence(
    places: list[Place], rule: FundingRule
) -> None:
    allocation = fund(places, rule)
    positions = [o.waitlist_position for o in allocation.outcomes if o.kind == "waitlist"]
    assert positions == list(range(1, len(positions) + 1))
    assert Counter(o.proposal for o in allocation.outcomes) == Counter(p.proposal for p in places)
    for outcome in allocation.outcomes:
        assert (outcome.amount > 0) == (outcome.kind == "award")
        assert all(str(step).startswith("第 ") for step in outcome.steps)
        assert outcome.sentence.msgid


@given(PLACES, RULES, st.randoms(use_true_random=False))
def test_a_replay_from_shuffled_rows_gives_the_same_bytes(
    places: list[Place], rule: FundingRule, random: object
) -> None:
    shuffled = list(places)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fund(shuffled, rule).body == fund(places, rule).body


@given(PLACES, RULES, st.integers(0, 150), st.integers(0, 60))
def test_with_stop_more_money_never_takes_an_award_away(
    places: list[Place], rule: FundingRule, pool: int, more: int
) -> None:
    def awards(money: int) -> dict[str, int]:
        changed = FundingRule(
            rule.tiers, rule.tier_by, rule.amount, money, rule.min_score, "stop",
            limits=rule.limits, exclusive=rule.exclusive,
        )  # fmt: skip
        outcomes = fund(places, changed).outcomes
        return {o.proposal: o.amount for o in outcomes if o.kind == "award"}

    poor, rich = awards(pool), awards(pool + more)
    assert {proposal: rich.get(proposal) for proposal in poor} == poor


@given(PLACES, RULES, st.integers(1, 8), st.randoms(use_true_random=False))
def test_a_tie_that_is_not_contested_may_be_listed_in_any_order(
    places: list[Place], rule: FundingRule, size: int, random: object
) -> None:
    """The first `size` proposals share rank 1; another order of their ids changes nothing."""
    tied = [place.proposal for place in places[:size]]
    order = list(tied)
    random.shuffle(order)  # type: ignore[attr-defined]

    def run(ids: list[str]) -> tuple[dict[str, tuple[object, ...]], bool]:
        alias = dict(zip(tied, ids, strict=True))
        level = [
            replace(p, proposal=alias[p.proposal], rank=1, total=D(89), tied=tuple(sorted(ids)))
            for p in places[:size]
        ]  # fmt: skip
        exclusive = tuple(frozenset(alias.get(p, p) for p in rivals) for rivals in rule.exclusive)
        allocation = fund([*level, *places[size:]], replace(rule, exclusive=exclusive))
        back = {own: name for name, own in alias.items()}
        return {
            back.get(o.proposal, o.proposal): (o.kind, o.tier, o.amount, o.waitlist_position)
            for o in allocation.outcomes
        }, bool(allocation.contested)

    (first, contested), (second, _also) = run(tied), run(order)
    assert contested or first == second
