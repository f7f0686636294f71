"""Import of a summary sheet: the file, the preview, the last word, and the slips for contacts."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import ImportBatch
from creator.services import editions, find, import_changes, imports
from creator.services.adoption import Claim
from creator.services.offices import need_officer
from creator.services.people import CODE_LIFETIME
from creator.services.previews import Preview, PreviewRow
from creator.services.refused import Invalid, NotFound, NotYours, Refused
from creator.services.sign_in import spaced
from creator.web.audience import audience
from creator.web.forms.imports import ConfirmForm, UploadForm
from creator.web.openings import note_export
from creator.web.paging import SIZE, Page, part_of
from creator.web.parts import Column, Status, Tab
from creator.web.qr_code import qr_code
from creator.web.request import tell, work
from creator.web.security import takes_files

bp = Blueprint("imports", __name__)

BATCHES = [
    Column("name", _("文件"), card="title"),
    Column("status", _("情况"), card="corner"),
    Column("uploaded", _("上传时间")),
    Column("stored", _("已导入"), number=True),
]
ROWS = [
    Column("number", _("行号"), card="corner"),
    Column("title", _("项目名称"), card="title"),
    Column("organisation", _("申报单位"), card="wide"),
    Column("tier", _("档次")),
    Column("amount", _("申请资金"), number=True),
    Column("contact", _("联系人")),
    Column("problems", _("情况"), card="wide"),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMED = 10  # reasons listed beside the shut button; the table below has them all


def officers_edition(number: int) -> Edition:
    """The edition, for its officers only: for anybody else it is not there."""
    edition = find.one(work(), Edition, number)
    try:
        need_officer(work(), edition)
    except NotYours:
        raise NotFound from None
    return edition


@bp.route("/editions/<int:number>/imports", methods=["GET", "POST"])
@takes_files
@audience("officer")
def index(number: int) -> ResponseReturnValue:
    """The files handed in so far, and the place for another."""
    edition = officers_edition(number)
    form = UploadForm()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            batch = imports.upload(
                work(), edition, upload.filename, upload.stream, again=form.again.data
            )
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        except Refused as refused:
            form.refuse(refused.text, "file")
        else:
            return redirect(url_for("imports.show", batch=batch.id), 303)
    page = render_template(
        "import/index.html",
        edition=edition,
        form=form,
        rows=imports.batches(work(), edition),
        columns=BATCHES,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/imports/<int:batch>")
@audience("officer")
def show(batch: int) -> ResponseReturnValue:
    """Every row as it was understood, what is wrong with it, and why it cannot be stored yet."""
    found = imports.find(work(), batch)
    if found.confirmed_at is not None:
        return render_template("import/done.html", batch=found, edition=_edition(found))
    seen = imports.preview(work(), found)
    kinds = {"faulty": seen.faulty, "excluded": seen.excluded, "all": list(seen.rows)}
    kind = request.args.get("show", "faulty" if seen.faulty else "all")
    kind = kind if kind in kinds else "all"
    return render_template(
        "import/show.html",
        batch=found,
        edition=_edition(found),
        seen=seen,
        page=_page(kinds[kind]),
        columns=ROWS,
        tabs=_tabs(found, seen, kind),
        form=ConfirmForm(data={"seen": seen.digest}),
        named=seen.obstacles[:_NAMED],
        tiers=_tiers(found),
        status=status_of_row,
    )


def _edition(batch: ImportBatch) -> Edition:
    return work().session.get_one(Edition, batch.edition_id)


def _tiers(batch: ImportBatch) -> dict[str, object]:
    return {tier.id: tier.label for tier in editions.programme(work(), _edition(batch)).tiers}


def _page(rows: list[PreviewRow]) -> Page:
    return part_of(rows, size=SIZE)


def _tabs(batch: ImportBatch, seen: Preview, here: str) -> list[Tab]:
    kinds = {
        "faulty": (_("有问题"), len(seen.faulty)),
        "excluded": (_("已剔除"), len(seen.excluded)),
        "all": (_("全部"), len(seen.rows)),
    }
    return [
        Tab(label, url_for("imports.show", batch=batch.id, show=kind), kind == here, count)
        for kind, (label, count) in kinds.items()
    ]


def status_of_row(row: PreviewRow) -> Status:
    """Where a row stands: in the way, left out, or ready to be stored."""
    if row.excluded is not None:
        return Status(_("已剔除"))
    if row.faulty:
        return Status(_("有问题"), "bad")
    if row.row.problems:
        return Status(_("待补 {n} 项", n=len(row.row.problems)), "wait")
    return Status(_("可导入"), "good")


@bp.get("/imports/<int:batch>/errors.xlsx")
@audience("officer")
def errors(batch: int) -> ResponseReturnValue:
    """The sheet that goes back: the rows not taken, why, and what to do."""
    found = imports.find(work(), batch)
    note_export(work(), work().session.get_one(Edition, found.edition_id), "import_errors")
    headers = {"Content-Disposition": f'attachment; filename="errors-{found.id}.xlsx"'}
    return Response(imports.errors(work(), found), mimetype=XLSX, headers=headers)


@bp.post("/imports/<int:batch>/exclude-faulty")
@audience("officer")
def exclude_faulty(batch: int) -> ResponseReturnValue:
    """Leave out every row that has a problem, for that problem."""
    left = import_changes.exclude_faulty(work(), imports.find(work(), batch))
    tell(_("已剔除 {n} 行，理由是各行的问题。", n=left))
    return redirect(url_for("imports.show", batch=batch, show="excluded"), 303)


@bp.post("/imports/<int:batch>/confirm")
@audience("officer")
def confirm(batch: int) -> ResponseReturnValue:
    """Store all of it. The codes are in this answer and nowhere else."""
    found = imports.find(work(), batch)
    form = ConfirmForm()
    if not form.validate():
        return redirect(url_for("imports.show", batch=batch), 303)
    done = imports.confirm(work(), found, key=form.key.data or None, seen=form.seen.data or None)
    return _slips(found, list(done.claims))


@bp.post("/imports/<int:batch>/codes")
@audience("officer")
def codes(batch: int) -> ResponseReturnValue:
    """New codes for the contacts who have not come in; those handed out before end."""
    found = imports.find(work(), batch)
    return _slips(found, imports.new_codes(work(), found))


def _slips(batch: ImportBatch, claims: list[Claim]) -> ResponseReturnValue:
    address = current_app.config["PUBLIC_URL"]
    return render_template(
        "import/slips.html",
        batch=batch,
        edition=_edition(batch),
        claims=claims,
        spaced=spaced,
        drawn=_drawn,
        enter=address + url_for("sign_in.code"),
        until=work().now + CODE_LIFETIME,
    )


def _drawn(code: str) -> Markup:
    address = current_app.config["PUBLIC_URL"] + url_for("sign_in.link", code=code)
    return qr_code(address, _("二维码：用手机扫一扫进入系统"))
