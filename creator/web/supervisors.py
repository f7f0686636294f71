"""The officer names supervisors (督导): one by one, or all that are still open at once."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.services import find, supervisors
from creator.services.editions import in_office
from creator.services.refused import NotFound, Refused
from creator.services.work import Work
from creator.web.audience import audience
from creator.web.forms.supervisors import NOBODY, SupervisorForm
from creator.web.pages import page_of as subject_page
from creator.web.paging import page_of
from creator.web.parts import Column
from creator.web.request import apart, own_units, tell, work

bp = Blueprint("supervisors", __name__, url_prefix="/editions/<int:number>/supervisors")

COLUMNS = (
    Column("number", _("编号")),
    Column("title", _("项目"), card="title"),
    Column("organisation", _("申报单位"), card="wide"),
    Column("supervisor", _("督导"), card="corner"),
    Column("act", _("操作"), card="wide"),
)


@bp.get("")
@audience("officer")
def index(number: int) -> ResponseReturnValue:
    """Every project with its supervisor."""
    edition = in_office(work(), number)
    people = supervisors.candidates(work(), edition)
    return render_template(
        "supervisor/index.html",
        edition=edition,
        page=page_of(work().session, supervisors.listed(work(), edition)),
        names={person.id: person.name for person in people},
        without=supervisors.without(work(), edition),
        columns=COLUMNS,
    )


@bp.post("/spread")
@own_units
@audience("officer")
def spread(number: int) -> ResponseReturnValue:
    """Give what has none yet to whoever has fewest."""
    edition = in_office(work(), number)
    count = apart(partial(_spread, number))
    tell(_("已为 {n} 个项目指定督导。", n=count), then=(edition.title, subject_page(edition)))
    return redirect(url_for(".index", number=number), 303)


def _spread(number: int, work: Work) -> int:
    return supervisors.spread(work, in_office(work, number))


@bp.route("/<int:proposal>", methods=["GET", "POST"])
@audience("officer")
def choose(number: int, proposal: int) -> ResponseReturnValue:
    """Name one, another, or nobody."""
    edition = in_office(work(), number)
    about = find.one(work(), Proposal, proposal)
    if about.edition_id != edition.id:
        raise NotFound
    people = supervisors.candidates(work(), edition)
    closed = supervisors.barred(work(), [about], [person.id for person in people])
    form = SupervisorForm(data={"supervisor": str(about.supervisor_id or NOBODY)})
    form.list_people(person for person in people if (person.id, about.id) not in closed)
    if form.validate_on_submit():
        chosen = form.supervisor.data
        try:
            supervisors.assign(work(), about, None if chosen == NOBODY else int(chosen))
        except Refused as refused:
            for one in refused.refusals:
                form.refuse(one.text, one.place)
        else:
            tell(_("已保存。"))
            return redirect(url_for(".index", number=number), 303)
    page = render_template("supervisor/choose.html", edition=edition, form=form, proposal=about)
    return page, 422 if form.is_submitted() else 200
