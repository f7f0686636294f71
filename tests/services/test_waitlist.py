"""Who moves up from the waitlist, and with how much: what the rules make of the rest."""

from sqlalchemy import select

from creator.models.decision import Decision, DecisionItem
from creator.services import decisions, invariants
from tests.services.deciding import Deciding, deciding
from tests.services.test_decisions_later import released


def promoted(held: Deciding) -> list[tuple[int, str | None, int | None]]:
    """Rank, tier and amount in 元 of everybody on the supplementary list."""
    released(held)
    held.held.step("start_supplement")
    held.held.officer(lambda work, edition: decisions.promote_all(work, edition))
    with held.ground.database.reading() as session:
        assert [breach.rule for breach in invariants.breaches(session)] == []
        lines = select(DecisionItem).join(Decision).where(Decision.ordinal == 2)
        second = session.scalars(lines.order_by(DecisionItem.position)).all()
        assert all(item.reason for item in second)
        return [(item.position, item.tier, (item.amount_fen or 0) // 100) for item in second]


def test_where_tiers_are_assigned_the_waitlist_moves_up_too(sqlite_database):
    held = deciding(
        sqlite_database, (90, 80, 70), tier_choice="assigned", tiers__A__slots=1, tiers__B__slots=1
    )
    held.publish_all()
    assert promoted(held) == [(3, "A", 22000)]


def test_a_promotion_gets_what_the_rule_of_the_amount_says(sqlite_database):
    bands = [{"from": 85, "percent": 100}, {"from": 0, "percent": 50}]
    held = deciding(
        sqlite_database,
        (90, 80),
        tiers__A__slots=1,
        award__amount="by_score_band",
        award__score_bands=bands,
    )
    held.publish_all()
    assert promoted(held) == [(2, "A", 10500)]


def test_whoever_does_not_fit_into_what_is_left_holds_up_nobody(sqlite_database):
    """Of 22,000 the third needs 23,000, so the fourth gets its 22,000."""
    held = deciding(sqlite_database, (90, 85, 70, 80), pool=43000, tiers__B__cap=43000)
    held.publish_all()
    assert promoted(held) == [(4, "A", 22000)]


def test_slots_of_a_category_bind_promotions_as_well(sqlite_database):
    held = deciding(sqlite_database, (90, 80, 70), categories__elderly__slots=1)
    held.publish_all()
    assert promoted(held) == [(2, "A", 21000)]
    third = held.ranked(3)
    data = {"tier": "A", "amount": 2_200_000}
    assert held.codes("officer", third, "promote", data) == ["limit.full"]


def test_slots_of_a_category_bind_awards_proposed_by_hand(sqlite_database):
    held = deciding(sqlite_database, (90, 80), categories__elderly__slots=1)
    data = {"tier": "A", "amount": 2_000_000}
    held.take("officer", held.ranked(1), "propose", data)
    assert held.codes("officer", held.ranked(2), "propose", data) == ["limit.full"]
