"""Frozen versions of an application, and what changed from one to the next."""

from flask import Blueprint, render_template

from creator.models.proposal import Proposal
from creator.services import find, reading, versions
from creator.services.refused import NotFound
from creator.web.answers import shown_parts
from creator.web.audience import audience
from creator.web.request import work

bp = Blueprint("versions", __name__, url_prefix="/proposals/<int:number>/versions")


def _readable(number: int) -> Proposal:
    proposal = find.one(work(), Proposal, number)
    if not reading.reads_everything(work(), proposal):
        raise NotFound
    return proposal


@bp.get("")
@audience("signed_in")
def index(number: int) -> str:
    """Every version, newest first, with its digest."""
    proposal = _readable(number)
    rows = versions.versions(work(), proposal)
    return render_template("proposal/versions.html", proposal=proposal, rows=rows)


@bp.get("/<int:version>")
@audience("signed_in")
def show(number: int, version: int) -> str:
    """One version: what changed since the one before, and the whole of it."""
    proposal = _readable(number)
    frozen = versions.read(work(), proposal, version)
    before = versions.read(work(), proposal, version - 1) if version > 1 else None
    return render_template(
        "proposal/version.html",
        proposal=proposal,
        frozen=frozen,
        before=before,
        changes=versions.diff(before, frozen) if before else [],
        parts=shown_parts(reading.read(work(), proposal, version)),
    )
