"""A ranking as the table that `creator calc allocate` reads."""

from collections.abc import Iterator, Sequence

from creator.calc.allocate.outcome import yuan
from creator.i18n import both, clauses
from creator.reckoning.ranking import Place

RANKING_COLUMNS = (
    "rank", "proposal", "score", "requested", "tier", "category", "organisation", "area",
    "audited", "recommended", "own_funding", "first_time", "submitted", "drawn",
    "ties_zh", "ties_en", "barred_zh", "barred_en",
)  # fmt: skip


def ranking_rows(places: Sequence[Place]) -> Iterator[Sequence[object]]:
    """The ranking with everything that is known of each proposal, by `RANKING_COLUMNS`."""
    for place in places:
        facts = place.facts
        ties, barred = ([b.text for b in place.broken], place.barred)
        yield (
            place.rank, place.proposal, place.total, yuan(facts.requested), facts.tier,
            facts.category, facts.organisation, facts.area, yuan(facts.audited),
            yuan(facts.recommended), yuan(facts.own_funding), facts.first_time, facts.submitted,
            facts.drawn, *both(clauses(ties)).values(), *both(clauses(barred)).values(),
        )  # fmt: skip
