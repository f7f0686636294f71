"""一项目一档: the whole file of a project on one page, each document, and all of it in one ZIP."""

from tempfile import TemporaryFile

from flask import Blueprint, Response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.services.archive import kinds, layout
from creator.services.archive.chains import Chain, chains
from creator.services.archive.entries import Stored
from creator.services.archive.package import write
from creator.services.archive.reader import opened
from creator.services.definitions import load
from creator.services.refused import NotFound
from creator.web.attachments import as_download
from creator.web.audience import audience
from creator.web.openings import note_export, note_opening
from creator.web.parts import Column, Entry, Words
from creator.web.request import work

bp = Blueprint("archive", __name__, url_prefix="/proposals/<int:number>")

CHAINS = [
    Column("subject", _("对象"), card="title"),
    Column("rows", _("记录数"), card="corner", number=True),
    Column("head", _("链头"), card="wide"),
    Column("definition", _("流程定义"), card="wide"),
]


@bp.get("/file")
@audience("signed_in")
def show(number: int) -> str:
    """Everything the reader may see, phase by phase in order of time."""
    reader = opened(work(), number)
    note_opening(work(), reader.proposal, "file")
    return render_template(
        "archive/show.html",
        proposal=reader.proposal,
        competition=reader.edition,
        groups=[(group.label, _lines(number, group)) for group in layout.groups(reader)],
        chains=[(one, _name(one)) for one in chains(reader)],
        chain_columns=CHAINS,
    )


def _lines(number: int, group: layout.Group) -> list[Entry]:
    return [
        Entry(
            at=one.at,
            did=one.title,
            url=url_for(".document", number=number, kind=one.kind, which=one.number),
        )
        for one in group.entries
    ]


def _name(chain: Chain) -> Words:
    """`申报项目 12`: what its lifecycle is called."""
    label = load(work().session, chain.definition).label
    return _("{kind} {number}", kind=label, number=chain.id)


@bp.get("/file/<kind>/<int:which>")
@audience("signed_in")
def document(number: int, kind: str, which: int) -> ResponseReturnValue:
    """One document: an uploaded file to keep, anything else as a page."""
    reader = opened(work(), number)
    entry = kinds.one(reader, kind, which)
    note_opening(work(), reader.proposal, f"file:{kind}")
    if isinstance(entry.document, Stored):
        return as_download(entry.document)
    return render_template(
        "archive/document.html",
        proposal=reader.proposal,
        competition=reader.edition,
        entry=entry,
        paper=entry.document(),
    )


@bp.get("/file/<kind>/<int:which>/<name>")
@audience("signed_in")
def text(number: int, kind: str, which: int, name: str) -> ResponseReturnValue:
    """The text of a document word for word, as its digest was taken of it."""
    reader = opened(work(), number)
    entry = kinds.one(reader, kind, which)
    note_opening(work(), reader.proposal, f"file:{kind}")
    found = None if isinstance(entry.document, Stored) else entry.document().texts.get(name)
    if found is None:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{kind}-{which}.{name}"'}
    mimetype = "application/json" if name.endswith("json") else "text/plain"
    return Response(found, mimetype=mimetype, headers=headers)


@bp.get("/file.zip")
@audience("signed_in")
def package(number: int) -> ResponseReturnValue:
    """All of it with index, audit chain and verifier. What its list comes to is written down."""
    reader = opened(work(), number)
    stream = TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    made = write(reader, stream)
    stream.seek(0)
    note_export(work(), reader.proposal, f"archive:{made.digest[:32]}")
    title = reader.proposal.number or reader.proposal.title
    name = str(_("项目档案 {title}.zip", title=title))
    return send_file(stream, mimetype="application/zip", as_attachment=True, download_name=name)
