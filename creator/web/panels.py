"""The officer's pages of a round: the panel, how far it is, what closing still lacks."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.review import Review
from creator.rules.actors import appointed
from creator.rules.conflicts import conflicts_between
from creator.services import closed_sheets, drawn_panels, late_entries, panels, results
from creator.services.definitions import load
from creator.services.editions import in_office, programme
from creator.services.explaining import Offer, explain
from creator.services.refused import NotFound
from creator.services.stages import has_mark, state_of
from creator.services.transitions import fire
from creator.web.audience import audience
from creator.web.forms.panels import ReasonForm, SeatForm
from creator.web.paging import page_of
from creator.web.parts import Column
from creator.web.request import tell, work
from creator.web.standing import steps_of
from creator.workflow.parts import Transition

bp = Blueprint("panels", __name__)

MEMBERS = (
    Column("name", _("专家"), card="title"),
    Column("employer", _("工作单位")),
    Column("field", _("专业领域")),
    Column("state", _("利益关系"), card="corner"),
    Column("conflicts", _("须回避"), number=True),
    Column("act", _("操作"), card="wide"),
)
SHEETS = (
    Column("case", _("编号")),
    Column("title", _("项目"), card="title"),
    Column("expert", _("专家")),
    Column("state", _("状态"), card="corner"),
    Column("act", _("操作"), card="wide"),
)
DESKS = (
    Column("expert", _("专家"), card="title"),
    Column("open", _("未提交"), number=True),
    Column("handed_in", _("已提交"), number=True),
    Column("recused", _("已回避"), number=True),
)


@bp.route("/editions/<int:number>/panel", methods=["GET", "POST"])
@audience("officer")
def show(number: int) -> ResponseReturnValue:
    """Who sits in the round, and the pool to choose from."""
    edition = in_office(work(), number)
    form = SeatForm()
    members = panels.pool(work(), edition)
    form.list_pool(members)
    if form.validate_on_submit():
        panels.seat(work(), edition, [int(id_) for id_ in form.experts.data])
        then = _("分配专家"), url_for("assignments.show", number=number)
        said = _("已请入 {n} 位专家。请通知他们登录申报利益关系。", n=len(form.experts.data))
        tell(said, then=then)
        return redirect(url_for("panels.show", number=number), 303)
    seated = [member for member in members if member.seat is not None]
    ids = [member.person.id for member in seated]
    rules = programme(work(), edition)
    applicants = panels.applicants(work(), edition)
    page = render_template(
        "panel/show.html",
        edition=edition,
        number=edition.id,
        form=form,
        round=rules.rounds[panels.index_now(work(), edition)],
        seated=seated,
        columns=MEMBERS,
        known_fields={one.id: one.label for one in rules.experts.fields},
        conflicts=conflicts_between(work().session, edition, rules, ids, applicants),
        drawn=drawn_panels.standing(work(), edition) if rules.experts.drawn else None,
        why_passed=drawn_panels.WHY_PASSED,
        steps=steps_of(work(), edition),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/editions/<int:number>/panel/<int:expert>/unseat")
@audience("officer")
def unseat(number: int, expert: int) -> ResponseReturnValue:
    """Take somebody off the panel."""
    panels.unseat(work(), in_office(work(), number), expert)
    tell(_("已请出专家组。"))
    return redirect(url_for("panels.show", number=number), 303)


@bp.get("/editions/<int:number>/round")
@audience("officer", "approver", "observer", "auditor")
def progress(number: int) -> ResponseReturnValue:
    """How far the experts are, what closing still lacks, and the sheets to manage."""
    edition = in_office(work(), number)
    rules = programme(work(), edition)
    manages = appointed(work().actor, "officer", edition)
    found = page_of(work().session, results.sheets_in(work(), edition)) if manages else None
    return render_template(
        "panel/round.html",
        edition=edition,
        number=edition.id,
        round=rules.rounds[max(edition.round_index, 0)],
        desks=results.desks(work(), edition),
        desk_columns=DESKS,
        late=late_entries.waiting(work(), edition) if manages else [],
        missing=() if manages else results.preview(work(), edition).missing,
        page=found,
        sheets=[(sheet, state_of(work(), sheet)) for sheet in found.rows] if found else [],
        sheet_columns=SHEETS,
        exits=_exits,
        closed=closed_sheets.closed(work(), edition),
        read=closed_sheets.to_read(work(), edition, found.rows) if found else (),
        steps=steps_of(work(), edition, request.path),
        ranked=has_mark(work(), edition, "results_sealed"),
        invites=manages and has_mark(work(), edition, "scoring_open"),
    )


def _exits(review: Review) -> list[Transition]:
    """What an officer may do with a sheet in this state; whether now, its own page says."""
    definition = load(work().session, review.definition_hash)
    return [exit_ for exit_ in definition.exits(review.state) if "officer" in exit_.by]


@bp.route("/sheets/<int:number>/manage/<trigger>", methods=["GET", "POST"])
@audience("officer")
def manage(number: int, trigger: str) -> ResponseReturnValue:
    """A step of the officer on somebody's sheet (reopen it, excuse it), with its reason."""
    review = results.managed(work(), number)
    offer = _officers(review, trigger)
    form = ReasonForm(subject=review)
    if request.method == "POST" and form.validate():
        fire(
            work(),
            review,
            trigger,
            reason=form.reason.data,
            key=form.key.data or None,
            expected_seq=form.seq.data,
        )
        tell(_("已办理：{step}。", step=offer.transition.label))
        return redirect(url_for("panels.progress", number=review.edition_id), 303)
    page = render_template("panel/manage.html", form=form, review=review, offer=offer)
    return page, 422 if form.is_submitted() else 200


def _officers(review: Review, trigger: str) -> Offer:
    found = [offer for offer in explain(work(), review, trigger=trigger) if offer.mine]
    if not found:
        raise NotFound
    return found[0]
