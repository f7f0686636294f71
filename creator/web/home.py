"""Everybody's home: what waits for me, until when."""

from collections.abc import Iterable

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.services import editions, inbox, notices, panels, supervisors, waiting
from creator.services.stages import has_mark, state_of
from creator.services.todos import DECLARATION, LATE, every_edition, todos
from creator.services.todos import Todo as Waiting
from creator.web.audience import audience, may_apply
from creator.web.pages import page
from creator.web.parts import Status, Todo, Words
from creator.web.request import work
from creator.web.standing import status_of

bp = Blueprint("home", __name__)


@bp.get("/")
@audience("public")
def show() -> ResponseReturnValue:
    """The to-do list, or for strangers the open calls."""
    if work().actor.person is None:
        return calls_page()
    editions_ = every_edition(work())
    others = list(waiting.others(work(), editions_))
    mine = waiting.judged_rounds(work(), todos(work(), editions_), others)
    listed = {one.subject_id for one in mine if one.kind == "proposal" and one.count == 1}
    letters = inbox.unread(work())
    calls = _open_calls() if may_apply(work()) else []
    return render_template(
        "home/show.html",
        items=[_item(one) for one in mine],
        elsewhere=[_elsewhere(one) for one in waiting.own(work(), editions_, listed)],
        supervised=supervisors.mine(work()),
        editions=editions_,
        others=_by_edition(others),
        letters=letters,
        calls=calls,
    )


def _elsewhere(one: waiting.Own) -> Todo:
    """An own application in other hands: who has it now, and until when."""
    return Todo(
        title=one.title or _("还没有名称的项目"),
        url=page("proposal", one.proposal_id),
        about=_("等待{owner}", owner=one.owner) if one.owner else one.edition.title,
        status=Status(one.label),
        due=one.due_at,
    )


def _by_edition(found: Iterable[waiting.Others]) -> list[tuple[Edition, list[Text]]]:
    """Edition -> whom it waits for, in words."""
    lines: dict[int, tuple[Edition, list[Text]]] = {}
    for one in found:
        said = _("{owner}：{kind}（{state}）", owner=one.owner, kind=one.kind, state=one.label)
        if one.count > 1:
            said = _(
                "{owner}：{kind} {n} 项（{state}）",
                owner=one.owner, kind=one.kind, state=one.label, n=one.count,
            )  # fmt: skip
        lines.setdefault(one.edition.id, (one.edition, []))[1].append(said)
    return list(lines.values())


def _open_calls() -> list[Edition]:
    """Calls one can apply in now."""
    return [one for one in editions.published(work()) if has_mark(work(), one, "call_open")]


def calls_page() -> ResponseReturnValue:
    """What anybody may read."""
    calls = editions.published(work())
    states = {one.id: _outside(one) for one in calls}
    latest = notices.latest(work())
    return render_template(
        "home/public.html",
        editions=calls,
        notices=latest,
        states=states | {one.id: _outside(one) for one in latest},
    )


def _outside(subject: Subject) -> Status:
    return status_of(state_of(work(), subject), inside=False)


def _item(one: Waiting) -> Todo:
    status = Status(one.asked or status_of(one.state).label, "wait")
    late = one.due_at is not None and one.due_at < work().now
    return Todo(
        title=_name(one),
        url=_where(one),
        about=None if one.kind in ("edition", DECLARATION) else one.edition.title,
        status=status,
        due=one.due_at,
        overdue=late,
    )


def _name(one: Waiting) -> Words:
    """The edition or project, if it is one; else what kind of thing waits, and how many of them."""
    if one.kind == "edition":
        return one.edition.title
    if one.count > 1:
        return _("{title}：{n} 项", title=one.label, n=one.count)
    return one.title or one.label


def _where(one: Waiting) -> str:
    number = one.edition.id
    if one.kind == DECLARATION:
        index = panels.index_now(work(), one.edition)
        return url_for("reviews.declare", number=number, index=index)
    if one.kind == LATE:
        return url_for("late_entries.declare", number=number, proposal=one.subject_id)
    if one.count == 1:
        return page(one.kind, one.subject_id)
    if one.state.owner == "expert":
        return url_for("reviews.mine", number=number)
    return url_for("editions.list_of", number=number, kind=one.kind, state=one.state.id)
