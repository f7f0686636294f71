"""The expert's pages: declaration, own sheets, one sheet, sealing, recusal."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from creator.clock import local
from creator.i18n import _
from creator.models.edition import Edition
from creator.models.review import Review
from creator.services import (
    find,
    late_entries,
    panels,
    reading,
    reviews,
    shut_sheets,
)
from creator.services.editions import programme
from creator.services.own_sheets import in_order, my_edition, progress_of
from creator.services.refused import NotFound, Refused, Stale
from creator.services.reviews import Saved
from creator.services.sheets import Sheet, Undeclared, asked, current, own_review, to_score
from creator.web import returned
from creator.web.audience import audience
from creator.web.closed_sheets import to_the_office
from creator.web.forms.base import Form
from creator.web.forms.reviews import (
    DeclarationForm,
    RecusalForm,
    SealForm,
    entered,
    form_of,
    grades_of,
    place_of,
    plain,
)
from creator.web.openings import note_opening
from creator.web.parts import Column
from creator.web.request import tell, work

bp = Blueprint("reviews", __name__)
bp.add_app_template_filter(plain, "points")
bp.add_app_template_global(grades_of, "grades_of")


@bp.get("/reviews")
@audience("signed_in")
def index() -> ResponseReturnValue:
    """Where I sit, what I have to declare, where I score."""
    seats = panels.my_seats(work())
    late = {edition.id: late_entries.mine(work(), edition) for seat, edition in seats}
    return render_template("review/index.html", seats=seats, late=late)


@bp.route("/editions/<int:number>/rounds/<int:index>/interests", methods=["GET", "POST"])
@audience("signed_in")
def declare(number: int, index: int) -> ResponseReturnValue:
    """Declare interests over the list of applicants, before any content is shown."""
    edition = find.one(work(), Edition, number)
    seat = panels.my_seat(work(), edition, index)
    round_ = programme(work(), edition).rounds[index]
    form = DeclarationForm()
    form.list_applicants(panels.applicants(work(), edition), blind=round_.blind)
    if form.validate_on_submit():
        note = form.note.data or ""
        panels.declare(work(), edition, index, {int(id_): note for id_ in form.interests.data})
        tell(_("已申报。"))
        return redirect(url_for("reviews.mine", number=number), 303)
    page = render_template(
        "review/declare.html", form=form, edition=edition, number=number, round=round_, seat=seat
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/editions/<int:number>/rounds/<int:index>/decline")
@audience("signed_in")
def decline(number: int, index: int) -> ResponseReturnValue:
    """Not take part in this round."""
    panels.decline(work(), find.one(work(), Edition, number), index)
    tell(_("已告知经办人您不参加本轮评审。"))
    return redirect(url_for("reviews.index"), 303)


COLUMNS = (
    Column("case", _("编号")),
    Column("title", _("项目"), card="title"),
    Column("total", _("我的总分"), number=True),
    Column("done", _("已评"), number=True),
    Column("state", _("状态"), card="corner"),
)


@bp.get("/editions/<int:number>/sheets")
@audience("signed_in")
def mine(number: int) -> ResponseReturnValue:
    """All own sheets with progress and totals in one view."""
    edition = my_edition(work(), number)
    own = reviews.listed(work(), edition)
    return render_template(
        "review/mine.html",
        edition=edition,
        number=edition.id,
        own=own,
        over=shut_sheets.over(work(), edition) if own else (),
        columns=COLUMNS,
        progress=progress_of(own),
        next=next((s.id for s in own if s.open and not s.complete), None),
    )


@bp.route("/sheets/<int:number>", methods=["GET", "POST"])
@audience("signed_in")
def score(number: int) -> ResponseReturnValue:
    """One sheet: the application beside the rubric."""
    try:
        review = to_score(work(), number)
    except NotFound:
        return to_the_office(number) or returned.past(shut_sheets.past(work(), number))
    except Undeclared as first:
        of, index = first.review.edition_id, first.review.round
        address = url_for("reviews.declare", number=of, index=index)
        return redirect(address, 303)
    form = _form(review)
    if form.validate_on_submit():
        title = review.proposal.title
        try:
            saved = _save(review, form)
        except (Refused, Stale) as declined:
            return returned.give_back(review, form, declined)
        if not saved.faults:
            return _after_saving(review, title, saved)
        for field, text in saved.faults.items():
            form.refuse(text, place_of(form, field))
        form.revision.data = saved.revision
    # What could be understood is saved even where one field is wrong: the answer is no failure.
    return _sheet_page(current(work(), review), form)


def _form(review: Review) -> Form:
    return form_of(review, *asked(work(), review))


def _save(review: Review, form: Form) -> Saved:
    seen = form.revision.data
    return reviews.save(work(), review, **entered(form), expected_revision=seen, page=form.page)


def _after_saving(review: Review, title: str, saved: Saved) -> ResponseReturnValue:
    tell(_("“{title}”已保存，{total} 分。", title=title, total=saved.total))
    if request.form.get("then") != "next":
        return redirect(url_for("reviews.score", number=review.id), 303)
    following = reviews.next_unscored(work(), review)
    if following is None:
        return redirect(url_for("reviews.mine", number=review.edition_id), 303)
    return redirect(url_for("reviews.score", number=following), 303)


def _sheet_page(sheet: Sheet, form: Form) -> ResponseReturnValue:
    note_opening(work(), sheet.review, "sheet")
    edition = work().session.get_one(Edition, sheet.review.edition_id)
    own = in_order(work(), edition)
    here = own.index(sheet.review.id)
    return render_template(
        "review/score.html",
        sheet=sheet,
        form=form,
        shut=shut_sheets.reasons(work(), sheet.review),
        edition=edition,
        number=edition.id,
        parts=reading.read(work(), sheet.proposal, sheet.review.proposal_version),
        here=here + 1,
        count=len(own),
        before=own[here - 1] if here else None,
        after=own[here + 1] if here + 1 < len(own) else None,
    )


@bp.post("/sheets/<int:number>/autosave")
@audience("signed_in")
def autosave(number: int) -> ResponseReturnValue:
    """The same as saving, answered with a sentence instead of a page."""
    try:
        review = own_review(work(), number)
        form = _form(review)
        if not form.validate():
            return jsonify(said=str(form.faults()[0].text)), 422
        saved = _save(review, form)
    except NotFound:
        over = shut_sheets.past(work(), number)
        return returned.too_late(shut_sheets.reasons(work(), over.review))
    except Refused as refused:
        return returned.too_late(refused.refusals)
    except Stale as stale:
        return jsonify(said=str(stale.text)), 409
    clock = f"{local(saved.at):%H:%M}"
    if saved.faults:
        wrong = " ".join(str(text) for text in saved.faults.values())
        said = _("其余已保存 {clock}。{wrong}", clock=clock, wrong=wrong)
    else:
        said = _("已保存 {clock}", clock=clock)
    return jsonify(said=str(said), revision=saved.revision, total=str(saved.total))


@bp.route("/sheets/<int:number>/recuse", methods=["GET", "POST"])
@audience("signed_in")
def recuse(number: int) -> ResponseReturnValue:
    """Step back from one proposal."""
    sheet = reviews.opened(work(), number)
    form = RecusalForm(subject=sheet.review)
    if form.validate_on_submit():
        reviews.recuse(work(), sheet.review, form.reason.data, expected_seq=form.seq.data)
        tell(_("已回避“{title}”。", title=sheet.proposal.title))
        return redirect(url_for("reviews.mine", number=sheet.review.edition_id), 303)
    page = render_template("review/recuse.html", form=form, sheet=sheet)
    return page, 422 if form.is_submitted() else 200


@bp.route("/editions/<int:number>/seal", methods=["GET", "POST"])
@audience("signed_in")
def seal(number: int) -> ResponseReturnValue:
    """Seal all own sheets together."""
    edition = my_edition(work(), number)
    form = SealForm()
    if form.validate_on_submit():
        try:
            sealed = reviews.seal_all(work(), edition)
        except Refused as refused:
            for refusal in refused.refusals:
                form.refuse(refusal.text, refusal.place)
        else:
            then = _("我的待办"), url_for("home.show")
            tell(_("已提交 {n} 份评分表。", n=len(sealed)), then=then)
            return redirect(url_for("reviews.mine", number=number), 303)
    own = reviews.listed(work(), edition)
    page = render_template(
        "review/seal.html",
        form=form,
        edition=edition,
        number=number,
        own=own,
        columns=COLUMNS,
        progress=progress_of(own),
    )
    return page, 409 if form.faults() else 200
