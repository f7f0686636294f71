"""Results of a round (评审结果): how far the panel is, what closing would seal."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.review import Review
from creator.models.subject import in_edition
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.scoring.results import ResultSet
from creator.rules.actors import appointed
from creator.rules.completeness import outstanding, short_of_sheets
from creator.rules.late_entries import left_out
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.results import reckoned
from creator.rules.sealed import sealed_results
from creator.services.mailbox import standing
from creator.services.offices import (
    need_no_interest,
    need_no_interest_in,
    need_officer,
    need_staff,
    own_conflicts,
)
from creator.services.refused import NotFound
from creator.services.stages import has_mark
from creator.services.work import Work


@dataclass(frozen=True)
class Desk:
    """How far one expert is: sheets still open, sealed, stepped back from. No points."""

    expert: Person
    open: int
    sealed: int
    recused: int

    @property
    def all(self) -> int:
        """Sheets that are still expected or done."""
        return self.open + self.sealed


@dataclass(frozen=True)
class Preview:
    """What closing the round would give; `results` only when nothing is `missing`."""

    missing: tuple[Refusal, ...]
    results: ResultSet | None


def preview(work: Work, edition: Edition) -> Preview:
    """The results as they would be sealed now, or what is missing for it.

    Scores appear only when every sheet is in: a running average would tell who votes how.
    Raises `NotFound` for outsiders, `Refused` for somebody with an interest.
    """
    need_staff(work, edition)
    need_no_interest(work, edition)
    if not has_mark(work, edition, "scoring_open"):
        return Preview((), sealed_results(work.session, edition.id, edition.round_index))
    step = standing(work, edition)
    missing = (*left_out(step), *outstanding(step), *short_of_sheets(step))
    if missing:
        return Preview(missing, None)
    programme = programme_of(work.session, edition)
    try:
        found = reckoned(work.session, edition, programme, edition.round_index)
    except Unreckonable as impossible:
        return Preview((Refusal("round.unreckonable", impossible.text),), None)
    return Preview((), found)


def desks(work: Work, edition: Edition) -> list[Desk]:
    """How far each expert of the present round is, by person id; no points are shown.

    Sheets on proposals in which the reader has an interest are not counted.
    """
    need_staff(work, edition)
    definition = pinned(work.session, edition, "review")
    query = (
        select(Person, Review.state)
        .join(Review, Review.expert_id == Person.id)
        .where(
            in_edition(Review, edition.id),
            Review.round == edition.round_index,
            Review.proposal_id.not_in(own_conflicts(work, edition)),
        )
        .order_by(Person.id)
    )
    people: dict[int, Person] = {}
    states: dict[int, Counter[str]] = {}
    for person, state in work.session.execute(query):
        people[person.id] = person
        states.setdefault(person.id, Counter())[state] += 1
    groups = [definition.marked(mark) for mark in ("scoring_open", "counts", "barred")]
    return [
        Desk(person, *(_sum(states[id_], group) for group in groups))
        for id_, person in people.items()
    ]


def _sum(counts: Counter[str], states: frozenset[str]) -> int:
    return sum(counts[state] for state in states)


def sheets_in(work: Work, edition: Edition) -> Select[Any]:
    """The query of all sheets of the present round, for the officer who manages them.

    Without those on proposals in which the reader has an interest.
    """
    need_officer(work, edition)
    return (
        select(Review)
        .options(selectinload(Review.proposal), selectinload(Review.expert))
        .where(
            in_edition(Review, edition.id),
            Review.round == edition.round_index,
            Review.proposal_id.not_in(own_conflicts(work, edition)),
        )
        .order_by(Review.proposal_id, Review.expert_id)
    )


def managed(work: Work, review_id: int) -> Review:
    """A sheet an officer may reopen or excuse. Raises `NotFound` for anybody else."""
    review = work.session.get(Review, review_id)
    if review is None or not appointed(work.actor, "officer", review):
        raise NotFound
    need_no_interest_in(work, review.proposal)
    return review
