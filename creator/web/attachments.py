"""Files of an application: each is saved on arrival; downloads never open inside our pages."""

from flask import Blueprint, Response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.proposal import Attachment, Proposal
from creator.rules.corrections import section_of
from creator.services import attachments
from creator.services.archive.entries import Stored
from creator.services.editions import programme
from creator.services.refused import Invalid
from creator.services.transitions import edition_of
from creator.web import applications
from creator.web.audience import audience
from creator.web.forms.application import anchor
from creator.web.request import tell, work
from creator.web.security import takes_files

bp = Blueprint("attachments", __name__)
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@bp.post("/proposals/<int:number>/files/<slot>")
@audience("applicant", "officer")
@takes_files
def upload(number: int, slot: str) -> ResponseReturnValue:
    """Take the chosen files, each on its own: one that is refused does not cost the others."""
    proposal = applications.application(number)
    taken = 0
    for one in (one for name in request.files for one in request.files.getlist(name)):
        if not one.filename:
            continue
        try:
            attachments.add(work(), proposal, slot, one.stream, one.filename)
            taken += 1
        except Invalid as refused:
            tell(_("“{name}”没有收下：{why}", name=one.filename[:60], why=refused.text), "bad")
    if taken:
        tell(_("已上传 {n} 个文件。", n=taken))
    return redirect(_back(proposal, slot), 303)


@bp.post("/proposals/<int:number>/files/<slot>/remove")
@audience("applicant", "officer")
def remove(number: int, slot: str) -> ResponseReturnValue:
    """Take a file out of the draft."""
    proposal = applications.application(number)
    chosen = request.form.get("file", "")
    known = chosen.isascii() and chosen.isdigit() and len(chosen) < 10
    attachments.remove(work(), proposal, int(chosen) if known else 0)
    tell(_("已删除。"))
    return redirect(_back(proposal, slot), 303)


def _back(proposal: Proposal, slot: str) -> str:
    rules = programme(work(), edition_of(work(), proposal))
    section = section_of(rules, slot.partition(".")[0])
    if section is None:
        return url_for("proposals.show", number=proposal.id)
    return url_for("application.fill", number=proposal.id, section=section.id, _anchor=anchor(slot))


@bp.get("/files/<int:number>")
@audience("signed_in")
def download(number: int) -> Response:
    """The file under the name it came with, Chinese and all."""
    return as_download(attachments.one(work(), number))


def as_download(row: Attachment | Stored) -> Response:
    """A file to keep, never to be opened inside our pages."""
    response = send_file(
        work().files.path(row.key).resolve(),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=row.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
