"""Assignments to be measured: every expert suits every proposal, some experts suit all better."""

import random
from collections.abc import Callable
from pathlib import Path

Case = Callable[[Path], list[str]]


def dense(proposals: int, experts: int, *rules: object) -> Case:
    """Five experts for each proposal, six decimal places, a list of all pairs."""

    def case(folder: Path) -> list[str]:
        chance = random.Random(1)
        standing = [chance.random() for _expert in range(experts)]
        with (folder / "S.csv").open("w", encoding="utf-8") as file:
            file.write("proposal,expert,score\n")
            for proposal in range(proposals):
                for expert, better in enumerate(standing):
                    score = (better + chance.random()) / 2
                    file.write(f"P{proposal:04},E{expert:03},{score:.6f}\n")
        words = ("--similarity", "S.csv", "--per-proposal", 5, *rules, "-o", "plan.csv")
        return [str(word) for word in words]

    case.__doc__ = f"{proposals} proposals, {experts} experts, {' '.join(map(str, rules))}:"
    return case


CASES: dict[str, Case] = {
    "assign-300": dense(300, 40, "--max-load", 45),
    "assign-1000": dense(1000, 100, "--max-load", 60),
    "assign-1000-floor": dense(1000, 100, "--max-load", 60, "--floor", "auto"),
    "assign-1000-minimum": dense(1000, 100, "--max-load", 60, "--min-load", 45),
    "assign-1000-tight": dense(1000, 100, "--max-load", 50),
    "assign-2000": dense(2000, 300, "--max-load", 40),
}
"""The last one takes OR-Tools where the extra `[scale]` is installed."""
