"""The files of an edition, run as a stranger runs them, beside what its pages show."""

import csv
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from creator.i18n import both
from creator.reckoning.canonical import digits
from creator.reckoning.funding.outcome import Allocation
from creator.services import rankings
from creator.services.boards import Board, Row
from creator.services.reckoning_package import package
from tests.calc.runs import summary_of
from tests.services.judging import Judging

_FILES = (".csv", ".toml", ".txt")


@dataclass
class Repeated:
    """What the board shows, and the summaries and tables of the two commands."""

    board: Board
    readme: str
    score: Any
    allocate: Any
    scored: list[dict[str, str]]
    awards: list[dict[str, str]]
    drawn: list[Any]
    assigned: list[Any]
    names: list[str]

    def rows(self) -> Sequence[Row]:
        return self.board.rows


def packed(held: Judging) -> bytes:
    return held.officer(lambda work, edition: package(work, edition))


def repeated(held: Judging, folder: Path) -> Repeated:
    """The package unpacked and run by the words of its README."""
    with ZipFile(BytesIO(packed(held))) as zipped:
        zipped.extractall(folder)
        names = zipped.namelist()
    readme = (folder / "README.txt").read_text("utf-8")
    told = [(words[2], _run(folder, words[2:])) for words in map(shlex.split, _commands(readme))]
    score, allocate = (summary for _name, summary in told[:2])
    return Repeated(
        board=held.officer(lambda work, edition: rankings.board(work, edition)),
        readme=readme,
        score=score,
        allocate=allocate,
        scored=_table(folder / "scored.csv"),
        awards=_table(folder / "awards.csv"),
        drawn=[summary for name, summary in told if name == "draw"],
        assigned=[summary for name, summary in told if name == "assign"],
        names=names,
    )


def same_as_the_pages(held: Judging, folder: Path) -> Repeated:
    """Every rank, total, tie, outcome, tier, amount, sentence and digest is that of the board."""
    found = repeated(held, folder)
    rows = found.rows()
    scored = {row["proposal"]: row for row in found.scored}
    told = {one["proposal"]: one for one in found.allocate["results"]}
    assert [row["proposal"] for row in found.awards] == [_case(row) for row in by_rank(rows)]
    for row in rows:
        assert _ranked(scored[_case(row)]) == _shown(row)
        assert told[_case(row)] == _outcome(row)
    proposed = sum(row.outcome.amount for row in rows)
    assert Decimal(found.allocate["spent"]) * 100 == proposed
    assert Decimal(found.allocate["left"]) * 100 == found.board.left
    digests = [one.get("digest") or one["list_sha256"] for one in [*found.drawn, *found.assigned]]
    digests += [found.score["digest"], found.score["ranking_digest"], found.allocate["digest"]]
    for digest in digests:
        assert found.readme.count(digest) == 2  # once in each language
    if not any(row.place.barred for row in rows):
        assert found.allocate["digest"] == by_case(found.board).digest
    if found.board.frozen:
        assert found.score["ranking_digest"] == found.board.frozen.digest
    return found


def by_case(board: Board) -> Allocation:
    """The board's allocation with case numbers for ids."""
    numbers = {str(row.proposal.id): row.proposal.number for row in board.rows}
    outcomes = board.allocation.outcomes
    named = tuple(replace(one, proposal=numbers[one.proposal]) for one in outcomes)
    return replace(board.allocation, outcomes=named)


def by_rank(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.place.rank is None, row.place.rank or 0, _case(row)))


def _commands(readme: str) -> list[str]:
    """The commands, the same in each language."""
    lines = [line.strip() for line in readme.splitlines() if line.strip().startswith("creator ")]
    half = len(lines) // 2
    assert lines[:half] == lines[half:]
    return lines[:half]


def _run(folder: Path, words: Sequence[str]) -> Any:
    files = [folder / word if word.endswith(_FILES) else word for word in words]
    return summary_of(*files)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _case(row: Row) -> str:
    return row.proposal.number


def _ranked(row: dict[str, str]) -> tuple[object, ...]:
    return (row["rank"], row["total"], row["ties_zh"], row["ties_en"], row["barred_zh"])


def _shown(row: Row) -> tuple[object, ...]:
    place = row.place
    ties = [both(broken.text) for broken in place.broken]
    return (
        "" if place.rank is None else str(place.rank),
        digits(place.total),
        " ".join(one["zh"] for one in ties),
        " ".join(one["en"] for one in ties),
        "\n".join(both(one)["zh"] for one in place.barred),
    )


def _outcome(row: Row) -> dict[str, object]:
    outcome = row.outcome
    return {
        "proposal": _case(row),
        "rank": outcome.rank,
        "score": digits(row.place.total),
        "result": outcome.kind,
        "tier": outcome.tier,
        "amount": digits(Decimal(outcome.amount) / 100),
        "part_of": None if outcome.part_of is None else digits(Decimal(outcome.part_of) / 100),
        "waitlist": outcome.waitlist_position,
        "reason": both(outcome.sentence),
        "steps": [both(step) for step in outcome.steps],
    }
