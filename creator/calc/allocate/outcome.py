"""What is written of an allocation: a row for each proposal, and the summary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from creator.i18n import LANGUAGES, speaking
from creator.reckoning.funding.fund_line import Line
from creator.reckoning.funding.outcome import Allocation, Outcome

HEADER = (
    "rank", "proposal", "score", "result", "tier", "amount", "part_of", "waitlist",
    "reason_zh", "reason_en",
)  # fmt: skip
Row = list[object]
Words = dict[str, str]


def yuan(fen: int | None) -> Decimal | None:
    """分 -> 元, exactly."""
    return None if fen is None else Decimal(fen) / 100


@dataclass(frozen=True)
class Told:
    """An allocation with its sentences in both languages, each made once."""

    allocation: Allocation
    scores: Mapping[str, Decimal | None]
    steps: Sequence[list[Words]]
    reasons: Sequence[Words]

    def __iter__(self) -> Iterator[tuple[Outcome, list[Words], Words]]:
        return iter(zip(self.allocation.outcomes, self.steps, self.reasons, strict=True))


def told(allocation: Allocation, scores: Mapping[str, Decimal | None]) -> Told:
    """Every sentence in Chinese and English."""
    outcomes = allocation.outcomes
    words: dict[int, Words] = {}
    for language in LANGUAGES:
        with speaking(language):
            for outcome in outcomes:
                for text in (*outcome.steps, outcome.sentence):
                    said = words.setdefault(id(text), {})
                    if language not in said:
                        said[language] = str(text)
    return Told(
        allocation,
        scores,
        [[words[id(step)] for step in outcome.steps] for outcome in outcomes],
        [words[id(outcome.sentence)] for outcome in outcomes],
    )


def rows(all_: Told) -> Iterator[Row]:
    """The table, in order of rank."""
    for outcome, _steps, reason in all_:
        yield [
            outcome.rank, outcome.proposal, all_.scores[outcome.proposal], outcome.kind,
            outcome.tier or None, yuan(outcome.amount), yuan(outcome.part_of),
            outcome.waitlist_position, reason["zh"], reason["en"],
        ]  # fmt: skip


def results(all_: Told) -> Iterator[Mapping[str, object]]:
    """The same for the summary, with every step."""
    for outcome, steps, reason in all_:
        yield {
            "proposal": outcome.proposal,
            "rank": outcome.rank,
            "score": all_.scores[outcome.proposal],
            "result": outcome.kind,
            "tier": outcome.tier or None,
            "amount": yuan(outcome.amount),
            "part_of": yuan(outcome.part_of),
            "waitlist": outcome.waitlist_position,
            "reason": reason,
            "steps": steps,
        }


def totals(all_: Told) -> dict[str, object]:
    """What was given, what is left, where it ended."""
    outcomes = all_.allocation.outcomes
    kinds = [outcome.kind for outcome in outcomes]
    return {
        "proposals": len(outcomes),
        "awards": kinds.count("award"),
        "waitlist": kinds.count("waitlist"),
        "refused": kinds.count("refuse"),
        "spent": yuan(sum(outcome.amount for outcome in outcomes)),
        "left": yuan(all_.allocation.pool_left),
        "tiers": [_line(line) for line in all_.allocation.lines],
        "contested": [list(tied) for tied in all_.allocation.contested],
        "digest": all_.allocation.digest,
    }


def _line(line: Line) -> Mapping[str, object]:
    return {
        "tier": line.tier or None,
        "awards": line.awarded,
        "spent": yuan(line.amount),
        "bound": line.bound,
        "last": None if line.last_rank is None else _at(line.last_rank, line.last_score),
        "next": None if line.next_rank is None else _at(line.next_rank, line.next_score),
    }


def _at(rank: int, score: Decimal | None) -> Mapping[str, object]:
    return {"rank": rank, "score": score}
