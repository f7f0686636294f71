"""What an expert entered on a sheet, read strictly field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from creator.db.text import UnfitText, fit_prose
from creator.i18n import Text, _
from creator.models.review import Point, Review
from creator.programme.rubrics import Criterion, Rubric
from creator.rules import sheets
from creator.services.refused import Invalid

NOTE_LENGTH, COMMENT_LENGTH = 1000, 5000


@dataclass
class Entry:
    """What an expert entered, read strictly; only what differs from the sheet is a change."""

    points: dict[str, Decimal | None]
    notes: dict[str, str]
    comment: str | None
    confidence: int | None
    faults: dict[str, Text]

    def differs(self, review: Review) -> bool:
        """Whether saving this would change the sheet."""
        given = {point.criterion: point for point in review.points}
        return (
            any(value != points_of(given.get(key)) for key, value in self.points.items())
            or any(value != note_of(given.get(key)) for key, value in self.notes.items())
            or self.comment not in (None, review.comment)
            or self.confidence not in (None, review.confidence)
        )


def read_entry(
    rubric: Rubric,
    points: Mapping[str, str],
    notes: Mapping[str, str],
    comment: str | None,
    confidence: str | None,
) -> Entry:
    """What was entered; `Entry.faults` names what could not be understood.

    Raises `Invalid` for a criterion the rubric does not have.
    """
    entry = Entry({}, {}, None, None, {})
    for field in points.keys() | notes.keys():
        if rubric.criterion(field) is None:
            raise Invalid(field, _("评分表里没有“{item}”这一项。", item=field))
    for criterion in rubric.criteria:
        _read_one(entry, criterion, points.get(criterion.id), notes.get(criterion.id))
    if comment is not None:
        entry.comment = _prose(entry, "comment", comment, COMMENT_LENGTH)
    if confidence:
        if confidence in map(str, sheets.CONFIDENCE):
            entry.confidence = int(confidence)
        else:
            entry.faults["confidence"] = _("请选择把握程度。")
    return entry


def _read_one(entry: Entry, criterion: Criterion, written: str | None, note: str | None) -> None:
    if written is not None:
        try:
            entry.points[criterion.id] = sheets.parse_points(criterion, written)
        except sheets.NotPoints as wrong:
            entry.faults[criterion.id] = wrong.text
    if note is not None:
        text = _prose(entry, f"note.{criterion.id}", note, NOTE_LENGTH)
        if text is not None:
            entry.notes[criterion.id] = text


def _prose(entry: Entry, field: str, written: str, limit: int) -> str | None:
    try:
        return fit_prose(written.strip(), limit)
    except UnfitText as unfit:
        entry.faults[field] = unfit.text
        return None


def points_of(point: Point | None) -> Decimal | None:
    """Points on the sheet, if any."""
    return point.points if point else None


def note_of(point: Point | None) -> str:
    """The reason on the sheet, or an empty text."""
    return point.note if point else ""
