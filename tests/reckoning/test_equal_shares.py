"""Residents' ballots: equal shares against the definition, written once more without any haste."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from creator.reckoning.funding.equal_shares import ShareRule, Shares, equal_shares, tally

D = Decimal


def no_chain(_proposal: str) -> tuple[Fraction, ...]:
    return ()


def approve(*each: str) -> dict[str, dict[str, Decimal]]:
    return {f"v{n}": dict.fromkeys(ballot, D(1)) for n, ballot in enumerate(each)}


def names(shares: Shares) -> list[str]:
    return [one.proposal for one in shares.bought]


def by_definition(
    ballots: Mapping[str, Mapping[str, Decimal]], cost: Mapping[str, int], pool: int, by_cost: bool
) -> list[tuple[str, Fraction]]:
    """Voter by voter, every rate tried for every proposal in every round."""
    purse = {voter: Fraction(pool, len(ballots)) for voter in ballots}
    chosen: list[tuple[str, Fraction]] = []
    while True:
        offers = []
        for proposal in sorted(cost.keys() - {name for name, _rate in chosen}):
            wants = {
                voter: Fraction(ballot[proposal]) * (cost[proposal] if by_cost else 1)
                for voter, ballot in ballots.items()
                if ballot.get(proposal)
            }
            if not wants or sum(purse[voter] for voter in wants) < cost[proposal]:
                continue
            # The money raised at a rate only bends where somebody has given all: try those rates.
            bends = sorted({purse[voter] / wants[voter] for voter in wants})
            for low, high in pairwise([Fraction(0), *bends]):
                flat = [voter for voter in wants if purse[voter] / wants[voter] <= low]
                rising = [voter for voter in wants if voter not in flat]
                given_ = sum((purse[voter] for voter in flat), Fraction(0))
                rate = (cost[proposal] - given_) / sum((wants[v] for v in rising), Fraction(0))
                if low <= rate <= high:
                    offers.append((rate, proposal, wants))
                    break
        if not offers:
            return chosen
        rate, proposal, wants = min(offers, key=lambda offer: offer[:2])
        for voter, worth in wants.items():
            purse[voter] -= min(purse[voter], rate * worth)
        chosen.append((proposal, rate))


PROPOSALS = ("a", "b", "c", "d", "e")
COSTS = st.fixed_dictionaries({p: st.integers(1, 12) for p in PROPOSALS})
APPROVALS = st.dictionaries(st.sampled_from(PROPOSALS), st.just(D(1)), max_size=5)
POINTS = st.dictionaries(
    st.sampled_from(PROPOSALS), st.sampled_from((D(0), D(1), D("0.5"), D(3))), max_size=5
)
BALLOTS = st.lists(APPROVALS | POINTS, min_size=1, max_size=7).map(
    lambda each: {f"v{n}": ballot for n, ballot in enumerate(each)}
)


@given(BALLOTS, COSTS, st.integers(0, 40), st.booleans())
def test_every_round_is_the_one_of_the_definition(
    ballots: dict[str, dict[str, Decimal]], cost: dict[str, int], pool: int, by_cost: bool
) -> None:
    shares = equal_shares(ballots, cost, ShareRule(pool, by_cost), no_chain)
    found = [(one.proposal, one.rate) for one in shares.bought]
    assert found == by_definition(ballots, cost, pool, by_cost)


@given(BALLOTS, COSTS, st.integers(0, 40), st.booleans(), st.integers(1, 4))
def test_completions_keep_within_the_pool_and_only_add(
    ballots: dict[str, dict[str, Decimal]], cost: dict[str, int], pool: int, by: bool, step: int
) -> None:
    plain = equal_shares(ballots, cost, ShareRule(pool, by), no_chain)
    assert plain.spent <= pool
    greedy = equal_shares(ballots, cost, ShareRule(pool, by, "greedy"), no_chain)
    assert names(greedy)[: len(plain.bought)] == names(plain)
    raised = equal_shares(ballots, cost, ShareRule(pool, by, "add1", step), no_chain)
    both = equal_shares(ballots, cost, ShareRule(pool, by, "add1_greedy", step), no_chain)
    assert raised.spent <= pool
    assert raised.endowed >= plain.endowed
    for shares in (greedy, both):
        left = pool - shares.spent
        assert left >= 0
        assert all(
            cost[p] > left for p, n in tally(ballots).items() if n and p not in names(shares)
        )


@given(BALLOTS, COSTS, st.integers(1, 40), st.randoms(use_true_random=False))
def test_the_order_of_ballots_means_nothing(
    ballots: dict[str, dict[str, Decimal]], cost: dict[str, int], pool: int, random: object
) -> None:
    shuffled = list(ballots.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    rule = ShareRule(pool, completion="add1_greedy", step=1)
    assert equal_shares(dict(shuffled), cost, rule, no_chain) == equal_shares(
        ballots, cost, rule, no_chain
    )


def test_a_minority_gets_its_share_where_the_most_votes_would_take_all() -> None:
    """Two thirds want a, b, c; one third wants x. Each costs a third of the pool."""
    ballots = approve(*["abc"] * 6, *["x"] * 3)
    cost = {"a": 300, "b": 300, "c": 300, "x": 300}
    shares = equal_shares(ballots, cost, ShareRule(900), no_chain)
    assert names(shares) == ["a", "b", "x"]
    assert shares.bought[0].tied == ("a", "b", "c")
    assert shares.bought[0].most == Fraction(50)
    assert shares.behind == {"c": Fraction(0)}


def test_whoever_has_little_left_gives_all_and_the_others_share_the_rest() -> None:
    # a: two pay 40 each. b: v1 has 10 left, v2 50, v0 is not asked; v2 pays 30, v1 its 10.
    ballots = approve("a", "ab", "b")
    shares = equal_shares(ballots, {"a": 80, "b": 40}, ShareRule(150, by_cost=False), no_chain)
    assert [(one.proposal, one.most) for one in shares.bought] == [
        ("b", Fraction(20)),
        ("a", Fraction(50)),
    ]
    assert shares.spent == 120


def test_utilities_by_cost_prefer_support_and_by_votes_prefer_cheap_ones() -> None:
    """Six want the dear park, four the cheap bench; there is money for the park or the bench."""
    ballots = approve(*["p"] * 6, *["b"] * 4)
    cost = {"p": 600, "b": 100}
    rates = {}
    for by_cost in (True, False):
        shares = equal_shares(ballots, cost, ShareRule(1000, by_cost), no_chain)
        rates[by_cost] = [one.rate for one in shares.bought]
    assert rates[True] == [Fraction(1, 6), Fraction(1, 4)]
    assert rates[False] == [Fraction(25), Fraction(100)]


def test_more_money_for_everybody_completes_what_equal_shares_leave() -> None:
    """Nobody can pay alone what each wants: with 25 each nothing is bought, with 30 one is."""
    ballots = approve("a", "b", "c", "d")
    cost = {"a": 30, "b": 31, "c": 90, "d": 95}
    none = equal_shares(ballots, cost, ShareRule(100), no_chain)
    assert names(none) == []
    raised = equal_shares(ballots, cost, ShareRule(100, completion="add1", step=1), no_chain)
    assert (names(raised), raised.endowed) == (["a", "b"], Fraction(4 * 31))
    greedy = equal_shares(ballots, cost, ShareRule(100, completion="greedy"), no_chain)
    assert names(greedy) == ["a", "b"]


def test_the_declared_chain_decides_between_equal_prices() -> None:
    ballots = approve("ab", "ab")
    cost = {"a": 100, "b": 90}

    def dear_first(proposal: str) -> tuple[Fraction, ...]:
        return (Fraction(-cost[proposal]),)

    assert names(equal_shares(ballots, cost, ShareRule(100), no_chain)) == ["a"]
    lower = equal_shares(ballots, cost, ShareRule(100), lambda p: (Fraction(cost[p]),))
    assert (names(lower), lower.bought[0].tied) == (["b"], ())
    assert names(equal_shares(ballots, cost, ShareRule(100), dear_first)) == ["a"]
