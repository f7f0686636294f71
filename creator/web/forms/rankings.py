"""The form of a recorded draw: a lot for every proposal of an undecided tie."""

from collections.abc import Sequence
from typing import Any

from creator.i18n import _
from creator.services.boards import Row
from creator.web.forms.base import Form
from creator.web.forms.fields import LongTextField, WholeNumberField

LOT = "lot_"


def draw_form(ties: Sequence[Sequence[Row]]) -> type[Form]:
    """The form class for these ties."""
    made: dict[str, Any] = {}
    for tied in ties:
        for row in tied:
            label = _("第 {rank} 名并列：{title}", rank=row.place.rank, title=row.proposal.title)
            made[f"{LOT}{row.proposal.id}"] = WholeNumberField(label, least=1, most=len(tied))
    hint = _("何时何地、怎样抽签、谁在场见证。")
    made["note"] = LongTextField(_("抽签记录"), limit=1000, rows=3, hint=hint)
    return type("DrawForm", (Form,), made)


def lots_of(form: Form) -> dict[int, int]:
    """Proposal id -> lot."""
    fields = (field for field in form if field.name.startswith(LOT))
    return {int(field.name.removeprefix(LOT)): field.data for field in fields}
