"""What goes wrong, on purpose: every rehearsal meets the troubles real editions meet.

A story picks its victims by a draw from the rehearsal's own random numbers, so the same seed tells
the same story. None of them names a state or a step: they know marks and effects.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random

ENOUGH = 4
"""With fewer applications everything goes well: there would be nothing left to decide."""
MANY = 8


@dataclass
class Stories:
    """Which troubles are still to come, and whom they hit (ids of proposals)."""

    random: Random
    least_score: float = 0.0
    returned: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    forgotten: set[int] = field(default_factory=set)
    twins: dict[int, int] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    recusals_left: int = 0
    interests_left: int = 0
    objections_left: int = 0
    contests_left: int = 0
    upheld_left: int = 0
    declines_left: int = 0

    def cast(self, proposals: Sequence[int], *, spare_experts: bool) -> None:
        """Choose whom the troubles hit, from the drafts in the order in which they were begun."""
        self.order = {proposal: number for number, proposal in enumerate(proposals)}
        if len(proposals) < ENOUGH:
            return
        many = len(proposals) >= MANY
        hit = self.random.sample(list(proposals), 5 if many else 2)
        self.returned, self.refused = {hit[0]}, {hit[1]}
        if many:
            self.forgotten, self.twins = {hit[2]}, {hit[3]: hit[4]}
        self.recusals_left = self.interests_left = int(spare_experts)
        self.objections_left, self.upheld_left = (2, 1) if many else (1, 0)
        self.declines_left = self.contests_left = int(many)

    def fails_screening(self, proposal_id: int, corrections: int) -> bool:
        """Whether the officer finds fault with the version now before them."""
        once = proposal_id in self.returned and corrections == 0
        return proposal_id in self.refused or once

    def quality(self, proposal_id: int) -> float:
        """How good a proposal is, between 0.6 and 0.97, the same for every expert.

        Twins are exactly as good as each other, and tie where the same experts read both.
        """
        return self.least + Random(self.nature(proposal_id)).random() * (0.97 - self.least)  # noqa: S311

    @property
    def least(self) -> float:
        """The worst quality: mostly, not always, above the score from which awards are made."""
        return max(0.6, min(0.9, self.least_score - 0.05))

    def nature(self, proposal_id: int) -> str:
        """What stands for a proposal in draws that must not depend on the database's numbers."""
        twin = self.twins.get(proposal_id, proposal_id)
        return f"{self.order.get(twin, twin)}:{sorted(self.order.get(p, 0) for p in self.returned)}"

    def wants(self, effects: Collection[str], marks: Collection[str]) -> str | None:
        """The trouble still to come that an exceptional step would be, here and now."""
        for name, effect, needed in _EXCEPTIONS:
            if effect in effects and needed <= set(marks) and getattr(self, name):
                return name
        return None

    def happens(self, name: str) -> bool:
        """Whether this trouble happens now: as often as its count says, then never again."""
        left = int(getattr(self, name))
        if left > 0:
            setattr(self, name, left - 1)
        return left > 0


# Count of a story, effect of the step that tells it, marks of the state in which it is told.
_EXCEPTIONS = (
    ("recusals_left", "record_recusal", {"counts"}),
    ("declines_left", "release_money", {"counts_as_awarded"}),
    ("contests_left", "open_objection", {"remedy_open", "refused"}),
)
