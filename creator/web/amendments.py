"""Correction notices (更正公告): before and after, for whoever approves and for everybody."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.edition import Amendment
from creator.rules.actors import STAFF_ROLES, appointed
from creator.services import amendments, editions, find
from creator.services.transitions import edition_of
from creator.web.audience import audience
from creator.web.parts import Column
from creator.web.request import work
from creator.web.standing import standing

bp = Blueprint("amendments", __name__, url_prefix="/amendments")

COLUMNS = [
    Column("label", _("事项"), card="title"),
    Column("before", _("原为"), card="wide"),
    Column("after", _("更正为"), card="wide"),
]


@bp.get("/<int:number>")
@audience("public")
def show(number: int) -> ResponseReturnValue:
    """A correction notice; drafts are for the staff of the edition."""
    amendment = find.one(work(), Amendment, number)
    edition = edition_of(work(), amendment)
    inside = any(appointed(work().actor, role, edition) for role in STAFF_ROLES)
    return render_template(
        "amendment/show.html",
        amendment=amendment,
        edition=edition,
        differences=amendments.differences(work(), edition, amendment),
        columns=COLUMNS,
        standing=standing(work(), amendment) if inside else None,
    )


@bp.get("/new/<int:number>")
@audience("officer")
def new(number: int) -> ResponseReturnValue:
    """Where a correction of edition `number` begins: the page with its dates and amounts."""
    edition = editions.in_office(work(), number)
    return redirect(url_for("editions.adjust", number=edition.id))
