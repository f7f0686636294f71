"""Score sheets (评分表): what may be entered, what is still missing, what they add up to."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from creator.half_width import half_width
from creator.i18n import Text, _
from creator.models.review import Point, Review
from creator.programme.programme import Programme
from creator.programme.rounds import Round
from creator.programme.rubrics import Criterion, Rubric
from creator.reckoning.rounding import ONE, ZERO, half_up, over, times, total
from creator.reckoning.scoring import items
from creator.rules.refusal import Refusal

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
CONFIDENCE = (1, 2, 3)
"""How sure an expert may be: little, fairly, very."""


class NotPoints(ValueError):
    """What was entered cannot be given for this criterion; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def rubric_of(programme: Programme, index: int) -> Rubric:
    """The rubric of a round. Raises `LookupError` for a programme that was never checked."""
    rubric = programme.rubric(programme.rounds[index].rubric)
    if rubric is None:
        raise LookupError(f"round {index} has no rubric")
    return rubric


@lru_cache(maxsize=2000)
def item_of(criterion: Criterion) -> items.Criterion:
    """The criterion as the reckoning knows it: answers times `weight` are points of the 100."""
    scaled = criterion.max is not None and criterion.max != criterion.weight
    no_least = ZERO if criterion.type == "words" else None
    return items.Criterion(
        id=criterion.id,
        kind=criterion.type,  # type: ignore[arg-type]
        most=criterion.top,
        steps=tuple(anchor.points for anchor in criterion.anchors),
        weight=over(criterion.weight, criterion.top) if scaled else ONE,
        minimum=no_least if criterion.minimum is None else criterion.minimum,
        label=criterion.label,
    )


@lru_cache(maxsize=200)
def items_of(rubric: Rubric) -> tuple[items.Criterion, ...]:
    """The whole rubric as the reckoning knows it."""
    return tuple(item_of(criterion) for criterion in rubric.criteria)


def parse_points(criterion: Criterion, written: str) -> Decimal | None:
    """Points as people type them; full-width digits are fine, empty is None.

    Raises `NotPoints` for anything but digits and one point, for too many decimals, and for
    points outside the criterion's scale.
    """
    cleaned = half_width(written).strip()
    if not cleaned:
        return None
    if not _NUMBER.fullmatch(cleaned):
        raise NotPoints(_("“{written}”不是分数，请只写数字。", written=cleaned[:20]))
    points = Decimal(cleaned)
    if points != half_up(points, criterion.decimals):
        raise NotPoints(_too_fine(criterion))
    if not item_of(criterion).accepts(points):
        raise NotPoints(_outside(criterion))
    return points


def _too_fine(criterion: Criterion) -> Text:
    if criterion.decimals == 0:
        return _("“{item}”只能打整数分。", item=criterion.label)
    return _("“{item}”最多 {n} 位小数。", item=criterion.label, n=criterion.decimals)


def _outside(criterion: Criterion) -> Text:
    if criterion.type in ("points", "bonus", "deduction"):
        return _("“{item}”须在 0 到 {top} 分之间。", item=criterion.label, top=criterion.top)
    return _("“{item}”请从所列选项中选择。", item=criterion.label)


def compulsory(criterion: Criterion) -> bool:
    """Whether a sheet without an answer is incomplete. Bonus, deduction, veto may be left out."""
    return criterion.counts


def needs_reason(criterion: Criterion, points: Decimal) -> bool:
    """Whether these points must be explained in words."""
    if criterion.reason == "always":
        return True
    if criterion.type == "knockout":
        # One vote ends an application: nobody casts it without saying why.
        return points > 0
    if criterion.reason == "none":
        return False
    steps = [anchor.points for anchor in criterion.anchors]
    return points >= max(steps, default=criterion.top) or points <= min(steps, default=ZERO)


def faults_of(round_: Round, rubric: Rubric, review: Review) -> Iterator[Refusal]:
    """What is missing from or wrong with a sheet, criterion by criterion."""
    given = {point.criterion: point for point in review.points}
    for criterion in rubric.criteria:
        yield from _faults(criterion, given.get(criterion.id))
    if rubric.comment == "required" and not review.comment.strip():
        yield Refusal("sheet.comment", _("还没有写评语。"), "comment")
    if round_.aggregate == "confidence" and review.confidence not in CONFIDENCE:
        yield Refusal("sheet.confidence", _("还没有选择把握程度。"), "confidence")


def _faults(criterion: Criterion, point: Point | None) -> Iterator[Refusal]:
    if point is None or point.points is None:
        if compulsory(criterion):
            text = _("“{item}”还没有打分。", item=criterion.label)
            yield Refusal("sheet.open", text, criterion.id)
    elif not item_of(criterion).accepts(point.points):
        yield Refusal("sheet.bounds", _outside(criterion), criterion.id)
    elif needs_reason(criterion, point.points) and not point.note.strip():
        words = {"item": criterion.label, "points": point.points.normalize()}
        yield Refusal(
            "sheet.reason", _("“{item}”打了 {points:f} 分，请写明理由。", **words), criterion.id
        )


def complete(round_: Round, rubric: Rubric, review: Review) -> bool:
    """Whether the sheet could be sealed."""
    return next(faults_of(round_, rubric, review), None) is None


def answers_of(review: Review) -> dict[str, Decimal]:
    """Criterion id -> points given."""
    return {point.criterion: point.points for point in review.points if point.points is not None}


def needed_of(rubric: Rubric) -> tuple[str, ...]:
    """Ids of the criteria without which a sheet is incomplete."""
    return tuple(criterion.id for criterion in rubric.criteria if compulsory(criterion))


def counted_answers(rubric: Rubric, review: Review) -> dict[str, Decimal]:
    """The answers as they count: a veto that was not cast is a no."""
    vetoes = {criterion.id: ZERO for criterion in rubric.criteria if criterion.type == "knockout"}
    return vetoes | answers_of(review)


def sheet_total(rubric: Rubric, answers: Mapping[str, Decimal], decimals: int) -> Decimal:
    """What a sheet adds up to so far, in points, rounded half-up to the round's decimals."""
    sums = {1: [ZERO], -1: [ZERO]}
    for item in items_of(rubric):
        if item.in_total and item.id in answers:
            sums[-1 if item.kind == "deduction" else 1].append(times(answers[item.id], item.weight))
    return half_up(total(sums[1]) - total(sums[-1]), decimals)
