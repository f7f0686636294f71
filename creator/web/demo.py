"""Demo instances only: jump to the next deadline, let the others act."""

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.rehearsal.others import let_others_act
from creator.services import demo as demos
from creator.services import worker
from creator.web.audience import audience
from creator.web.request import clock, database, own_units, tell, work
from creator.web.security import local_path

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.before_request
def only_in_a_demo() -> None:
    """Everywhere else these addresses do not exist."""
    if not current_app.config["DEMO"]:
        abort(404)


@bp.get("/")
@audience("signed_in")
def show() -> ResponseReturnValue:
    """The clock of the demo and its two buttons."""
    return render_template("demo/show.html", now=work().now, due=demos.next_deadline(work()))


@bp.post("/jump")
@own_units
@audience("signed_in")
def jump() -> ResponseReturnValue:
    """Move the clock past the next deadline and let everything due happen."""
    database().write(lambda session: demos.jump(demos.unit(session, clock().now())))
    worker.drain(database(), clock(), simulated=True)
    tell(_("时钟已拨到下一个期限之后。"))
    return redirect(local_path(request.form.get("next")), 303)


@bp.post("/others")
@own_units
@audience("signed_in")
def others() -> ResponseReturnValue:
    """Everybody else does what can be done now."""
    storage = current_app.extensions["creator.storage"]
    done = let_others_act(database(), storage, clock(), work().actor.person_id)
    tell(_("其他人已办理 {n} 项。", n=done))
    return redirect(local_path(request.form.get("next")), 303)
