"""In a demo: everybody but the visitor does what can be done now."""

from sqlalchemy import select

from creator.clock import Clock
from creator.db import Database
from creator.models.edition import Edition
from creator.rehearsal.play import Play
from creator.rehearsal.stories import Stories
from creator.rehearsal.world import World
from creator.services import worker
from creator.services.stages import state_of
from creator.services.work import Work
from creator.storage import Storage


def let_others_act(
    database: Database, storage: Storage, clock: Clock, visitor_id: int | None
) -> int:
    """One turn for everybody else, in every edition under way. Returns how many acted."""
    done = 0
    world = World(database, storage, clock)
    for edition_id, host_id in world.look(_under_way):
        world = World(database, storage, clock, edition_id=edition_id, host_id=host_id)
        play = Play(world, Stories(world.random))
        world.look(play.look_around)
        for cue in play.cues_now():
            if cue.person_id != visitor_id and play.turn(cue):
                done += 1
                worker.drain(database, clock, simulated=True)
    return done


def _under_way(work: Work) -> list[tuple[int, int]]:
    editions = work.session.scalars(select(Edition).order_by(Edition.id))
    return [(one.id, one.host_id) for one in editions if state_of(work, one).final is None]
