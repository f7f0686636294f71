"""An assignment to be made, the plan that answers it, and the refusal that explains itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from creator.i18n import Text
from creator.reckoning.refusal import Unreckonable

Pair = tuple[str, str]
"""(proposal, expert)."""


@dataclass(frozen=True)
class Expert:
    """One reader: at least `least` and at most `most` proposals.

    `employer` may be empty (a free-lance expert shares with nobody); `fields` are what he or she
    may stand for in a required mix.
    """

    id: str
    most: int
    least: int = 0
    employer: str = ""
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """What is to be assigned.

    `need` is how many experts each proposal gets. `similarity` is a whole number (absent: 0).
    `conflicts` never meet; `fixed` pairs stay, whatever they cost. `mix` is how many experts of a
    field every proposal gets at least; one person stands for one field only. `seed` draws lots
    among plans that are equally good.
    """

    need: Mapping[str, int]
    experts: tuple[Expert, ...]
    similarity: Mapping[Pair, int] = field(default_factory=dict)
    conflicts: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    mix: Mapping[str, int] = field(default_factory=dict)
    one_per_employer: bool = True
    seed: int = 0


@dataclass(frozen=True)
class Plan:
    """Who reads what, for a preview before anybody is asked.

    `total` similarity, `bound` the most that any plan could reach, `readers` by proposal,
    `loads` by expert (also 0), `served` the similarity each proposal got.
    `recused` are pairs a panel leaves out because of a conflict.
    """

    pairs: tuple[Pair, ...]
    total: int
    bound: int
    readers: Mapping[str, tuple[str, ...]]
    loads: Mapping[str, int]
    served: Mapping[str, int]
    recused: tuple[Pair, ...] = ()

    @property
    def worst_served(self) -> str:
        """The proposal with the least similarity."""
        return min(self.served, key=lambda proposal: (self.served[proposal], proposal))


class Impossible(Unreckonable):
    """No plan keeps every rule.

    `proposals` come short, `experts` are those free of conflicts who could still read one of them,
    `missing` is how many seats stay empty. `remedies` are rules each of which, relaxed alone, lets
    a plan exist (empty: more than one has to give, or more experts are needed).
    """

    def __init__(
        self,
        text: Text,
        *,
        proposals: tuple[str, ...] = (),
        experts: tuple[str, ...] = (),
        missing: int = 0,
        remedies: tuple[Text, ...] = (),
    ) -> None:
        super().__init__(text)
        self.proposals = proposals
        self.experts = experts
        self.missing = missing
        self.remedies = remedies
