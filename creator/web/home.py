"""Everybody's home: what waits for me, until when."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.services import editions, inbox
from creator.services.todos import Todo as Waiting
from creator.services.todos import todos
from creator.web.audience import audience
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
    items = [_item(one) for one in todos(work())]
    letters = inbox.unread(work())
    return render_template("home/show.html", items=items, letters=letters)


def calls_page() -> ResponseReturnValue:
    """What anybody may read."""
    return render_template("home/public.html", editions=editions.published(work()))


def _item(one: Waiting) -> Todo:
    status = Status(status_of(one.state).label, "wait")
    title: Words = one.title or one.kind_label
    if one.count > 1:
        title = _("{title}：{n} 项", title=one.kind_label, n=one.count)
    late = one.due_at is not None and one.due_at < work().now
    return Todo(
        title=title,
        url=_where(one),
        about=None if one.kind == "edition" else one.edition.title,
        status=status,
        due=one.due_at,
        overdue=late,
    )


def _where(one: Waiting) -> str:
    if one.count == 1:
        return page(one.kind, one.subject_id)
    if one.state.owner == "expert":
        return url_for("reviews.mine", number=one.edition.id)
    return url_for("editions.list_of", number=one.edition.id, kind=one.kind, state=one.state.id)
