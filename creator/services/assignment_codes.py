"""An assignment that tells no names: experts and employers by codes, fields by their short ids.

It is this one that is reckoned, so that whoever has its files gets the same plan: among equals the
names of a pair draw its lot.
"""

from collections.abc import Iterable, Mapping

from creator.reckoning.assigning.grid import Grid, rows_of
from creator.reckoning.assigning.problem import Expert, Pair, Problem
from creator.rules.pseudonyms import pseudonyms


def codes_of(naming: str, index: int, names: Mapping[str, int]) -> dict[str, str]:
    """Name -> A1, A2 …: in an order that follows neither names nor seats, another each round.

    It is drawn from `Edition.naming_seed`: numbers of people are no secret, and whoever can tell
    the readers of a proposal apart can tell the sheets apart too.
    """
    codes = pseudonyms(f"{naming}:{index}", {str(id) for id in names.values()}, letter="A")
    return {name: codes[str(id)] for name, id in names.items()}


def coded(problem: Problem, codes: Mapping[str, str], fields: Mapping[str, str]) -> Problem:
    """The same problem under these codes. `fields`: a field's name -> its id in the programme.

    What decides nothing is left out: fields no mix asks for, employers who may share a proposal.
    """
    proposals, names = sorted(problem.need), sorted(codes, key=lambda name: codes[name])
    employers = _employers(problem, codes)
    experts = {
        codes[one.id]: Expert(
            codes[one.id],
            one.most,
            one.least,
            employers[one.employer] if problem.one_per_employer else "",
            frozenset(fields.get(name, name) for name in one.fields & problem.mix.keys()),
        )
        for one in problem.experts
    }
    return Problem(
        need={proposal: problem.need[proposal] for proposal in proposals},
        experts=tuple(experts[code] for code in sorted(experts)),
        similarity=Grid(
            proposals,
            [codes[name] for name in names],
            rows_of(problem.similarity, proposals, names),
        ),
        conflicts=_coded(problem.conflicts, problem, codes),
        mix={fields.get(name, name): count for name, count in problem.mix.items()},
        seed=problem.seed,
    )


def _coded(pairs: Iterable[Pair], problem: Problem, codes: Mapping[str, str]) -> frozenset[Pair]:
    return frozenset(
        (proposal, codes[name]) for proposal, name in pairs if proposal in problem.need
    )


def _employers(problem: Problem, codes: Mapping[str, str]) -> dict[str, str]:
    """Employer -> G1, G2 …; none stays none."""
    known = {"": ""}
    for one in sorted(problem.experts, key=lambda one: codes[one.id]):
        known.setdefault(one.employer, f"G{len(known)}")
    return known
