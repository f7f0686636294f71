"""A ranking as the table that `creator calc allocate` reads."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from creator.calc.allocate.outcome import yuan
from creator.calc.score.outcome import reasons_of
from creator.i18n import Label, Text, both, clauses
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
        ties = [broken.text for broken in place.broken]
        yield (
            place.rank, place.proposal, place.total, yuan(facts.requested), facts.tier,
            facts.category, facts.organisation, facts.area, yuan(facts.audited),
            yuan(facts.recommended), yuan(facts.own_funding), facts.first_time, facts.submitted,
            facts.drawn, *both(clauses(ties)).values(), *reasons_of(place.barred),
        )  # fmt: skip


def as_read(place: Place) -> Place:
    """The place as it comes back from the table, which keeps the reasons of the barred as words."""
    barred = (Text("{reason}", {"reason": Label(**both(text))}) for text in place.barred)
    return replace(place, broken=(), barred=tuple(barred))
