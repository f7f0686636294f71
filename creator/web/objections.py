"""Objections (异议): the public form and its receipt; the staff's page and list."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Label, _
from creator.models.decision import Notice, Objection
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.actors import STAFF_ROLES
from creator.services import closed_sheets, find, notices, objections, throttles, veil
from creator.services.definitions import load
from creator.services.editions import programme
from creator.services.refused import KeyReused, NotFound, Refused
from creator.services.sign_in import TooManyTries
from creator.services.stages import state_of
from creator.services.throttles import Limit
from creator.services.transitions import edition_of
from creator.services.work import Work
from creator.web.audience import audience
from creator.web.forms.base import Form
from creator.web.forms.objections import TicketForm, objection_form
from creator.web.paging import page_of
from creator.web.parts import Column
from creator.web.request import apart, own_units, work
from creator.web.standing import Standing, standing, status_of

bp = Blueprint("objections", __name__)

COLUMNS = [
    Column("number", _("异议编号"), card="title"),
    Column("status", _("状态"), card="corner"),
    Column("target", _("针对"), card="wide"),
    Column("filed", _("提出时间")),
    Column("since", _("停留")),
]
_FRESH = "ticket"


@bp.route("/notices/<int:number>/object/<int:proposal>", methods=["GET", "POST"])
@own_units
@audience("public")
def file(number: int, proposal: int) -> ResponseReturnValue:
    """Object to one item of a notice."""
    return _filing(number, proposal)


@bp.route("/notices/<int:number>/object", methods=["GET", "POST"])
@own_units
@audience("public")
def procedure(number: int) -> ResponseReturnValue:
    """Object to the procedure of a notice."""
    return _filing(number, None)


def _filing(number: int, proposal: int | None) -> ResponseReturnValue:
    notice = find.one(work(), Notice, number)
    subject = objections.contested(work(), notice, proposal)
    try:
        offer = objections.offer(work(), subject)
    except NotFound:
        return render_template("objection/closed.html", notice=notice), 409
    anonymous = programme(work(), edition_of(work(), notice)).objection.anonymous
    form = objection_form(offer.transition, named=not anonymous and work().actor.person is None)()
    if form.validate_on_submit() and (answer := _filed(notice, proposal, form)) is not None:
        return answer
    page = render_template(
        "objection/file.html",
        form=form,
        notice=notice,
        item=_item(notice, proposal),
        offer=offer,
        anonymous=anonymous,
    )
    return page, 422 if form.is_submitted() else 200


def _filed(notice: Notice, proposal: int | None, form: Form) -> ResponseReturnValue | None:
    """File it; None when it was refused, with the reasons at the form."""
    _count(objections.FILING)
    data = {one.name: one.data or "" for one in form.visible()}
    key = form.key.data or str(uuid4())
    try:
        ticket = apart(partial(_file, notice.id, proposal, data, key))
    except Refused as refused:
        for refusal in refused.refusals:
            form.refuse(refusal.text, refusal.place)
        return None
    except KeyReused as reused:
        form.refuse(reused.text)
        return None
    session[_FRESH] = ticket
    return redirect(url_for(".receipt", ticket=ticket), 303)


def _file(number: int, proposal: int | None, data: dict[str, str], key: str, work: Work) -> str:
    notice = find.one(work, Notice, number)
    subject = objections.contested(work, notice, proposal)
    return objections.file(work, subject, data, key=key).ticket


def _count(limit: Limit) -> None:
    """Count a try from this address; raises `TooManyTries`."""
    address = request.remote_addr or ""
    wait = apart(lambda work: throttles.count(work, limit, address))
    if wait is not None:
        raise TooManyTries(wait)


def _item(notice: Notice, proposal: int | None) -> notices.Item | None:
    """What the notice says of the contested item: nothing that is not published."""
    if proposal is None:
        return None
    items = notices.shown(work(), notice).items
    return next((one for one in items if one.proposal_id == proposal), None) or abort(404)


@bp.route("/objection", methods=["GET", "POST"])
@own_units
@audience("public")
def ask() -> ResponseReturnValue:
    """Type the code of a receipt."""
    form = TicketForm()
    if form.validate_on_submit():
        _count(objections.ASKING)
        try:
            objections.by_ticket(work(), form.ticket.data)
        except NotFound:
            form.refuse(_("没有这个查询码，请核对。"), "ticket")
        else:
            return redirect(url_for(".receipt", ticket=form.ticket.data), 303)
    return render_template("objection/ask.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/objection/<ticket>")
@audience("public")
def receipt(ticket: str) -> str:
    """The receipt, and later the answer, for whoever holds the ticket."""
    objection = objections.by_ticket(work(), ticket)
    return render_template(
        "objection/receipt.html",
        objection=objection,
        ticket=ticket,
        fresh=session.get(_FRESH) == ticket,
        about=objections.published_name(work(), objection),
        target=objections.TARGETS[objection.target],
        status=status_of(state_of(work(), objection), inside=False),
    )


def _about(objection: Objection) -> object:
    """What is contested, for those who may open it."""
    subject = objections.against(work(), objection)
    if isinstance(subject, Proposal):
        return subject.title
    return _("公示 {number} 的程序", number=getattr(subject, "number", ""))


@bp.get("/objections/<int:number>")
@audience("signed_in")
def show(number: int) -> str:
    """One objection: for those who decide on it, and for whoever filed it."""
    objection = find.one(work(), Objection, number)
    inside = veil.inside(work(), objection)
    known = objections.knows_objector(work(), objection)
    subject = objections.against(work(), objection)
    return render_template(
        "objection/show.html",
        objection=objection,
        edition=edition_of(work(), objection),
        standing=_undecided(standing(work(), objection, inside=inside)),
        target=objections.TARGETS[objection.target],
        about=_about(objection),
        subject=subject,
        subject_status=_status(subject, inside=inside),
        inside=inside,
        judged=closed_sheets.contested(work(), subject),
        objector=objections.objector(work(), objection) if known else None,
    )


def _undecided(found: Standing) -> Standing:
    """Where there are two rulings to choose from, the page recommends neither."""
    rulings = [step for step in found.steps if step.access == "open" and not step.grave]
    if len(rulings) < 2:
        return found
    return replace(found, steps=[replace(step, primary=False) for step in found.steps])


def _status(subject: Subject, *, inside: bool) -> Label:
    state = load(work().session, subject.definition_hash).states[subject.state]
    return state.label if inside else state.shown_outside


@bp.get("/editions/<int:number>/objections")
@audience(*STAFF_ROLES)
def index(number: int) -> str:
    """All objections of an edition, newest first."""
    edition = find.one(work(), Edition, number)
    page = page_of(work().session, objections.of_edition(work(), edition))
    return render_template(
        "objection/index.html",
        edition=edition,
        page=page,
        columns=COLUMNS,
        targets=objections.TARGETS,
        names=objections.names(work(), page.rows),
        states={row.id: status_of(state_of(work(), row)) for row in page.rows},
    )
