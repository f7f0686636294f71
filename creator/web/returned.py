"""What was typed into a sheet too late, or over somebody else's, comes back to whoever typed it."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.review import Review
from creator.rules.refusal import Refusal
from creator.services import shut_sheets
from creator.services.refused import Refused, Stale
from creator.services.sheets import Sheet, current
from creator.web.forms.base import Form
from creator.web.forms.reviews import form_of
from creator.web.request import work


def past(sheet: Sheet) -> ResponseReturnValue:
    """An own sheet after its round: why it is shut, and what was typed, or else what was saved."""
    reasons = [refusal.text for refusal in shut_sheets.reasons(work(), sheet.review)]
    if request.method == "POST":
        form = form_of(sheet.review, sheet.round, sheet.rubric)
        return _page(sheet, form, reasons), 409
    return _page(sheet, None, reasons)


def give_back(review: Review, form: Form, declined: Refused | Stale) -> ResponseReturnValue:
    """The answer to a save that was declined."""
    known = declined.refusals if isinstance(declined, Refused) else ()
    reasons = [one.text for one in known] or [declined.text]
    return _page(current(work(), review), form, reasons), 409


def too_late(refusals: Sequence[Refusal]) -> ResponseReturnValue:
    """The same for saving while typing: the page still holds the words, and shuts its form."""
    said = _(
        "{reason}没有保存，您填写的内容还在本页，需要时请复制后交给经办人。",
        reason=refusals[0].text,
    )
    return jsonify(said=str(said), shut=True), 409


def _page(sheet: Sheet, form: Form | None, reasons: Sequence[object]) -> str:
    return render_template(
        "review/returned.html",
        sheet=sheet,
        number=sheet.review.edition_id,
        reasons=reasons,
        typed=list(_typed(form)) if form else None,
    )


def _typed(form: Form) -> Iterator[tuple[Any, Any]]:
    for one in form.visible():
        if one.data not in (None, "", False):
            yield one.label.text, _("是") if one.data is True else one.data
