"""Applications as their applicants and their office see them."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.rules.actors import member_of
from creator.rules.guards.forms import UNCHANGED
from creator.rules.visibility import organisations_of
from creator.services import (
    admission,
    closed_sheets,
    find,
    organisations,
    proposals,
    reading,
    receipts,
    stages,
    veil,
)
from creator.services.editions import programme
from creator.services.refused import NotFound, Refused, Stale
from creator.services.transitions import edition_of, fire
from creator.web import applications, told_results
from creator.web.answers import shown_parts
from creator.web.audience import audience
from creator.web.forms.proposals import StartForm, SubmitForm
from creator.web.openings import note_opening
from creator.web.own_steps import own_steps
from creator.web.paging import page_of
from creator.web.parts import Column, Status
from creator.web.places import missing
from creator.web.request import tell, work
from creator.web.sign_in import ask_again
from creator.web.standing import shortened, standing, status_of

bp = Blueprint("proposals", __name__)

COLUMNS = [
    Column("title", _("项目"), card="title"),
    Column("status", _("状态"), card="corner"),
    Column("number", _("编号")),
    Column("organisation", _("申报单位"), card="wide"),
    Column("amount", _("申请金额"), number=True),
]


@bp.get("/proposals")
@audience("applicant", "sponsor")
def index() -> str:
    """My organisations' applications, newest first."""
    own = Proposal.organisation_id.in_(organisations_of(work().actor, "applicant"))
    query = find.scope(work(), Proposal).where(own)
    page = page_of(work().session, query.order_by(Proposal.id.desc()))
    states = _statuses(page.rows)
    return render_template("proposal/index.html", page=page, columns=COLUMNS, states=states)


def _statuses(own: Sequence[Proposal]) -> dict[int, Status]:
    labels = veil.own_labels(work(), own)
    return {
        one.id: replace(status_of(stages.state_of(work(), one)), label=labels[one.id])
        for one in own
    }


@bp.route("/apply/<slug>", methods=["GET", "POST"])
@audience("signed_in")
def apply(slug: str) -> ResponseReturnValue:
    """Begin an application in a call, for one of my organisations."""
    edition = find.edition_by_slug(work(), slug)
    own = [o for o in organisations.mine(work()) if o.host_id == edition.host_id]
    full = admission.used_up(work(), edition, own)
    free = {str(o.id): o for o in own if o not in full}
    form = StartForm({id: o.name for id, o in free.items()})
    if form.validate_on_submit():
        chosen = free[form.organisation.data]
        try:
            proposal = proposals.start(work(), edition, chosen)
        except Refused as refused:
            form.refuse(refused.text)
        else:
            return redirect(url_for("proposals.show", number=proposal.id), 303)
    page = render_template(
        "proposal/apply.html",
        form=form,
        competition=edition,
        own=own,
        free=free,
        full=[(admission.limit_reached(work(), edition, *one), one[1]) for one in full.items()],
        shut=admission.shut(work(), edition),
        rules=programme(work(), edition),
    )
    return page, 422 if form.is_submitted() else 200


def _readable(number: int) -> Proposal:
    """An application whose every answer the reader may see; experts have pages of their own."""
    proposal = applications.application(number)
    if not reading.reads_everything(work(), proposal):
        raise NotFound
    return proposal


@bp.get("/proposals/<int:number>")
@audience("signed_in")
def show(number: int) -> str:
    """Where the application stands, what it still lacks, what comes next, what it says."""
    proposal = _readable(number)
    note_opening(work(), proposal, "proposal")
    edition = edition_of(work(), proposal)
    rules = programme(work(), edition)
    editable = proposals.may_edit(work(), proposal)
    lacking = proposals.requirements(work(), proposal) if editable else []
    sections = proposals.editable_sections(work(), proposal) if editable else ()
    inside = veil.inside(work(), proposal)
    stands = shortened(standing(work(), proposal, inside=inside))
    return render_template(
        "proposal/show.html",
        proposal=proposal,
        helping=work().actor.on_behalf_of,
        competition=edition,
        standing=own_steps(stands, proposal, len(lacking)),
        editable=[s for s in rules.form.sections if s.id in sections],
        returned=stages.has_mark(work(), proposal, "correctable"),
        plan=stages.has_mark(work(), proposal, "plan_open"),
        revised=stages.has_mark(work(), proposal, "plan_handed_in"),
        asked=next((entry.reason for entry in stands.entries if entry.reason), ""),
        amended=proposals.rules_moved(work(), proposal),
        untouched=any(one.code == UNCHANGED for one in lacking),
        missing=missing(rules, proposal, lacking),
        result=told_results.panel_of(proposal, rules),
        voided=None if editable else proposals.sponsor_to_confirm_again(work(), proposal),
        parts=shown_parts(reading.read(work(), proposal)),
        judged=closed_sheets.readable(work(), proposal),
        inside=inside,
        claimable=proposal.imported_row is not None and proposal.claimed_at is None,
        mine=member_of(work().actor, "applicant", proposal.organisation_id),
        tier=rules.tier(proposal.tier_applied),
        category=rules.category(proposal.category),
    )


@bp.route("/proposals/<int:number>/submit", methods=["GET", "POST"])
@audience("applicant", "officer")
def submit(number: int) -> ResponseReturnValue:
    """A last look, the password, and handing in; then the receipt."""
    proposal = _readable(number)
    step = proposals.handing_in(work(), proposal)
    if step is None or not proposals.may_edit(work(), proposal):
        return redirect(url_for("proposals.show", number=number), 303)
    if step.sign and not work().signed:
        return ask_again()
    form = SubmitForm(subject=proposal)
    if form.validate_on_submit():
        if (form.revision.data or 0) != proposal.revision:
            raise Stale
        try:
            fire(
                work(),
                proposal,
                step.id,
                key=form.key.data or None,
                expected_seq=form.seq.data or 0,
            )
        except Refused as refused:
            for one in refused.refusals:
                form.refuse(one.text)
        else:
            tell(_("已提交。"))
            return redirect(_after_submitting(proposal), 303)
    page = _last_look(proposal, form)
    return page, 422 if form.is_submitted() else 200


def _after_submitting(proposal: Proposal) -> str:
    done = "proposals.receipt" if proposal.number else "proposals.show"
    return url_for(done, number=proposal.id)


def _last_look(proposal: Proposal, form: SubmitForm) -> str:
    edition = edition_of(work(), proposal)
    rules = programme(work(), edition)
    return render_template(
        "proposal/submit.html",
        proposal=proposal,
        competition=edition,
        form=form,
        tier=rules.tier(proposal.tier_applied),
        missing=missing(rules, proposal, proposals.requirements(work(), proposal)),
        parts=shown_parts(reading.read(work(), proposal)),
    )


@bp.get("/proposals/<int:number>/receipt")
@audience("signed_in")
def receipt(number: int) -> str:
    """What was acknowledged: number, time, digest. Made to be printed."""
    proposal = _readable(number)
    found = receipts.receipts(work(), proposal)
    if not found:
        raise NotFound
    return render_template("proposal/receipt.html", proposal=proposal, receipt=found[0])


@bp.post("/proposals/<int:number>/claim")
@audience("applicant")
def claim(number: int) -> ResponseReturnValue:
    """Take over a draft the office entered for us."""
    proposals.claim(work(), find.one(work(), Proposal, number))
    tell(_("已认领。请核对内容，补全后提交。"))
    return redirect(url_for("proposals.show", number=number), 303)
