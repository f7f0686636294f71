"""The scan of the minutes of a decision: uploaded by the officer, read by whoever approves."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.decision import Decision
from creator.rules.actors import STAFF_ROLES
from creator.services import find, minutes
from creator.services.refused import Invalid
from creator.web.attachments import as_download
from creator.web.audience import audience
from creator.web.forms.decisions import ScanForm
from creator.web.request import tell, work
from creator.web.security import takes_files

bp = Blueprint("minutes", __name__, url_prefix="/decisions")


@bp.post("/<int:number>/scan")
@takes_files
@audience("officer")
def upload(number: int) -> ResponseReturnValue:
    """Take the scan, in place of the one there was."""
    decision, form = find.one(work(), Decision, number), ScanForm()
    if not form.validate():
        tell(form.faults()[0].text, "bad")
    else:
        try:
            minutes.keep(work(), decision, form.scan.data.stream, form.scan.data.filename)
        except Invalid as wrong:
            tell(wrong.text, "bad")
        else:
            tell(_("会议纪要扫描件已收下。"))
    return redirect(url_for("decisions.show", number=number), 303)


@bp.get("/<int:number>/scan")
@audience(*STAFF_ROLES)
def download(number: int) -> Response:
    """The scan under the name it came with."""
    return as_download(minutes.opened(work(), number))
