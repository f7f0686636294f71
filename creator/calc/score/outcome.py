"""What is written of a scoring: a row for each proposal, and the summary."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from creator.calc.score.plan import Stage
from creator.calc.score.run import FINEST, Line, Reckoned, Scoring
from creator.i18n import LANGUAGES, Text, speaking
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import half_up, net
from creator.reckoning.scoring.results import Result

Row = list[object]
_OWN = ("total", "untrimmed", "base", "bonus", "deduction")
DETAIL = (
    "proposal", "round", "group", "expert", "criterion", "answer", "weighted", "sheet", "dropped",
)  # fmt: skip


def header(whole: Stage) -> list[str]:
    """The columns of the table of results."""
    return [
        "rank", "proposal", *_OWN, "tied", "ties_zh", "ties_en", "barred_zh", "barred_en",
        *(f"{part.name}.{name}" for part in _inside(whole) for name in ("score", "weighted")),
        *(column for panel in whole.panels() for column in _panel_columns(panel, whole)),
    ]  # fmt: skip


def _inside(stage: Stage) -> Iterator[Stage]:
    """Every stage that is a part of another, from the outside in."""
    for part in stage.parts:
        yield part
        yield from _inside(part)


def _panel_columns(panel: Stage, whole: Stage) -> Iterator[str]:
    assert panel.panel is not None
    before = f"{panel.name}." if panel.name else ""
    yield from (f"{before}sheets", f"{before}method", f"{before}dropped")
    if panel is not whole:
        yield from (f"{before}{name}" for name in _OWN)
    for criterion in panel.panel.criteria:
        if criterion.in_total:
            yield from (f"{before}{criterion.id}.value", f"{before}{criterion.id}.weighted")
            if panel.panel.trim_over == "criterion":
                yield f"{before}{criterion.id}.dropped"


def rows(whole: Stage, lines: Sequence[Line], places: Sequence[Place]) -> Iterator[Row]:
    """The table: by rank, then the barred, then those left out, each by id."""
    by_id = {line.proposal: line for line in lines}
    for place in places:
        line = by_id[place.proposal]
        ties = both_of([broken.text for broken in place.broken])
        yield [
            place.rank, place.proposal, *_numbers(line.result), len(place.tied) or None,
            *ties, *reasons_of(place.barred), *_stages(whole, line),
        ]  # fmt: skip
    for line in lines:
        if line.result is None:
            why = both_of([line.left_out] if line.left_out else [])
            yield [None, line.proposal, *[None] * 5, None, "", "", *why, *_stages(whole, line)]


def both_of(texts: Sequence[Text]) -> list[str]:
    """Sentences in Chinese and in English, one cell each."""
    if not texts:
        return [""] * len(LANGUAGES)
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(" ".join(map(str, texts)))
    return found


def reasons_of(texts: Sequence[Text]) -> list[str]:
    """Reasons in Chinese and in English, one cell each, a line for each reason."""
    each = [both_of([one]) for one in texts]
    return ["\n".join(said[i] for said in each) for i in range(len(LANGUAGES))]


def _numbers(result: Result | None) -> Row:
    return [getattr(result, name) if result else None for name in _OWN]


def _stages(whole: Stage, line: Line) -> Iterator[object]:
    yield from _parts(whole, line)
    for panel in whole.panels():
        yield from _panel(panel, whole, line)


def _parts(stage: Stage, line: Line) -> Iterator[object]:
    made = line.stages.get(stage.name)
    for part in stage.parts:
        known = made.parts.get(part.id) if made else None
        if known is not None:
            yield from (known.score, known.weighted)
        else:
            own = line.stages.get(part.name)
            yield from (own.total if own else None, made.additions.get(part.id) if made else None)
        yield from _parts(part, line)


def _panel(panel: Stage, whole: Stage, line: Line) -> Iterator[object]:
    assert panel.panel is not None
    result = line.stages.get(panel.name)
    yield line.sheets.get(panel.name, 0)
    yield result.method if result else None
    yield ";".join(line.dropped.get(panel.name, ()))
    if panel is not whole:
        yield from _numbers(result)
    for criterion in panel.panel.criteria:
        if criterion.in_total:
            score = result.criteria.get(criterion.id) if result else None
            yield from (score.value, score.weighted) if score else (None, None)
            if panel.panel.trim_over == "criterion":
                yield ";".join(sorted(score.dropped)) if score else None


def detail(whole: Stage, reckoned: Reckoned) -> Iterator[Row]:
    """A row for every answer of every sheet of one proposal."""
    for panel in whole.panels():
        result = reckoned.panels.get(panel.name)
        for expert, sheet in result.sheets.items() if result else ():
            for criterion, answer in sorted(sheet.answers.items()):
                yield [
                    reckoned.line.proposal, panel.round, panel.group, expert, criterion, answer,
                    sheet.weighted.get(criterion), sheet.total, sheet.dropped,
                ]  # fmt: skip


def summary_of(scoring: Scoring, places: Sequence[Place]) -> dict[str, object]:
    """Everything in one piece of JSON."""
    whole, lines = scoring.whole, scoring.lines
    by_id = {line.proposal: line for line in lines}
    return {
        "command": "score",
        "proposals": len(lines),
        "ranked": sum(place.rank is not None for place in places),
        "barred": [place.proposal for place in places if place.rank is None],
        "left_out": {one.proposal: one.left_out for one in lines if one.result is None},
        "cells": len(scoring.book.table),
        "undecided": sorted({place.tied for place in places if place.tied}),
        "digest": scoring.seal.digest,
        "panels": [_panel_summary(panel, scoring) for panel in whole.panels()],
        "results": (_result(place, by_id[place.proposal]) for place in places),
    }


def _panel_summary(panel: Stage, scoring: Scoring) -> Mapping[str, object]:
    rule = panel.panel
    assert rule is not None
    own = scoring.seals.get(panel.name) if scoring.whole.parts else scoring.seal
    trimmed = rule.aggregate.method == "trimmed"
    return {
        "name": panel.name,
        "sheets": sum(line.sheets.get(panel.name, 0) for line in scoring.lines),
        "aggregate": rule.aggregate.method,
        "drop_high": rule.aggregate.drop_high if trimmed else 0,
        "drop_low": rule.aggregate.drop_low if trimmed else 0,
        "trim_over": rule.trim_over,
        "average": rule.average,
        "min_sheets": rule.aggregate.sheets_needed,
        "below_minimum": rule.aggregate.below_minimum,
        "rounding": rule.rounding,
        "digest": own.digest if own else None,
    }


def _result(place: Place, line: Line) -> dict[str, Any]:
    result = line.result
    assert result is not None
    return {
        "proposal": place.proposal,
        "rank": place.rank,
        **{name: getattr(result, name) for name in _OWN},
        "exact": _exact(result),
        "parts": dict(result.parts),
        "additions": dict(result.additions),
        "ties": [
            {"by": one.link.by, "criterion": one.link.criterion or None, "among": len(one.among),
             "value": one.value, "text": one.text}
            for one in place.broken
        ],
        "tied": len(place.tied),
        "barred": list(place.barred),
    }  # fmt: skip


def _exact(result: Result) -> Decimal:
    """The total before its last rounding."""
    return half_up(net(result.base, result.bonus, result.deduction), FINEST)
