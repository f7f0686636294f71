"""The draws of an edition: lists, numbers, results, and how anybody repeats them."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.edition import Edition
from creator.services import find, rankings
from creator.services.draws import Draw, draws, experts_of, need_reader
from creator.services.stages import has_mark
from creator.web.audience import audience
from creator.web.parts import Column
from creator.web.rankings import READERS
from creator.web.request import work
from creator.web.standing import steps_of

bp = Blueprint("draws", __name__)

NAMES = (
    Column("place", _("抽签顺序"), number=True),
    Column("case", _("编号"), card="corner"),
    Column("title", _("项目 / 申报单位"), card="title"),
)
EXPERTS = (
    Column("place", _("抽取顺序"), number=True),
    Column("case", _("代号"), card="corner"),
    Column("title", _("专家（只有经办人看得见姓名）"), card="title"),
)


@bp.get("/editions/<int:number>/draws")
@audience(*READERS)
def show(number: int) -> ResponseReturnValue:
    """Every draw of the edition, the newest first."""
    edition = find.one(work(), Edition, number)
    need_reader(work(), edition)
    sealed = has_mark(work(), edition, "results_sealed")
    board = rankings.board(work(), edition) if sealed else None
    held = list(reversed(draws(work(), edition)))
    return render_template(
        "ranking/draws.html",
        edition=edition,
        number=number,
        ties=board.ties if board else (),
        ranked=sealed,
        draws=held,
        columns=NAMES,
        expert_columns=EXPERTS,
        proposals={row.proposal.number: row.proposal for row in board.rows} if board else {},
        experts=experts_of(work(), edition, held),
        steps=steps_of(work(), edition, request.path),
    )


@bp.get("/editions/<int:number>/draws/<int:nth>.txt")
@audience(*READERS)
def names(number: int, nth: int) -> ResponseReturnValue:
    """The list of one draw as the file that the command reads."""
    edition = find.one(work(), Edition, number)
    need_reader(work(), edition)
    found: Draw = next((d for d in draws(work(), edition) if d.number == nth), None) or abort(404)
    answer = Response(found.list.names, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename={found.file}"
    return answer
