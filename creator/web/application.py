"""Filling in the application form, section by section; saved while typing and by a button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import (
    Blueprint,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from creator.clock import local
from creator.i18n import Text, _
from creator.models.proposal import Proposal
from creator.programme.fields import Field
from creator.programme.forms import Section
from creator.rules.application import Application
from creator.rules.refusal import Refusal
from creator.services import attachments, proposals
from creator.services.editions import programme
from creator.services.refused import Invalid, Stale
from creator.services.transitions import edition_of
from creator.web import shut_forms
from creator.web.applications import application as load_application
from creator.web.audience import audience
from creator.web.conflicts import conflicts
from creator.web.forms.application import PREFIX, section_form, shown, typed
from creator.web.forms.base import Form
from creator.web.forms.remarks import misread_remarks, put_remarks, remarks_for
from creator.web.forms.tables import drop_row, extra_rows, lines, one_more
from creator.web.parts import Tab
from creator.web.places import Missing, missing
from creator.web.request import tell, work
from creator.web.slots import ShownSlot, shown_slots

bp = Blueprint("application", __name__, url_prefix="/proposals/<int:number>/fill")


@dataclass
class Sheet:
    """One section of one application, open for typing."""

    proposal: Proposal
    application: Application
    section: Section
    open_sections: Sequence[Section]
    open_fields: frozenset[str]
    refusals: Sequence[Refusal] = field(default_factory=list)

    def form(self) -> Form:
        made = section_form(self.application, self.section, self.open_fields)
        return made(subject=self.proposal, data=shown(self.application, self.section))

    @property
    def next(self) -> Section | None:
        """The section after this one, among those that are open."""
        place = self.open_sections.index(self.section)
        return next(iter(self.open_sections[place + 1 :]), None)


def _sheet(number: int, section: str) -> Sheet:
    proposal = load_application(number)
    if not proposals.may_edit(work(), proposal):
        abort(make_response(shut_forms.answer(proposal, section)))
    rules = programme(work(), edition_of(work(), proposal))
    application = Application.of(work().session, rules, proposal)
    editable = proposals.editable_sections(work(), proposal)
    asked = {of.id for of, _field in application.asked}
    sections = [s for s in rules.form.sections if s.id in editable and s.id in asked]
    chosen = next((s for s in sections if s.id == section), None)
    if chosen is None:
        abort(make_response(shut_forms.answer(proposal, section)))
    open_now = proposals.open_fields(work(), proposal)
    return Sheet(proposal, application, chosen, sections, open_now)


@bp.route("/<section>", methods=["GET", "POST"])
@audience("applicant", "officer")
def fill(number: int, section: str) -> ResponseReturnValue:
    """A section of the form. POST keeps what can be kept and says what could not be read."""
    sheet = _sheet(number, section)
    form = sheet.form()
    if request.method == "POST":
        return _kept(sheet, form)
    sheet.refusals = proposals.requirements(work(), sheet.proposal)
    if "check" in request.args:
        put_remarks(form, remarks_for(sheet.section, sheet.refusals, _slot_ids(sheet)))
    extra_rows(form, request.args.get("add", ""))
    return _page(sheet, form)


def _kept(sheet: Sheet, form: Form) -> ResponseReturnValue:
    drop_row(form, request.form.get("drop", ""))
    try:
        unread = _save(sheet, form)
    except Stale:
        return _conflict(sheet, form)
    if unread:
        put_remarks(form, unread)
        form.revision.raw_data, form.revision.data = None, sheet.proposal.revision
        tell(_("其余内容已保存。下面有看不懂的内容，没有保存。"), "wait")
        return _page(sheet, form)
    tell(_("已保存。"))
    return redirect(_after(sheet, form), 303)


def _save(sheet: Sheet, form: Form) -> Mapping[str, Text | str]:
    """Save every question that can be read; place -> sentence for the others."""
    answers, unread = typed(sheet.application, sheet.section, form), misread_remarks(form)
    seen = form.revision.data or 0  # a form leaves a zero out
    while True:
        try:
            proposals.save(work(), sheet.proposal, answers, expected_revision=seen, page=form.page)
            return unread
        except Invalid as wrong:  # raised before anything is changed: keep the rest
            question = wrong.field.partition(".")[0]
            if question not in answers:
                raise
            del answers[question]
            unread = {**unread, wrong.field: wrong.text}


def _after(sheet: Sheet, form: Form) -> str:
    number, here = sheet.proposal.id, sheet.section.id
    wanted = request.form.get("add", "")
    if rows := one_more(form, wanted):
        last = f"{wanted}-{rows - 1}"
        return url_for(".fill", number=number, section=here, add=f"{wanted}:{rows}", _anchor=last)
    if "drop" in request.form:
        dropped = request.form["drop"].rpartition("-")[0]
        return url_for(".fill", number=number, section=here, _anchor=dropped)
    if "stay" in request.form:
        return url_for(".fill", number=number, section=here)
    if sheet.next is not None:
        return url_for(".fill", number=number, section=sheet.next.id)
    return url_for("proposals.show", number=number)


def _conflict(sheet: Sheet, form: Form) -> ResponseReturnValue:
    """Somebody else saved meanwhile: both texts stand on the page, saving again keeps this one."""
    work().session.refresh(sheet.proposal)
    now = Application.of(work().session, sheet.application.programme, sheet.proposal)
    sheet.application = now
    both = conflicts(now, sheet.section, form)
    form.revision.raw_data, form.revision.data = None, sheet.proposal.revision
    return _page(sheet, form, both), 409


def _page(sheet: Sheet, form: Form, both: Sequence[Any] = ()) -> str:
    rules = sheet.application.programme
    open_points = missing(rules, sheet.proposal, sheet.refusals)
    return render_template(
        "proposal/fill.html",
        form=form,
        sheet=sheet,
        tabs=[_tab(sheet, section, open_points) for section in sheet.open_sections],
        questions=[f for f in _questions(sheet) if PREFIX + f.id in form],
        prefix=PREFIX,
        slots=_slots(sheet),
        lines=lines(sheet.application, sheet.section),
        conflicts=both,
        missing=open_points,
    )


def _slot_ids(sheet: Sheet) -> frozenset[str]:
    return frozenset(attachments.slots(sheet.application.programme))


def _questions(sheet: Sheet) -> Sequence[Field]:
    return [field for of, field in sheet.application.asked if of.id == sheet.section.id]


def _slots(sheet: Sheet) -> Sequence[ShownSlot]:
    places = attachments.slots(sheet.application.programme).values()
    asked = sheet.open_fields.intersection(sheet.application.fields)
    own = [s for s in places if s.section == sheet.section.id and s.id.partition(".")[0] in asked]
    shown_refusals = sheet.refusals if "check" in request.args else ()
    return shown_slots(own, sheet.application.files, shown_refusals)


def _tab(sheet: Sheet, section: Section, open_points: Sequence[Missing]) -> Tab:
    count = sum(point.section == section.id for point in open_points)
    url = url_for(".fill", number=sheet.proposal.id, section=section.id)
    return Tab(section.label, url, section is sheet.section, count or None)


@bp.post("/<section>/autosave")
@audience("applicant", "officer")
def autosave(number: int, section: str) -> ResponseReturnValue:
    """The same while typing; answers with what was said and the new revision."""
    sheet = _sheet(number, section)
    form = sheet.form()
    unread = _save(sheet, form)
    time = f"{local(work().now):%H:%M}"
    said = _("已保存 {time}", time=time)
    if unread:
        said = _("已保存 {time}，有 {n} 处看不懂，没有保存。", time=time, n=len(unread))
    return jsonify(said=str(said), revision=sheet.proposal.revision)
