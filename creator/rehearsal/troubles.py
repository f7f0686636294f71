"""Once everybody has done what they could: the public objects, a substitute is called in."""

from creator.models.proposal import Proposal
from creator.rehearsal import forms, players
from creator.rehearsal.stories import Stories
from creator.rehearsal.world import World
from creator.services.stages import has_mark, states_with
from creator.services.work import Work


def happen(world: World, stories: Stories) -> bool:
    """Whether one of them came about."""
    return _objection(world, stories) or _substitution(world)


def _objection(world: World, stories: Stories) -> bool:
    if not stories.objections_left:
        return False

    def find(work: Work) -> list[int]:
        edition = world.edition(work)
        marked = states_with(work, edition, "proposal", "contestable")
        held = states_with(work, edition, "proposal", "contested")
        there = players.contestable(work, edition.id, marked - held)
        return [proposal.id for proposal in there]

    there = world.look(find)
    if not there or not stories.happens("objections_left"):
        return False
    victim = world.random.choice(there)
    return world.act(
        None, lambda work: players.object_to(work, work.session.get_one(Proposal, victim))
    )


def _substitution(world: World) -> bool:
    """The officer calls in further experts where sheets were lost by recusal."""
    if not world.look(lambda work: _short(work, world)):
        return False

    def call_in(work: Work) -> bool:
        return any(forms.call_substitute(work, proposal) for proposal in _short(work, world))

    return world.act(world.staff("officer"), call_in)


def _short(work: Work, world: World) -> list[Proposal]:
    edition = world.edition(work)
    if not has_mark(work, edition, "scoring_open"):
        return []
    return forms.short_of_sheets(work, edition)
