"""The files from which anybody can repeat an edition's ranking and allocation.

Proposals go by their case number in every file, experts by the names of the ranking board.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creator.calc.allocate.files import rule_text
from creator.calc.allocate.ranking_rows import RANKING_COLUMNS, as_read, ranking_rows
from creator.calc.results import csv_text
from creator.calc.score import files as score_files
from creator.models.edition import Edition
from creator.programme.programme import Programme
from creator.reckoning.canonical import digest
from creator.reckoning.funding.allocation import fund
from creator.reckoning.scoring.results import ResultSet
from creator.reckoning.scoring.scores import reckon
from creator.rules.funding import decided_by_committee, funding_rule
from creator.rules.programmes import programme_of
from creator.rules.results import panel_rule
from creator.rules.standing import combined
from creator.services.assignment_files import Run, runs
from creator.services.draws import Draw, draws
from creator.services.rankings import board
from creator.services.reckoning_sheets import ClosedRound, counted_rounds
from creator.services.work import Work


@dataclass(frozen=True)
class Reckoning:
    """Files by their names, and the digests that come out when they are run."""

    files: Mapping[str, str]
    scores: str
    ranking: str
    allocation: str
    draws: Sequence[Draw]
    """In the order fixed; the list of each is among the files."""
    assignments: Sequence[Run]
    """In the order made; the files of each are among the files."""


def reckoning(work: Work, edition: Edition) -> Reckoning:
    """What the ranking board shows, as files; whoever may not see the board may not have them.

    The digests are those of the pages' own reckoning, not of a run of the files.
    """
    shown = board(work, edition)
    programme = programme_of(work.session, edition)
    places = [row.place for row in shown.rows]
    asked = decided_by_committee(places) if programme.award.amount == "committee" else places
    rule = funding_rule(programme, shown.pool)
    rounds = counted_rounds(work, edition, programme)
    closed = [one.id for one in rounds]
    held, made = draws(work, edition), runs(work, edition)
    tables = {
        "sheets.csv": _sheets(rounds),
        "score.toml": score_files.rule_text(programme, closed),
        "facts.csv": csv_text(
            score_files.FACT_COLUMNS,
            score_files.fact_rows({place.proposal: place.facts for place in places}),
        ),
        "ranking.csv": csv_text(RANKING_COLUMNS, ranking_rows(asked)),
        "allocate.toml": rule_text(rule),
        **{draw.file: draw.list.names for draw in held},
        **{name: text for run in made for name, text in run.files.items()},
    }
    allocation = fund([as_read(place) for place in asked], rule)
    return Reckoning(
        tables, _scores(programme, rounds), digest(places), allocation.digest, held, made
    )


def _sheets(rounds: Sequence[ClosedRound]) -> str:
    rows = (
        row
        for one in rounds
        for row in score_files.sheet_rows(one.id, one.sheets.sheets, one.sheets.confidence)
    )
    return csv_text(score_files.SHEET_COLUMNS, rows)


def _scores(programme: Programme, rounds: Sequence[ClosedRound]) -> str:
    """The seal of the results, reckoned under the names of the files."""
    results = [(one.id, _results(programme, one)) for one in rounds]
    return combined(programme, results).digest


def _results(programme: Programme, one: ClosedRound) -> ResultSet:
    return reckon(one.sheets.sheets, panel_rule(programme, one.index), one.sheets.confidence)
