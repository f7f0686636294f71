"""An allocation with the files it came from, and its summary."""

from collections.abc import Mapping
from dataclasses import dataclass

from creator.calc.allocate.comparison import compared
from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.outcome import Told, results, totals, yuan
from creator.calc.allocate.understood import understood
from creator.calc.allocate.voting import share_rule
from creator.calc.rules import RuleFile
from creator.i18n import Label
from creator.reckoning.funding.funding_rule import FundingRule
from creator.reckoning.funding.optimum import optimum as best
from creator.reckoning.ranking import Place


@dataclass(frozen=True)
class Allocated:
    """The allocation with what it came from. `ties` is what a ranking that was given says broke
    them."""

    places: list[Place]
    rule: FundingRule
    file: RuleFile[AllocationRule]
    told: Told
    ties: Mapping[str, Label]

    def summary(self, optimum: bool) -> dict[str, object]:
        """Everything in one piece of JSON."""
        data: dict[str, object] = {
            "command": "allocate",
            "rule": {**understood(self.file.rule), "votes": self._votes()},
            **totals(self.told),
            "results": results(self.told),
        }
        if optimum:
            data["optimum"] = compared(best(self.places, self.rule, self.told.allocation))
        return data

    def _votes(self) -> Mapping[str, object] | None:
        """`[votes]` with the defaults of its method."""
        votes = self.file.rule.votes
        if votes is None:
            return None
        if votes.method == "greedy":
            return {"method": votes.method}
        count = share_rule(self.file.rule, votes)
        return {
            "method": votes.method,
            "utility": "cost" if count.by_cost else "votes",
            "completion": count.completion,
            "step": yuan(count.step) if "add1" in count.completion else None,
            "ties": votes.ties,
        }
