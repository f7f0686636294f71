"""The officer's pages of who reviews what: preview, plan, set by hand."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.rules.panels import assigned
from creator.services import assignments, editions, panels
from creator.web.audience import audience
from creator.web.forms.panels import ReadersForm
from creator.web.pages import page_of
from creator.web.parts import Column, Slice
from creator.web.request import tell, work

bp = Blueprint("assignments", __name__)

PROPOSALS = (
    Column("case", _("编号")),
    Column("title", _("项目"), card="title"),
    Column("kept", _("已分配"), card="wide"),
    Column("planned", _("重新分配后"), card="wide"),
    Column("act", _("操作"), card="corner"),
)


@bp.get("/editions/<int:number>/assignment")
@audience("officer")
def show(number: int) -> ResponseReturnValue:
    """What is assigned, and what planning anew would give: loads, conflicts, shortages."""
    edition = editions.in_office(work(), number)
    preview = assignments.preview(work(), edition)
    names = {expert.id: expert.name for expert in preview.experts}
    kept = assigned(work().session, edition.id, preview.index)
    return render_template(
        "panel/assignment.html",
        edition=edition,
        number=edition.id,
        preview=preview,
        settled=_settled(preview, kept),
        columns=PROPOSALS,
        kept={id_: [names.get(e, "?") for e in experts] for id_, experts in kept.items()},
        loads=_loads(preview),
        titles={proposal.id: proposal.title for proposal in preview.proposals},
        names=names,
    )


def _settled(preview: assignments.Preview, kept: Mapping[int, Sequence[int]]) -> bool:
    """Whether planning anew would leave everything as it is."""
    planned = ((one.id, preview.readers(one.id)) for one in preview.proposals)
    return all(
        {expert.id for expert in experts} == set(kept.get(id_, ())) for id_, experts in planned
    )


def _loads(preview: assignments.Preview) -> Sequence[Slice]:
    loads = preview.loads
    return [
        Slice(expert.name, loads[expert.id], _("{n} 个", n=loads[expert.id]))
        for expert in preview.experts
    ]


@bp.post("/editions/<int:number>/assignment")
@audience("officer")
def plan(number: int) -> ResponseReturnValue:
    """Keep the plan of the preview."""
    edition = editions.in_office(work(), number)
    found = assignments.plan(work(), edition)
    then = edition.title, page_of(edition)
    tell(_("已分配 {n} 份评审。", n=len(found.pairs)), then=then)
    return redirect(url_for("assignments.show", number=number), 303)


@bp.route("/editions/<int:number>/assignment/<int:proposal>", methods=["GET", "POST"])
@audience("officer")
def readers(number: int, proposal: int) -> ResponseReturnValue:
    """Set by hand who reads one proposal."""
    edition = editions.in_office(work(), number)
    free = assignments.free_experts(work(), edition, proposal)
    kept = assigned(work().session, edition.id, panels.index_now(work(), edition))
    form = ReadersForm(data={"experts": [str(expert) for expert in kept[proposal]]})
    form.list_experts(free.experts)
    if form.validate_on_submit():
        chosen = [int(id_) for id_ in form.experts.data]
        assignments.set_by_hand(work(), edition, proposal, chosen)
        tell(_("已指定。重新分配时这个项目不变。"))
        return redirect(url_for("assignments.show", number=number), 303)
    page = render_template(
        "panel/readers.html", edition=edition, number=number, form=form, free=free
    )
    return page, 422 if form.is_submitted() else 200
