"""The sheets that counted, for whoever may read them: of closed rounds, under the names they may
know."""

from collections.abc import Iterator
from functools import partial

from creator.i18n import _
from creator.reckoning.canonical import canonical
from creator.reckoning.canonical import digits as plain_digits
from creator.rules import sheets
from creator.services import closed_sheets
from creator.services.archive.entries import Entry, Paper, Words, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.services.closed_sheets import ClosedSheet


@kind("sheet", ("sheets",))
def scored(reader: Reader) -> Iterator[Entry]:
    _proposal, found = closed_sheets.of_proposal(reader.work, reader.proposal.id)
    for one in found:
        review = one.sheet.review
        title = _("{round}评分表（{expert}）", round=one.sheet.round.label, expert=one.by)
        at = review.sealed_at or review.entered_at
        yield Entry(one.number, at, title, partial(_paper, one))


def _paper(one: ClosedSheet) -> Paper:
    """Points and words have digests of their own in the record, so they are two texts."""
    sheet, review = one.sheet, one.sheet.review
    points = {point.criterion: point for point in review.points}
    facts: list[tuple[Words, Words | None]] = [
        (_("专家"), one.by),
        (_("申报书版本"), str(review.proposal_version)),
        (_("提交时间"), clock_time(review.sealed_at)),
        (_("总分"), plain_digits(sheet.total)),
        (_("计分"), _("计分时已去掉（最高或最低）") if one.dropped else _("计入")),
    ]
    for criterion in sheet.rubric.criteria:
        point = points.get(criterion.id)
        given = "" if point is None or point.points is None else plain_digits(point.points)
        lines = (given, point.note if point else "")
        facts.append((criterion.label, "\n".join(filter(None, lines))))
    facts.append((_("评语"), review.comment))
    answers = sheets.counted_answers(sheet.rubric, review)
    notes = {point.criterion: point.note for point in review.points if point.note}
    return Paper(
        facts,
        {
            "points.json": canonical({"version": review.proposal_version, "points": answers}),
            "words.json": canonical({"comment": review.comment, "notes": notes}),
        },
    )
