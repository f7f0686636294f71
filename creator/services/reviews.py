"""Filling in sheets: saved piece by piece, sealed together, stepped back from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.review import Point, Review
from creator.rules.refusal import Refusal
from creator.services import definitions, idempotency, open_pages, shut_sheets
from creator.services.entries import Entry, note_of, points_of, read_entry
from creator.services.locking import lock_row
from creator.services.own_sheets import listed, next_unscored, progress
from creator.services.refused import NotFound, Refused, Stale
from creator.services.sheets import Sheet, asked, current, mine, opened, own_review, readable
from creator.services.transitions import Receipt, fire
from creator.services.work import Work

__all__ = [
    "Saved",
    "listed",
    "mine",
    "next_unscored",
    "opened",
    "progress",
    "recuse",
    "save",
    "seal_all",
]

BEGIN, SEAL, RECUSE = "begin", "seal", "recuse"


@dataclass(frozen=True)
class Saved:
    """What was saved: the sheet's revision now, own total in points, how far it is.

    `faults`: field -> what was wrong with what was entered there. Those fields kept their old
    value, everything else was saved.
    """

    revision: int
    total: Decimal
    done: int
    of: int
    complete: bool
    at: datetime
    faults: Mapping[str, Text]


def save(
    work: Work,
    review: Review,
    points: Mapping[str, str],
    *,
    notes: Mapping[str, str] | None = None,
    comment: str | None = None,
    confidence: str | None = None,
    expected_revision: int | None = None,
    key: str | None = None,
    page: str = "",
) -> Saved:
    """Save what was entered: {criterion: points as typed}, reasons, comment.

    What is left out stays; an empty text clears. A value that cannot be understood is reported in
    `Saved.faults` and does not keep the rest from being saved. `page` names one open page that
    saves again and again: what it saved itself does not make it stale. Raises `NotFound`,
    `Refused` (the round is over, the sheet is sealed, interests are not declared), `Stale` or
    `Invalid`.
    """
    if not readable(work, review):
        raise NotFound
    _start(work, review)
    _need_open(work, review)
    request = _digest(review, points, notes, comment, confidence) if key else ""
    if key and idempotency.answered(work, key, request) is not None:
        return _saved(work, current(work, review), {})
    _round, rubric = asked(work, review)
    entry = read_entry(rubric, points, notes or {}, comment, confidence)
    if entry.differs(review):
        seen = expected_revision in (None, review.revision)
        if not seen and open_pages.left_by(work, page) != review.revision:
            raise Stale
        _write(work, review, entry)
        open_pages.note(work, page, review.revision)
    if key and not entry.faults:
        idempotency.remember(work, key, request, {"revision": review.revision})
    return _saved(work, current(work, review), entry.faults)


def _start(work: Work, review: Review) -> None:
    """The first save begins the sheet; later ones only lock it."""
    definition = definitions.load(work.session, review.definition_hash)
    if any(transition.id == BEGIN for transition in definition.exits(review.state)):
        fire(work, review, BEGIN)
    else:
        lock_row(work, Review, review.id)


def _need_open(work: Work, review: Review) -> None:
    found = shut_sheets.reasons(work, review)
    if found:
        raise Refused(found)


def _digest(review: Review, *content: object) -> str:
    return idempotency.digest_of({"review": review.id, "content": list(content)})


def _write(work: Work, review: Review, entry: Entry) -> None:
    given = {point.criterion: point for point in review.points}
    for key in sorted(entry.points.keys() | entry.notes.keys()):
        point = given.get(key)
        value = entry.points.get(key, points_of(point))
        note = entry.notes.get(key, note_of(point))
        if point is None and (value is not None or note):
            review.points.append(Point(criterion=key, points=value, note=note))
        elif point is not None and (point.points, point.note) != (value, note):
            point.points, point.note = value, note
    if entry.comment is not None:
        review.comment = entry.comment
    if entry.confidence is not None:
        review.confidence = entry.confidence
    review.revision += 1
    sheet = current(work, review)
    review.total = sheet.total if sheet.complete else None
    work.session.flush()


def _saved(work: Work, sheet: Sheet, faults: Mapping[str, Text]) -> Saved:
    return Saved(
        revision=sheet.review.revision,
        total=sheet.total,
        done=sheet.done,
        of=sheet.of,
        complete=sheet.complete,
        at=work.now,
        faults=faults,
    )


def seal_all(
    work: Work, edition: Edition, *, expected: Mapping[int, int] | None = None
) -> list[Receipt]:
    """Seal all own sheets of the open round together, or none.

    `expected`: review id -> seq the page had seen. Raises `Refused` with what is missing.
    """
    left = [sheet for sheet in mine(work, edition) if sheet.open]
    if not left:
        raise Refused([Refusal("sheet.none", _("没有可提交的评分表。"))])
    incomplete = [sheet for sheet in left if not sheet.complete]
    if incomplete:
        raise Refused([_incomplete(sheet) for sheet in incomplete])
    return [
        fire(work, sheet.review, SEAL, expected_seq=(expected or {}).get(sheet.review.id))
        for sheet in left
    ]


def _incomplete(sheet: Sheet) -> Refusal:
    text = _("“{title}”没有填完：{reason}", title=sheet.proposal.title, reason=sheet.faults[0].text)
    return Refusal("sheet.open", text, f"review.{sheet.review.id}")


def recuse(work: Work, review: Review, reason: str, *, expected_seq: int | None = None) -> Receipt:
    """Step back from one proposal: its sheet leaves the total and opens nothing any more."""
    own_review(work, review.id)
    return fire(work, review, RECUSE, reason=reason, expected_seq=expected_seq)
