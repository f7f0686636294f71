"""Lists of what an edition holds, by state or phase; the same rows as a spreadsheet."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from creator.clock import local
from creator.i18n import Label, Text, _
from creator.intake.writer import SheetOut, write_workbook
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.programme.programme import Programme
from creator.services import editions, overview
from creator.services.stages import state_of
from creator.web.audience import audience
from creator.web.editions import bp as bp
from creator.web.openings import note_export
from creator.web.pages import name_of
from creator.web.pages import page_of as address_of
from creator.web.paging import Order, order_of, page_of
from creator.web.parts import Column, Tab
from creator.web.request import work
from creator.web.standing import status_of
from creator.workflow.definition import Definition

PROPOSALS = [
    Column("title", _("项目"), card="title", sort="title"),
    Column("status", _("状态"), card="corner"),
    Column("organisation", _("申报单位"), card="wide", sort="organisation"),
    Column("tier", _("档次"), sort="tier"),
    Column("amount", _("金额"), number=True, sort="amount"),
    Column("since", _("停留"), sort="since"),
]
OTHERS = [
    Column("title", _("名称"), card="title"),
    Column("status", _("状态"), card="corner"),
    Column("since", _("停留"), sort="since"),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<int:number>/list/<kind>")
@audience("signed_in")
def list_of(number: int, kind: str) -> ResponseReturnValue:
    """Subjects of one kind, as `?state=` or `?phase=` narrows them."""
    edition = editions.at_work(work(), number)
    definition = overview.lifecycle(work(), edition, kind)
    programme = editions.programme(work(), edition)
    order = _order(kind)
    page = page_of(work().session, _rows(edition, kind, definition, order))
    return render_template(
        "edition/list.html",
        edition=edition,
        kind=definition.label,
        page=page,
        order=order,
        columns=PROPOSALS if kind == "proposal" else OTHERS,
        tabs=_tabs(edition, kind, definition),
        states={one.id: status_of(state_of(work(), one)) for one in page.rows},
        names=_names(page.rows, definition),
        tiers={tier.id: tier.label for tier in programme.tiers},
        page_of=address_of,
        export=url_for("editions.export", number=number, **_filters())
        if kind == "proposal"
        else "",
    )


def _order(kind: str) -> Order:
    named = select(Organisation.name).where(Organisation.id == Proposal.organisation_id)
    asked = func.coalesce(Proposal.amount_fen, Proposal.requested_fen, 0)
    columns: Mapping[str, Any] = {
        "title": Proposal.title,
        "organisation": named.scalar_subquery(),
        "tier": func.coalesce(Proposal.tier, Proposal.tier_applied),
        "amount": asked,
        "since": Subject.entered_at,
    }
    return order_of(columns if kind == "proposal" else {"since": Subject.entered_at}, "since")


def _rows(edition: Edition, kind: str, definition: Definition, order: Order) -> Select[Any]:
    found = overview.listed(work(), edition, kind, _wanted(definition))
    if kind == "proposal":
        # The answers fill pages; a list shows none of them.
        found = found.options(defer(Proposal.answers))
    return order.apply(found, Subject.id)


def _wanted(definition: Definition) -> frozenset[str] | None:
    """The states the address asks for; None for all. An unknown word asks for none."""
    state, phase = request.args.get("state"), request.args.get("phase")
    if state is not None:
        return frozenset({state} & set(definition.states))
    if phase is not None:
        return frozenset(s.id for s in definition.states.values() if s.phase == phase)
    return None


def _tabs(edition: Edition, kind: str, definition: Definition) -> list[Tab]:
    """All, and one tab a phase; a state narrows within its phase."""
    state = definition.states.get(request.args.get("state", ""))
    here = state.phase if state else request.args.get("phase")

    def tab(label: Text | Label, phase: str | None) -> Tab:
        url = url_for("editions.list_of", number=edition.id, kind=kind, phase=phase)
        return Tab(label, url, here=here == phase)

    phases = definition.phases.values() if len(definition.phases) > 1 else ()
    return [tab(_("全部"), None), *(tab(phase.label, phase.id) for phase in phases)]


def _filters() -> dict[str, Any]:
    return {name: request.args[name] for name in ("state", "phase", "sort") if name in request.args}


def _names(rows: Sequence[Subject], definition: Definition) -> dict[int, object]:
    """Subject id -> what it is called in a list: its title, its number, or its kind."""
    found: dict[int, object] = {}
    for one in rows:
        found[one.id] = name_of(one) or _("{kind} {n}", kind=definition.label, n=one.id)
    return found


@bp.get("/<int:number>/list/proposal.xlsx")
@audience("signed_in")
def export(number: int) -> ResponseReturnValue:
    """The proposals as a spreadsheet, all pages of it; what people typed stays text."""
    edition = editions.at_work(work(), number)
    kind = "proposal"
    definition = overview.lifecycle(work(), edition, kind)
    programme = editions.programme(work(), edition)
    rows = work().session.scalars(_rows(edition, kind, definition, _order(kind))).unique()
    sheet = SheetOut(
        name=str(definition.label),
        header=[_("编号"), _("项目"), _("申报单位"), _("申报档次"), _("申请金额（元）"),
                _("拟立项档次"), _("拟资助金额（元）"), _("状态"), _("进入该状态时间")],
        rows=[_cells(programme, one) for one in rows],
    )  # fmt: skip
    note_export(work(), edition, kind)
    headers = {"Content-Disposition": f'attachment; filename="{edition.slug}-{kind}.xlsx"'}
    return Response(write_workbook([sheet]), mimetype=XLSX, headers=headers)


def _cells(programme: Programme, one: Proposal) -> list[Any]:
    labels = {tier.id: tier.label for tier in programme.tiers}
    return [
        one.number,
        one.title,
        one.organisation.name,
        labels.get(one.tier_applied, one.tier_applied),
        _yuan(one.requested_fen),
        labels.get(one.tier or "", one.tier or ""),
        _yuan(one.amount_fen),
        state_of(work(), one).label,
        local(one.entered_at).strftime("%Y-%m-%d %H:%M"),
    ]


def _yuan(fen: int | None) -> Any:
    return None if fen is None else Decimal(fen) / 100
