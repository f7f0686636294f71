"""The officer's pages of a panel drawn by lot: seats in the order drawn, substitutes, who left."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.services import drawn_panels
from creator.services.drawn_panels import WHY_PASSED
from creator.services.editions import in_office
from creator.services.panels import pool
from creator.services.refused import NotFound
from creator.web.audience import audience
from creator.web.forms.panels import ReasonForm
from creator.web.request import tell, work

bp = Blueprint("drawn_panels", __name__)


@bp.post("/editions/<int:number>/panel/drawn")
@audience("officer")
def seat(number: int) -> ResponseReturnValue:
    """Seat those who were drawn."""
    codes = drawn_panels.seat_drawn(work(), in_office(work(), number))
    then = _("分配专家"), url_for("assignments.show", number=number)
    said = _("已请入 {n} 位专家。请通知他们登录申报利益关系。", n=len(codes))
    tell(said, then=then)
    return _back(number)


@bp.route("/editions/<int:number>/panel/substitute", methods=["GET", "POST"])
@audience("officer")
def substitute(number: int) -> ResponseReturnValue:
    """Call the next one of the order, and say why."""
    edition, form = in_office(work(), number), ReasonForm()
    if form.validate_on_submit():
        code = drawn_panels.seat_substitute(work(), edition, form.reason.data)
        tell(_("已请入候补专家 {code}。", code=code))
        return _back(number)
    found = drawn_panels.standing(work(), edition)
    people = {member.person.id: member.person for member in pool(work(), edition)}
    code = found.choice.taken.name if found.choice.taken else ""
    page = render_template(
        "panel/substitute.html",
        edition=edition,
        number=number,
        form=form,
        code=code,
        person=people.get(found.order.get(code, 0)),
        passed=[(one, WHY_PASSED[word]) for one, word in found.choice.passed],
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/editions/<int:number>/panel/<int:expert>/give-up", methods=["GET", "POST"])
@audience("officer")
def give_up(number: int, expert: int) -> ResponseReturnValue:
    """Somebody drawn does not come; the reason stays on record."""
    edition, form = in_office(work(), number), ReasonForm()
    if form.validate_on_submit():
        drawn_panels.give_up(work(), edition, expert, form.reason.data)
        tell(_("已请出专家组。"))
        return _back(number)
    seated = (m.person for m in pool(work(), edition) if m.seat and m.person.id == expert)
    person = next(seated, None)
    if person is None:
        raise NotFound
    page = render_template(
        "panel/give_up.html", edition=edition, number=number, form=form, person=person
    )
    return page, 422 if form.is_submitted() else 200


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("panels.show", number=number), 303)
