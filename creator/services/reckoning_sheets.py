"""The sheets of an edition's closed rounds, with the experts under the names of the board."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from creator.models.edition import Edition
from creator.programme.programme import Programme
from creator.rules.pseudonyms import pseudonyms
from creator.rules.results import Counted, counted
from creator.rules.sheets import rubric_of
from creator.rules.standing import closed_rounds
from creator.services.boards import experts_in
from creator.services.work import Work


@dataclass(frozen=True)
class ClosedRound:
    """Its place in the programme, and the sheets that count."""

    index: int
    id: str
    sheets: Counted


def counted_rounds(work: Work, edition: Edition, programme: Programme) -> list[ClosedRound]:
    """Round by round, in their order."""
    results = dict(closed_rounds(work.session, edition, programme))
    sheets = {
        index: counted(work.session, edition, rubric_of(programme, index), index)
        for index, round_ in enumerate(programme.rounds)
        if round_.id in results
    }
    # The board names the experts of the last round.
    seen = [experts_in(sealed.results) for sealed in reversed(results.values())]
    counting = [set().union(*one.sheets.values()) for one in sheets.values()]
    names = _names(edition.naming_seed, [*seen, *counting])
    return [
        ClosedRound(index, programme.rounds[index].id, _renamed(one, names))
        for index, one in sheets.items()
    ]


def _names(naming: str, groups: Iterable[Set[str]]) -> dict[str, str]:
    """Names for everybody, those of a group following those of the groups before it."""
    names: dict[str, str] = {}
    for experts in groups:
        names |= pseudonyms(naming, experts - names.keys(), after=len(names))
    return names


def _renamed(found: Counted, names: Mapping[str, str]) -> Counted:
    return Counted(
        {case: {names[e]: one for e, one in of.items()} for case, of in found.sheets.items()},
        {case: {names[e]: one for e, one in of.items()} for case, of in found.confidence.items()},
    )
