"""The expert's declaration for an application that comes to the open round after the others."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.edition import Edition
from creator.rules.late_entries import FIRST
from creator.services import find, late_entries
from creator.services.editions import programme
from creator.web.audience import audience
from creator.web.forms.reviews import LateDeclarationForm
from creator.web.request import tell, work

bp = Blueprint("late_entries", __name__)


@bp.route("/editions/<int:number>/late/<int:proposal>", methods=["GET", "POST"])
@audience("signed_in")
def declare(number: int, proposal: int) -> ResponseReturnValue:
    """Say whether there is an interest, before any content is shown."""
    edition = find.one(work(), Edition, number)
    about = late_entries.one_of_mine(work(), edition, proposal)
    form = LateDeclarationForm()
    if form.validate_on_submit():
        interested = form.interest.data == "yes"
        note = form.note.data or ""
        late_entries.declare(work(), edition, about.id, interested=interested, note=note)
        tell(_("已申报。"))
        return redirect(url_for("reviews.index"), 303)
    page = render_template(
        "review/late.html",
        form=form,
        edition=edition,
        about=about,
        blind=programme(work(), edition).rounds[FIRST].blind,
    )
    return page, 422 if form.is_submitted() else 200
