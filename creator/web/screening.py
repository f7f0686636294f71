"""Screening (资格审查): the queue of an edition, and the check list beside the application."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.rules.actors import STAFF_ROLES, appointed
from creator.services import find, reading, screening
from creator.services.editions import programme
from creator.services.offices import need_no_interest_in, need_staff
from creator.services.refused import Refused, Stale
from creator.services.screening import Checked
from creator.services.stages import has_mark, state_of
from creator.services.transitions import edition_of
from creator.web.answers import shown_parts
from creator.web.audience import audience
from creator.web.forms.screening import ChecklistForm, checklist_form
from creator.web.paging import page_of
from creator.web.parts import Column, Tab
from creator.web.request import tell, work
from creator.web.standing import Standing, shortened, standing, status_of

bp = Blueprint("screening", __name__)

COLUMNS = [
    Column("title", _("项目"), card="title"),
    Column("status", _("状态"), card="corner"),
    Column("organisation", _("申报单位"), card="wide"),
    Column("answered", _("审查清单"), number=True),
    Column("received", _("提交时间")),
    Column("since", _("停留")),
]
QUEUES = {"waiting": _("待审查"), "open": _("审查中"), "done": _("已审查")}


@bp.get("/editions/<int:number>/screening")
@audience(*STAFF_ROLES)
def queue(number: int) -> str:
    """Who waits to be screened, who is being screened, who is done; the longest waiting first."""
    edition = find.one(work(), Edition, number)
    which = request.args.get("queue", "waiting")
    which = which if which in QUEUES else "waiting"
    page = page_of(work().session, screening.queue(work(), edition, which))
    counts = screening.count(work(), edition)
    return render_template(
        "screening/queue.html",
        edition=edition,
        page=page,
        columns=COLUMNS,
        counts=counts,
        tabs=[
            Tab(label, url_for(".queue", number=number, queue=id), id == which, getattr(counts, id))
            for id, label in QUEUES.items()
        ],
        states={row.id: status_of(state_of(work(), row)) for row in page.rows},
        answered=screening.answered(work(), edition, page.rows),
    )


@bp.route("/screening/<int:number>", methods=["GET", "POST"])
@audience(*STAFF_ROLES)
def check(number: int) -> ResponseReturnValue:
    """The check list of one application beside what it says. POST saves the answers."""
    proposal = find.one(work(), Proposal, number)
    need_staff(work(), edition_of(work(), proposal))
    need_no_interest_in(work(), proposal)
    form = checklist_form(screening.checklist(work(), proposal), proposal)
    if form.validate_on_submit():
        try:
            screening.answer(work(), proposal, form.answers(), expected_revision=form.revision.data)
        except (Refused, Stale) as declined:
            form.refuse(declined.text)
            return _page(proposal, form, theirs=form.renewed(proposal)), 409
        tell(_("审查清单已保存。"))
        return redirect(url_for(".check", number=number), 303)
    return _page(proposal, form), 422 if form.is_submitted() else 200


def _page(proposal: Proposal, form: ChecklistForm, theirs: Sequence[Checked] = ()) -> str:
    edition = edition_of(work(), proposal)
    rules = programme(work(), edition)
    stands = shortened(standing(work(), proposal, back=request.path))
    may_answer = appointed(work().actor, "officer", proposal)
    return render_template(
        "screening/check.html",
        proposal=proposal,
        edition=edition,
        form=form,
        theirs=theirs,
        standing=stands,
        editable=may_answer and has_mark(work(), proposal, "checklist_open"),
        may_record=may_answer,
        save_tone=_save_tone(stands),
        parts=shown_parts(reading.read(work(), proposal, proposal.version or None)),
        tier=rules.tier(proposal.tier_applied),
        category=rules.category(proposal.category),
        following=screening.next_unscreened(work(), proposal),
    )


def _save_tone(stands: Standing) -> str:
    """The page has one primary action: saving, until a step can be taken."""
    ready = any(step.primary and step.access == "open" for step in stands.steps)
    return "secondary" if ready else "primary"
