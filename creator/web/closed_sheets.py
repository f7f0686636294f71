"""The sheets of a project after their round: points, reasons and comments, to be read alone."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.models.review import Review
from creator.rules.actors import appointed
from creator.services import closed_sheets
from creator.services.transitions import edition_of
from creator.web.audience import audience
from creator.web.openings import note_opening
from creator.web.request import work

bp = Blueprint("closed_sheets", __name__)


@bp.get("/proposals/<int:number>/sheets")
@audience("officer", "approver", "adjudicator")
def show(number: int) -> ResponseReturnValue:
    """All that counted, one after the other."""
    proposal, found = closed_sheets.of_proposal(work(), number)
    for one in found:
        note_opening(work(), one.sheet.review, "sheet")
    return render_template(
        "review/closed.html",
        proposal=proposal,
        edition=edition_of(work(), proposal),
        sheets=found,
    )


def to_the_office(number: int) -> ResponseReturnValue | None:
    """Whoever reads or manages somebody's sheet is led to where that is done."""
    review = work().session.get(Review, number)
    if review is None:
        return None
    officer = appointed(work().actor, "officer", review)
    if closed_sheets.reads(work(), review):
        of, place = review.proposal_id, f"sheet-{number}" if officer else None
        return redirect(url_for("closed_sheets.show", number=of, _anchor=place), 303)
    if officer:
        return redirect(url_for("panels.progress", number=review.edition_id), 303)
    return None
