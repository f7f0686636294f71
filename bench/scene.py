"""Small editions played through the services: the patterns from which large ones are copied.

One is open for applications, one is being judged, one has its results. They are played in the
past, so that the server under measurement runs by the clock of the machine.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from creator.clock import SetClock
from creator.db import Database
from creator.models.edition import Edition
from creator.models.person import Appointment
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.programme import reader
from creator.rehearsal import duties, scoring
from creator.rehearsal.rehearse import Rehearsal, opening
from creator.rehearsal.world import World
from creator.services import proposals, sheets
from creator.services.programmes import moved_to, text_of
from creator.services.refused import NotFound
from creator.services.stages import has_mark, states_with
from creator.services.work import Work
from creator.storage import Storage

PROGRAMME = "beilin"
FEW = {"tiers.A.slots": 1, "tiers.B.slots": 1}  # so that few apply
Until = Callable[[World, Work], bool]


@dataclass(frozen=True)
class Scene:
    """A host with three small editions, by what can be measured in them."""

    rehearsal: Rehearsal
    call: int
    judging: int
    ranked: int
    left_out: set[int]
    """Applications that are no good as patterns: refused ones, and drafts that lack something."""

    @property
    def world(self) -> World:
        return self.rehearsal.world


def play(database: Database, storage: Storage) -> Scene:
    """Play the three editions until each stands where it is wanted."""
    now = datetime.now(UTC)
    rules = reader.parse(text_of(PROGRAMME), PROGRAMME)
    judged = rules.rounds[-1].closes - rules.calendar.call_opens
    rehearsal = Rehearsal(World(database, storage, SetClock(now)))
    ranked = _edition(rehearsal, "ranked", now - judged - timedelta(days=20), _has_results)
    left_out = _others(rehearsal, "scored")
    judging = _edition(rehearsal, "judging", now - judged + timedelta(days=3), _all_in_round)
    left_out |= _others(rehearsal, "in_round")
    _fill_in(rehearsal)
    call = _edition(rehearsal, "call", now - timedelta(days=5), _some_handed_in)
    return Scene(rehearsal, call, judging, ranked, left_out | _complete(rehearsal))


def _edition(rehearsal: Rehearsal, slug: str, opens: datetime, until: Until) -> int:
    """An edition with a few applications, played until the condition holds; returns its id."""
    text, world = text_of(PROGRAMME), rehearsal.world
    changes = {**moved_to(text, PROGRAMME, opens), **FEW}
    world.hand.instant = opening(reader.parse(text, PROGRAMME, changes))
    rehearsal.prepare(text, changes, slug)
    rehearsal.perform(until=lambda work: until(world, work))
    return world.edition_id


def _has_results(world: World, work: Work) -> bool:
    edition = world.edition(work)
    return has_mark(work, edition, "results_sealed") and not _standing(work, edition, "in_round")


def _all_in_round(world: World, work: Work) -> bool:
    edition = world.edition(work)
    return has_mark(work, edition, "scoring_open") and not _standing(work, edition, "enters_round")


def _some_handed_in(world: World, work: Work) -> bool:
    return bool(_standing(work, world.edition(work), "counts_as_submitted"))


def _standing(work: Work, edition: Edition, mark: str) -> list[int]:
    """Applications of the edition whose state carries the mark."""
    states = states_with(work, edition, "proposal", mark)
    query = select(Proposal.id).where(Proposal.edition_id == edition.id, Proposal.state.in_(states))
    return list(work.session.scalars(query))


def _others(rehearsal: Rehearsal, mark: str) -> set[int]:
    """Applications that went another way, such as those refused in screening."""
    world = rehearsal.world
    query = select(Proposal.id).where(Proposal.edition_id == world.edition_id)
    there = world.look(lambda work: set(work.session.scalars(query)))
    return there - set(world.look(lambda work: _standing(work, world.edition(work), mark)))


def _fill_in(rehearsal: Rehearsal) -> None:
    """Every sheet complete, none sealed."""
    world = rehearsal.world
    query = (
        select(Review.id, Review.expert_id)
        .where(Review.edition_id == world.edition_id)
        .order_by(Review.id)
    )
    for review, expert in world.look(lambda work: work.session.execute(query).all()):
        with suppress(NotFound):  # somebody may have stepped back from one
            world.act(expert, partial(_fill_in_one, rehearsal, review))


def _fill_in_one(rehearsal: Rehearsal, review: int, work: Work) -> None:
    scoring.fill_in(rehearsal.stories, work, sheets.opened(work, review))


def _complete(rehearsal: Rehearsal) -> set[int]:
    """Complete the drafts as their applicants would; returns those that still lack something."""
    world, lacking = rehearsal.world, set()
    query = (
        select(Proposal.id, Appointment.person_id)
        .join(Appointment, Appointment.organisation_id == Proposal.organisation_id)
        .where(Proposal.edition_id == world.edition_id, Appointment.role == "applicant")
    )
    found = world.look(lambda work: work.session.execute(query).all())
    for draft, contact in found:
        if world.act(contact, partial(_lacks, rehearsal, draft)):
            lacking.add(draft)
    return lacking


def _lacks(rehearsal: Rehearsal, draft: int, work: Work) -> bool:
    proposal = work.session.get_one(Proposal, draft)
    if proposals.handing_in(work, proposal) is None:
        return False
    while (
        duties.complete_application(rehearsal.world, rehearsal.stories, work, proposal)
        is duties.Did.SOMETHING
    ):
        pass
    return bool(proposals.requirements(work, proposal))
