"""Decision lists (立项名单): the officer fills them, the approver reads what is approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.decision import Decision
from creator.models.proposal import Proposal
from creator.money import Amount, wan
from creator.rules.actors import STAFF_ROLES, actor, appointed
from creator.rules.refusal import Refusal
from creator.rules.skips import skips
from creator.services import decision_lists, decisions, find
from creator.services.decision_lists import Sheet
from creator.services.definitions import load
from creator.services.editions import programme
from creator.services.refused import Refused, Stale
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work
from creator.web.audience import audience
from creator.web.forms.decisions import ReasonForm, ScanForm, SkipForm
from creator.web.parts import Column, Tile, Words
from creator.web.request import apart, own_units, tell, work
from creator.web.standing import Standing, standing, step_url

bp = Blueprint("decisions", __name__, url_prefix="/decisions")

_RANK = Column("rank", _("名次"), number=True)
_TITLE = Column("title", _("项目 / 申报单位"), card="title")
_REASON = Column("reason", _("理由"), card="wide")
_STEPS = Column("steps", _("办理"), card="wide")
AWARDS = [
    _RANK,
    _TITLE,
    Column("tier", _("档次"), card="corner"),
    Column("score", _("得分"), number=True),
    Column("requested", _("申请"), number=True),
    Column("amount", _("拟资助"), number=True),
    Column("so_far", _("累计"), number=True),
    _STEPS,
]
OTHERS = [
    _RANK, _TITLE, Column("tier", _("申报档次"), card="corner"),
    Column("score", _("得分"), number=True), _REASON, _STEPS,
]  # fmt: skip
UNDECIDED = [
    _RANK, _TITLE, Column("score", _("得分"), number=True),
    Column("requested", _("申请"), number=True),
    Column("advice", _("按规则"), card="wide"), _STEPS,
]  # fmt: skip
TIERS = [
    Column("tier", _("档次"), card="title"),
    Column("count", _("本名单"), number=True),
    Column("slots", _("已用名额"), number=True),
    Column("total", _("本名单金额"), number=True, card="corner"),
]


@dataclass(frozen=True)
class Link:
    """A listing step as a row offers it; its page says what stands in the way."""

    label: Words
    url: str


@bp.get("/<int:number>")
@audience(*STAFF_ROLES)
def show(number: int) -> str:
    """The list with its sums, what is still open, and what was submitted."""
    return _page(find.one(work(), Decision, number))


def _page(decision: Decision, refusals: Sequence[Refusal] = ()) -> str:
    sheet = decision_lists.sheet(work(), decision)
    officer = appointed(work().actor, "officer", decision)
    editable = officer and has_mark(work(), decision, "list_open")
    return render_template(
        "decision/show.html",
        decision=decision,
        sheet=sheet,
        editable=editable,
        to_promote=_to_promote(sheet),
        standing=_standing(decision, sheet, editable=editable),
        tiles=_tiles(sheet),
        limits=_limits(decision),
        refusals=refusals,
        scan_form=ScanForm() if editable else None,
        links=_links(decision, sheet) if editable else {},
        columns=_columns(editable=editable),
    )


def _columns(*, editable: bool) -> dict[str, list[Column]]:
    every = {"awards": AWARDS, "others": OTHERS, "undecided": UNDECIDED, "tiers": TIERS}
    return {
        name: [one for one in found if editable or one is not _STEPS]
        for name, found in every.items()
    }


def _standing(decision: Decision, sheet: Sheet, *, editable: bool) -> Standing:
    """While something is left to decide, listing it is the primary action, not a step."""
    found = standing(work(), decision)
    if not (editable and (sheet.undecided or _to_promote(sheet))):
        return found
    return replace(found, steps=[replace(step, primary=False) for step in found.steps])


def _to_promote(sheet: Sheet) -> bool:
    """Whether the rules give something to the waitlist now."""
    return any(one.advice for one in sheet.promotable)


def _tiles(sheet: Sheet) -> list[Tile]:
    return [
        Tile(_("资金池"), wan(sheet.pool)),
        Tile(_("本名单拟资助"), wan(sheet.total), _("{n} 个项目", n=len(sheet.awards))),
        Tile(_("资金池剩余"), wan(sheet.left)),
        Tile(_("待定"), len(sheet.undecided), tone="wait" if sheet.undecided else "neutral"),
    ]


def _limits(decision: Decision) -> list[tuple[Words, Text]]:
    """Who approves up to which amount, as the programme says."""
    rules = programme(work(), edition_of(work(), decision))
    return [
        (
            actor.words[limit.role].doc if limit.role in actor.words else limit.role,
            _("不限金额") if limit.up_to is None else _("最高 {most}", most=Amount(limit.up_to)),
        )
        for limit in rules.approval.limits
    ]


def _links(decision: Decision, sheet: Sheet) -> Mapping[int, list[Link]]:
    """Proposal id -> the listing steps that leave its state; guards are asked on their pages."""
    listed = [line.proposal for line in (*sheet.awards, *sheet.waitlist, *sheet.refusals)]
    every = [*listed, *(one.proposal for one in (*sheet.undecided, *sheet.promotable))]
    here = url_for(".show", number=decision.id)
    return {proposal.id: _listing_steps(proposal, here) for proposal in every}


def _listing_steps(proposal: Proposal, back: str) -> list[Link]:
    wanted = {*decisions.LISTING.values(), "unlist"}
    definition = load(work().session, proposal.definition_hash)
    return [
        Link(t.label, step_url(proposal, t.id, back))
        for t in definition.exits(proposal.state)
        if "officer" in t.by and wanted & {use.word for use in t.effect}
    ]


@bp.post("/<int:number>/list-all")
@own_units
@audience("officer")
def list_all(number: int) -> ResponseReturnValue:
    """Put every undecided proposal where the rules place it, or say why that does not fit."""
    decision = find.one(work(), Decision, number)
    try:
        count = apart(partial(_list_all, number))
    except Refused as refused:
        return _page(decision, refused.refusals), 409
    tell(_("已按排名和规则列入 {n} 个项目。", n=count))
    return redirect(url_for(".show", number=number), 303)


def _list_all(number: int, work: Work) -> int:
    decision = find.one(work, Decision, number)
    return decisions.list_all(work, edition_of(work, decision))


@bp.post("/<int:number>/promote-all")
@own_units
@audience("officer")
def promote_all(number: int) -> ResponseReturnValue:
    """Promote from the waitlist whatever fits into what is free now."""
    find.one(work(), Decision, number)
    count = apart(partial(_promote_all, number))
    tell(_("已按顺序递补 {n} 个项目。", n=count))
    return redirect(url_for(".show", number=number), 303)


def _promote_all(number: int, work: Work) -> int:
    decision = find.one(work, Decision, number)
    return decisions.promote_all(work, edition_of(work, decision))


@bp.route("/<int:number>/lines/<int:item>", methods=["GET", "POST"])
@audience("officer")
def reason(number: int, item: int) -> ResponseReturnValue:
    """Write why a line is as it is, above all why a higher-ranked one was passed over."""
    decision = find.one(work(), Decision, number)
    found = decisions.line(work(), decision, item)
    made = SkipForm if found in skips(decision.items) else ReasonForm
    form, theirs = made(subject=decision, data={"reason": found.reason}), ""
    if form.validate_on_submit():
        seen = form.revision.data
        try:
            decisions.explain_line(work(), found, form.reason.data or "", expected_revision=seen)
        except (Refused, Stale) as declined:
            form.refuse(declined.text)
            form.revision.raw_data, form.revision.data = None, decision.revision
            theirs = found.reason
        else:
            tell(_("理由已保存。"))
            return redirect(url_for(".show", number=number), 303)
    page = render_template(
        "decision/reason.html", form=form, decision=decision, item=found, theirs=theirs
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/<int:number>/print")
@audience(*STAFF_ROLES)
def paper(number: int) -> str:
    """The decision as a document."""
    decision = find.one(work(), Decision, number)
    sheet = decision_lists.sheet(work(), decision)
    found = standing(work(), decision)
    return render_template(
        "decision/print.html",
        decision=decision,
        sheet=sheet,
        status=found.status,
        rules=programme(work(), sheet.edition),
        columns=_columns(editable=False),
    )
