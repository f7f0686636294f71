"""The record of an applicant's organisation, for the officer who screens."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.rules.standing_records import in_words
from creator.services import find, standing_records
from creator.services.offices import need_officer
from creator.services.refused import Invalid
from creator.services.standing_records import Entry
from creator.services.transitions import edition_of
from creator.web.audience import audience
from creator.web.forms.organisations import RecordForm
from creator.web.parts import Column
from creator.web.request import tell, work

bp = Blueprint("standing_records", __name__, url_prefix="/screening")

COLUMNS = [
    Column("what", _("记录"), card="title"),
    Column("on_date", _("日期")),
    Column("ends_on", _("有效期至")),
    Column("evidence", _("依据"), card="wide"),
    Column("act", _("操作"), card="corner"),
]


@bp.route("/<int:number>/record", methods=["GET", "POST"])
@audience("officer")
def show(number: int) -> ResponseReturnValue:
    """Grades, annual checks and entries on lists; POST adds one."""
    proposal = find.one(work(), Proposal, number)
    edition = edition_of(work(), proposal)
    need_officer(work(), edition)
    form = RecordForm()
    if form.validate_on_submit():
        entry = Entry(form.what.data, form.on_date.data, form.evidence.data, form.ends_on.data)
        try:
            standing_records.enter(work(), proposal, entry)
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        else:
            tell(_("已登记。"))
            return redirect(url_for(".show", number=number), 303)
    page = render_template(
        "organisation/record.html",
        form=form,
        proposal=proposal,
        edition=edition,
        columns=COLUMNS,
        in_words=in_words,
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/<int:number>/record/<int:record>/withdraw")
@audience("officer")
def withdraw(number: int, record: int) -> ResponseReturnValue:
    """Take back what was entered by mistake; it stays to be seen."""
    standing_records.withdraw(work(), find.one(work(), Proposal, number), record)
    tell(_("已撤销这条记录。"))
    return redirect(url_for(".show", number=number), 303)
