"""Sheets copied with other points, and the results of a round sealed over them."""

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bench.batch import Row
from creator.db import Exact
from creator.models.edition import Edition
from creator.models.review import RoundResult
from creator.reckoning.canonical import canonical, digest
from creator.rules import sheets
from creator.rules.programmes import programme_of
from creator.rules.results import reckoned

_HARSH = 4  # points fewer at most, for each criterion


def marked_anew(
    session: Session, edition: Edition, review: Row, points: list[Row], random: Random
) -> tuple[Row, list[Row], dict[str, Any]]:
    """The sheet with fewer points, and the facts its seal then states."""
    programme = programme_of(session, edition)
    rubric = sheets.rubric_of(programme, review["round"])
    fewer = [
        {**point, "points": max(point["points"] - random.randint(0, _HARSH), Decimal(0))}
        for point in points
    ]
    answers = {point["criterion"]: point["points"] for point in fewer}
    decimals = programme.rounds[review["round"]].decimals
    total = Exact().fit(sheets.sheet_total(rubric, answers, decimals))
    sheet = digest({"version": review["proposal_version"], "points": answers})
    return {**review, "total": total}, fewer, {"total": str(total), "sheet": sheet}


def seal_results(session: Session, edition: Edition, at: datetime) -> str:
    """Seal the results of the edition's round as closing it would; returns their digest."""
    programme = programme_of(session, edition)
    results = reckoned(session, edition, programme, edition.round_index)
    session.add(
        RoundResult(
            edition_id=edition.id,
            round=edition.round_index,
            body=canonical(results.results),
            digest=results.digest,
            sealed_at=at,
        )
    )
    return results.digest
