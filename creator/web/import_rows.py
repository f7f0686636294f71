"""One row of an uploaded summary: put right cell by cell, left out, or taken in again."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import ImportBatch
from creator.services import import_changes, imports
from creator.services.previews import Preview, PreviewRow
from creator.services.refused import Invalid, NotFound
from creator.web.audience import audience
from creator.web.forms.imports import ExcludeForm, row_form
from creator.web.imports import bp, status_of_row
from creator.web.request import tell, work

__all__ = ["bp"]


@bp.route("/imports/<int:batch>/rows/<int:number>", methods=["GET", "POST"])
@audience("officer")
def row(batch: int, number: int) -> ResponseReturnValue:
    """The cells of a row. What is changed here is kept beside the file, with the old text."""
    found, seen, one = _row(batch, number)
    form = row_form(seen, one)
    if form.validate_on_submit():
        changed = form.changed(one)
        for cell, value in changed.items():
            import_changes.correct(work(), found, cell, value)
        return _after(found, number, len(changed))
    page = _shown(found, one, form, ExcludeForm(formdata=None, prefix="out-"))
    return page, 422 if form.is_submitted() else 200


def _row(batch: int, number: int) -> tuple[ImportBatch, Preview, PreviewRow]:
    found = imports.find(work(), batch)
    if found.confirmed_at is not None:
        raise NotFound  # what became of its rows is on the pages of the drafts
    seen = imports.preview(work(), found)
    one = next((one for one in seen.rows if one.number == number), None)
    if one is None:
        raise NotFound
    return found, seen, one


def _after(batch: ImportBatch, number: int, changed: int) -> ResponseReturnValue:
    """Back to the row while something is still wrong with it, else to the list."""
    if not changed:
        tell(_("没有改动。"), "info")
        return redirect(url_for("imports.row", batch=batch.id, number=number), 303)
    _found, _seen, one = _row(batch.id, number)
    if one.faulty:
        tell(_("已更正 {n} 格，这一行还有问题。", n=changed), "wait")
        return redirect(url_for("imports.row", batch=batch.id, number=number), 303)
    tell(_("已更正 {n} 格，第 {row} 行可以导入了。", n=changed, row=number))
    return redirect(url_for("imports.show", batch=batch.id), 303)


def _shown(batch: ImportBatch, one: PreviewRow, form: object, leaving: ExcludeForm) -> str:
    corrected = {cell for cell in batch.corrections if cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                 == str(one.number)}  # fmt: skip
    return render_template(
        "import/row.html",
        batch=batch,
        edition=work().session.get_one(Edition, batch.edition_id),
        row=one,
        status=status_of_row(one),
        form=form,
        leaving=leaving,
        corrected=sorted(corrected),
    )


@bp.post("/imports/<int:batch>/rows/<int:number>/exclude")
@audience("officer")
def exclude(batch: int, number: int) -> ResponseReturnValue:
    """Leave the row out, for a reason."""
    found, seen, one = _row(batch, number)
    form = ExcludeForm(prefix="out-")
    if form.validate():
        try:
            import_changes.exclude(work(), found, number, form.reason.data)
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        else:
            tell(_("第 {row} 行已剔除。", row=number))
            return redirect(url_for("imports.show", batch=batch), 303)
    return _shown(found, one, row_form(seen, one), form), 422


@bp.post("/imports/<int:batch>/rows/<int:number>/include")
@audience("officer")
def include(batch: int, number: int) -> ResponseReturnValue:
    """Take the row in again."""
    import_changes.include(work(), imports.find(work(), batch), number)
    return redirect(url_for("imports.row", batch=batch, number=number), 303)


@bp.post("/imports/<int:batch>/cells/<cell>/restore")
@audience("officer")
def restore(batch: int, cell: str) -> ResponseReturnValue:
    """Take a correction back: the cell says again what the file says."""
    found = imports.find(work(), batch)
    import_changes.correct(work(), found, cell, None)
    number = int("".join(c for c in cell if c.isdigit()))
    return redirect(url_for("imports.row", batch=batch, number=number), 303)
