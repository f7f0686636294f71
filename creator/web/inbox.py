"""The inbox: every letter is also a page, since no step needs e-mail."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.services import inbox
from creator.web.audience import audience
from creator.web.paging import page_of
from creator.web.parts import Column
from creator.web.request import work

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

COLUMNS = [
    Column("title", _("来信"), card="title"),
    Column("sent", _("时间")),
    Column("read", _("状态"), card="corner"),
]


@bp.get("/")
@audience("signed_in")
def index() -> ResponseReturnValue:
    """All letters, newest first."""
    page = page_of(work().session, inbox.letters(work()))
    return render_template("inbox/index.html", page=page, columns=COLUMNS)


@bp.get("/<int:number>")
@audience("signed_in")
def show(number: int) -> ResponseReturnValue:
    """One letter."""
    return render_template("inbox/show.html", letter=inbox.one(work(), number))


@bp.post("/<int:number>/read")
@audience("signed_in")
def read(number: int) -> ResponseReturnValue:
    """Put it away as read."""
    inbox.mark_read(work(), number)
    return redirect(url_for("inbox.index"), 303)
