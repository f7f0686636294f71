"""The access log of an edition, for those who hold an office in it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.services import access_log, editions
from creator.web.audience import audience
from creator.web.forms.access_log import AccessFilter
from creator.web.paging import page_of
from creator.web.parts import Column
from creator.web.request import work

bp = Blueprint("access_log", __name__, url_prefix="/editions/<int:number>/access")

COLUMNS = [
    Column("at", _("时间"), card="corner"),
    Column("person", _("人员"), card="title"),
    Column("did", _("办理")),
    Column("about", _("对象"), card="wide"),
]
_DID = {
    "proposal": _("查阅申报书"),
    "sheet": _("打开评分表"),
    "export.proposal": _("下载申报项目清单"),
    "export.ranking": _("下载排名表"),
    "export.reckoning": _("下载核算文件"),
    "file": _("查阅项目档案"),
    "export.import_errors": _("下载导入错误表"),
    "appointed": _("任命人员"),
    "relieved": _("解除任命"),
    "code": _("发放登录码"),
    "seated": _("请入专家组"),
    "supervisor": _("指定督导"),
    "entered": _("用登录码进入"),
}
"""What a row says, by its word up to the first colon."""


@bp.get("")
@audience("officer", "approver", "auditor", "observer")
def index(number: int) -> ResponseReturnValue:
    """The newest first; `?name=` and `?day=` narrow it."""
    edition = editions.in_office(work(), number)
    form = AccessFilter()
    form.validate()
    day = form.day.data
    listed = access_log.entries(work(), edition, name=(form.name.data or "").strip(), day=day)
    return render_template(
        "access_log/index.html",
        edition=edition,
        form=form,
        page=page_of(work().session, listed, scalars=False),
        columns=COLUMNS,
        said=_said,
    )


def _said(row: Any) -> Text | str:
    word: str
    word, _colon, more = row.what.partition(":")
    if word == "export.archive":  # whoever has the ZIP can compare: its verifier prints the same
        return _("下载项目档案（摘要 {digest}）", digest=more)
    return _DID.get(word, word)
