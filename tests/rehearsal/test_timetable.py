"""Simulated people take their time, but never let a date pass by mere slowness."""

from datetime import UTC, datetime, timedelta
from random import Random

from creator.rehearsal.stage import Standing
from creator.rehearsal.timetable import Timetable
from creator.services.definitions import resolved

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
DEFINITIONS = resolved(frozenset(), {})


def standing(kind: str, mark: str) -> Standing:
    """A subject of this kind in its first state that carries the mark."""
    definition = DEFINITIONS[kind]
    state = next(one for one in definition.states.values() if mark in one.marks)
    return Standing(1, kind, state, definition, (0, 0))


def test_without_a_date_in_sight_somebody_acts_within_four_days() -> None:
    times = Timetable(Random(1))
    delays = [times.due(NOW, standing("decision", "list_open")) - NOW for _nth in range(200)]
    assert timedelta(0) < min(delays)
    assert max(delays) <= timedelta(hours=88)
    assert sum(delay > timedelta(hours=40) for delay in delays) > 5  # some are late


def test_before_a_round_closes_everybody_hurries() -> None:
    closes = NOW + timedelta(hours=10)
    times = Timetable(Random(1), rounds=(closes,))
    reviews = [times.due(NOW, standing("review", "scoring_open")) for _nth in range(50)]
    assert max(reviews) < NOW + timedelta(hours=2)


def test_experts_do_not_score_before_the_round_begins() -> None:
    opens = NOW + timedelta(days=3)
    times = Timetable(Random(1), rounds=(opens, opens + timedelta(days=4)), scoring_from=opens)
    assert times.due(NOW, standing("review", "scoring_open")) >= opens


def test_half_the_drafts_are_handed_in_during_the_last_days() -> None:
    closes = NOW + timedelta(days=20)
    times = Timetable(Random(1), closes=closes)
    draft = standing("proposal", "editable")
    dues = [times.due(NOW, draft, closes) for _nth in range(100)]
    late = [due for due in dues if due > closes - timedelta(days=3)]
    assert 30 < len(late) < 70
    assert max(dues) < closes


def test_nobody_lets_the_clock_act_for_them() -> None:
    chance = NOW + timedelta(hours=12)
    times = Timetable(Random(1))
    dues = [times.due(NOW, standing("proposal", "correctable"), chance) for _nth in range(100)]
    assert max(dues) < chance
