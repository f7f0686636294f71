"""Sheets that may not be written any more: why, and what is still shown of them."""

from collections.abc import Sequence

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.review import Review
from creator.rules import rounds
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.visibility import visible_reviews
from creator.services.refused import NotFound
from creator.services.sheets import Sheet, current
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work


def reasons(work: Work, review: Review) -> Sequence[Refusal]:
    """Why nothing may be written into this sheet now; empty while it may."""
    edition = edition_of(work, review)
    programme = programme_of(work.session, edition)
    found = list(rounds.closed_reasons(work.session, edition, programme, review.round, work.now))
    if not found and not has_mark(work, review, "scoring_open"):
        sealed = has_mark(work, review, "counts")
        text = _("评分表已提交，不能再改。") if sealed else _("这份评分表已不用再填。")
        found.append(Refusal("sheet.sealed", text))
    return found


def over(work: Work, edition: Edition) -> Sequence[Refusal]:
    """Why no sheet of the present round may be written now; empty while some may."""
    programme, index = programme_of(work.session, edition), edition.round_index
    return list(rounds.closed_reasons(work.session, edition, programme, index, work.now))


def past(work: Work, review_id: int) -> Sheet:
    """An own sheet of a round that is over: its points alone, what it judged is shut again.

    Raises `NotFound` for a foreign, recused or missing one alike.
    """
    query = visible_reviews(work.actor).where(Review.id == review_id)
    found = work.session.scalars(query).one_or_none()
    if found is None or has_mark(work, found, "barred") or not reasons(work, found):
        raise NotFound
    return current(work, found)
