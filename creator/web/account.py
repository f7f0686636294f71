"""One's own data: who one is here, and where letters also go."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.services.people import change_email
from creator.services.refused import Invalid
from creator.web.audience import audience
from creator.web.forms.people import ContactForm
from creator.web.request import tell, work
from creator.web.sign_in import ask_again

bp = Blueprint("account", __name__)


@bp.route("/me", methods=["GET", "POST"])
@audience("signed_in")
def contact() -> ResponseReturnValue:
    """Name and number as the office knows them; the e-mail address is one's own to change."""
    person = work().actor.person
    assert person is not None
    if not work().signed:
        return ask_again()
    form = ContactForm(data={"email": person.email or ""})
    if form.validate_on_submit():
        try:
            kept = change_email(work(), form.email.data or "")
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        else:
            tell(
                _("已保存。来信会同时寄到 {email}。", email=kept)
                if kept
                else _("已保存。来信只在本站。")
            )
            return redirect(url_for("account.contact"), 303)
    page = render_template("people/me.html", person=person, form=form)
    return page, 422 if form.is_submitted() else 200
