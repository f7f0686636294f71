"""Registering an organisation, and keeping its particulars."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.person import Host
from creator.programme.words import WORDS
from creator.services import find, organisations
from creator.services.editions import programme
from creator.services.organisations import Details
from creator.services.refused import Invalid
from creator.web.audience import audience
from creator.web.forms.organisations import ChangeForm, RegisterForm
from creator.web.request import tell, work

bp = Blueprint("organisations", __name__)


@bp.route("/apply/<slug>/organisation", methods=["GET", "POST"])
@audience("signed_in")
def register(slug: str) -> ResponseReturnValue:
    """Add my organisation, so that it can apply in this call."""
    edition = find.edition_by_slug(work(), slug)
    kinds = {one.kind: one.label for one in programme(work(), edition).applicants.classes}
    form = RegisterForm(kinds)
    if form.validate_on_submit():
        host = work().session.get_one(Host, edition.host_id)
        try:
            organisations.register(work(), host, _details(form))
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        else:
            tell(_("单位已登记，现在可以开始申报。"))
            return redirect(url_for("proposals.apply", slug=slug), 303)
    page = render_template("organisation/register.html", form=form, competition=edition)
    return page, 422 if form.is_submitted() else 200


def _details(form: RegisterForm) -> Details:
    names = Details.__dataclass_fields__
    typed = {name: form[name].data for name in names if name in form}
    return Details(**{name: value for name, value in typed.items() if value is not None})


@bp.route("/organisations/<int:number>", methods=["GET", "POST"])
@audience("applicant")
def show(number: int) -> ResponseReturnValue:
    """What we know of the organisation; its people may correct it."""
    organisation = organisations.one(work(), number)
    form = ChangeForm(obj=organisation)
    if not form.is_submitted() and organisation.identifiers:
        form.expires_on.data = organisation.identifiers[-1].expires_on
    if form.validate_on_submit():
        details = Details(
            name=organisation.name,
            legal_class=organisation.legal_class,
            responsible=form.responsible.data,
            mobile=form.mobile.data or "",
            address=form.address.data or "",
            founded_on=form.founded_on.data,
            expires_on=form.expires_on.data,
            sponsor_code=form.sponsor_code.data or "",
        )
        try:
            organisations.change(work(), organisation, details)
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        else:
            tell(_("已保存。"))
            return redirect(url_for("organisations.show", number=number), 303)
    page = render_template(
        "organisation/show.html",
        form=form,
        organisation=organisation,
        kind=WORDS["applicant_kind"].get(organisation.legal_class),
    )
    return page, 422 if form.is_submitted() else 200
