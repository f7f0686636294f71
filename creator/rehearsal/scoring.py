"""How simulated experts declare and score: near the proposal's quality, each with a taste."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from sqlalchemy import func, select

from creator.models.edition import Edition
from creator.models.review import PanelSeat, Review
from creator.programme.rubrics import Criterion
from creator.rehearsal.stories import Stories
from creator.services import late_entries, panels, reviews
from creator.services.sheets import Sheet
from creator.services.stages import states_with
from creator.services.work import Work

_NOTE = "理由充分（示例）。"
_COMMENT = "有价值，建议细化（示例）。"
_TASTE = 0.08


def declare_late(work: Work, edition: Edition) -> bool:
    """No interest in the first application that came to the open round late, if there is one."""
    asked = late_entries.mine(work, edition)
    if asked:
        late_entries.declare(work, edition, asked[0].id, interested=False)
    return bool(asked)


def declare(stories: Stories, work: Work, edition: Edition) -> bool:
    """Declare where a seat waits for it: no interests, but for one expert in one proposal."""
    query = select(PanelSeat).where(
        PanelSeat.edition_id == edition.id,
        PanelSeat.expert_id == work.actor.person_id,
        PanelSeat.declared_at.is_(None),
        PanelSeat.declined_at.is_(None),
    )
    seat = work.session.scalars(query).first()
    if seat is None:
        return False
    listed = panels.applicants(work, edition)
    interested = listed and stories.happens("interests_left")
    interests = {listed[0].id: "曾任该单位顾问（示例）。"} if interested else {}
    panels.declare(work, edition, seat.round, interests)
    return True


@dataclass(frozen=True)
class Mind:
    """One expert before one proposal: all that the entries on a sheet depend on."""

    quality: float
    nature: str
    expert: str

    def points(self, criterion: Criterion) -> str:
        """Points as they are typed."""
        if criterion.type in ("knockout", "deduction"):
            return "0"
        liking = self._liking(criterion.id)
        if criterion.type in ("levels", "words"):
            steps = sorted(anchor.points for anchor in criterion.anchors)
            return str(steps[min(len(steps) - 1, int(liking * len(steps)))])
        if criterion.type == "ticks":
            return str(sum((anchor.points for anchor in criterion.anchors), Decimal(0)))
        step = Decimal(1).scaleb(-criterion.decimals)
        return str((criterion.top * Decimal(str(liking))).quantize(step, ROUND_HALF_UP))

    def _liking(self, criterion: str) -> float:
        draw = Random(f"{self.nature}/{self.expert}/{criterion}")  # noqa: S311 - repeatable, not secret
        return round(min(1.0, max(0.0, self.quality + draw.uniform(-_TASTE, _TASTE))), 4)

    def confidence(self) -> str:
        return str(1 + sum((self.nature + self.expert).encode()) % 3)


def fill_in(stories: Stories, work: Work, sheet: Sheet) -> None:
    """Fill in everything a sheet asks for, reasons and comment included."""
    review = sheet.review
    name = work.actor.person.name if work.actor.person else ""
    mind = Mind(stories.quality(review.proposal_id), stories.nature(review.proposal_id), name)
    points: Mapping[str, str] = {c.id: mind.points(c) for c in sheet.rubric.criteria}
    confidence = mind.confidence() if sheet.round.aggregate == "confidence" else None
    notes = dict.fromkeys(points, _NOTE)
    saved = reviews.save(work, review, points, notes=notes, comment=_COMMENT, confidence=confidence)
    if saved.faults:
        raise ValueError(f"a simulated expert cannot fill in this sheet: {saved.faults}")


def last_is_filled_in(work: Work, edition: Edition) -> bool:
    """Whether no own sheet of the open round waits for points any more."""
    waiting = select(func.count(Review.id)).where(
        Review.edition_id == edition.id,
        Review.round == edition.round_index,
        Review.expert_id == work.actor.person_id,
        Review.total.is_(None),
        Review.state.in_(states_with(work, edition, "review", "scoring_open")),
    )
    return not work.session.scalar(waiting)


def seal(work: Work, edition: Edition) -> bool:
    """Seal all own sheets if everything is complete."""
    if last_is_filled_in(work, edition) and reviews.progress(work, edition).ready:
        reviews.seal_all(work, edition)
        return True
    return False
