"""Forms of an expert: the sheet made from its rubric, the declaration, recusal, sealing."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from wtforms import fields, widgets

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.programme.rounds import Round
from creator.programme.rubrics import Criterion, Rubric
from creator.reckoning.rounding import half_up
from creator.web.forms.base import Form
from creator.web.forms.choices import ChoiceField, SeveralField, TickField
from creator.web.forms.fields import LongTextField, TextField
from creator.web.forms.kind import Kind

POINTS, NOTE = "points_", "note_"
GRADES = (
    (_("优"), Decimal("0.9")),
    (_("良"), Decimal("0.8")),
    (_("中"), Decimal("0.65")),
    (_("差"), Decimal("0.45")),
)
"""Quick words where a criterion has no levels of its own: shares of its points."""


class PointsField(Kind, fields.StringField):
    """Points as typed: the service reads them strictly, so that one bad field spoils no other."""

    widget = widgets.TextInput()

    def __init__(self, label: Any, *, weight: Decimal, counts: bool, **kwargs: Any) -> None:
        self.weight, self.counts = weight, counts
        super().__init__(label, needed=False, **kwargs)

    def spoken(self) -> dict[str, Any]:
        said = {"inputmode": "decimal", "autocomplete": "off", "data-weight": str(self.weight)}
        counted = {"data-counts": "yes"} if self.counts else {}
        return {**super().spoken(), **said, **counted}

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else plain(Decimal(value))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0].strip() if valuelist and valuelist[0].strip() else None


@lru_cache(maxsize=100)
def sheet_form(round_: Round, rubric: Rubric) -> type[Form]:
    """The form class of a rubric: points, reasons where they may be asked for, comment."""
    made: dict[str, Any] = {}
    for criterion in rubric.criteria:
        made[f"{POINTS}{criterion.id}"] = _points(criterion)
        if may_be_explained(criterion):
            made[f"{NOTE}{criterion.id}"] = TextField(
                _note_label(criterion), later=True, limit=1000
            )
    required = rubric.comment == "required"
    hint = _("提交前必须写。") if required else ""
    made["comment"] = LongTextField(
        _("总体评语"), needed=False, later=required, limit=5000, rows=3, hint=hint
    )
    if round_.aggregate == "confidence":
        words = {"3": _("很有把握"), "2": _("有一定把握"), "1": _("把握不大")}
        made["confidence"] = ChoiceField(_("您对这份评分的把握"), choices=words, later=True)
    return type("SheetForm", (Form,), made)


def form_of(review: Review, round_: Round, rubric: Rubric) -> Form:
    """The form of a sheet, filled with what is saved."""
    return sheet_form(round_, rubric)(subject=review, data=filled(review, rubric))


def _points(criterion: Criterion) -> Kind:
    if criterion.type == "knockout":
        return TickField(_("一票否决：{item}", item=criterion.label))
    if criterion.type in ("levels", "words"):
        levels = {plain(a.points): a.label for a in criterion.anchors}
        return ChoiceField(criterion.label, choices=levels, later=True)
    share = criterion.weight / criterion.top if criterion.top else Decimal(1)
    weight = -share if criterion.type == "deduction" else share
    return PointsField(criterion.label, weight=weight, counts=criterion.counts)


def may_be_explained(criterion: Criterion) -> bool:
    """Whether the sheet has a line for the reason of these points."""
    return criterion.reason != "none" or criterion.type == "knockout"


def _note_label(criterion: Criterion) -> Any:
    if criterion.type == "knockout":
        return _("否决的理由和依据")
    if criterion.reason == "always":
        return _("理由（须写）")
    return _("理由（打最高或最低等分时须写）")


def grades_of(criterion: Criterion) -> list[tuple[Any, str]]:
    """Words and points of the quick chips beside a number."""
    if criterion.anchors:
        return [(a.label, plain(a.points)) for a in criterion.anchors]
    given = ((word, half_up(criterion.top * share, criterion.decimals)) for word, share in GRADES)
    return [(word, plain(points)) for word, points in given]


def filled(review: Review, rubric: Rubric) -> dict[str, Any]:
    """What the form shows of a sheet."""
    data: dict[str, Any] = {"comment": review.comment, "confidence": review.confidence}
    vetoes = {c.id for c in rubric.criteria if c.type == "knockout"}
    for point in review.points:
        given = point.points
        data[f"{POINTS}{point.criterion}"] = bool(given) if point.criterion in vetoes else given
        data[f"{NOTE}{point.criterion}"] = point.note
    return {name: value for name, value in data.items() if value is not None}


def entered(form: Form) -> dict[str, Any]:
    """The form's content as `reviews.save` takes it."""
    points = {n.removeprefix(POINTS): _typed(f.data) for n, f in _named(form, POINTS)}
    notes = {n.removeprefix(NOTE): f.data or "" for n, f in _named(form, NOTE)}
    given = {"points": points, "notes": notes, "comment": form["comment"].data or ""}
    if "confidence" in form:
        given["confidence"] = form["confidence"].data or ""
    return given


def _named(form: Form, prefix: str) -> list[tuple[str, Any]]:
    return [(field.name, field) for field in form if field.name.startswith(prefix)]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return value or ""


def plain(points: Decimal) -> str:
    """Points as people write them: without exponent and idle zeros."""
    return f"{points.normalize():f}"


def place_of(form: Form, fault: str) -> str:
    """The field of the form a fault of the sheet belongs to."""
    wanted = f"{NOTE}{fault.removeprefix('note.')}" if fault.startswith("note.") else fault
    return next((n for n in (f"{POINTS}{fault}", wanted) if n in form), "")


class DeclarationForm(Form):
    """Interests over the whole list of applicants, before any content."""

    interests = SeveralField(
        _("与我有利益关系、需要回避的"),
        needed=False,
        hint=_("任职、亲属、合作、资助、指导等关系都算。没有就不勾选。"),
    )
    note = LongTextField(_("关系说明"), needed=False, limit=1000, rows=2)
    promise = TickField(_("除以上勾选的以外，我与其余申报单位没有利益关系"), needed=True)

    def list_applicants(self, proposals: Sequence[Proposal], *, blind: bool) -> None:
        """Offer the applicants: organisation and title, in a blind round the organisation alone."""
        self.interests.offer(
            {str(p.id): p.organisation.name if blind else _applicant(p) for p in proposals}
        )


def _applicant(proposal: Proposal) -> Any:
    return _("{name}：{value}", name=proposal.organisation.name, value=proposal.title)


class LateDeclarationForm(Form):
    """One application that came later: an interest, or none."""

    interest = ChoiceField(
        _("您与该申报单位"), choices={"no": _("没有利益关系"), "yes": _("有利益关系，需要回避")}
    )
    note = LongTextField(_("关系说明"), needed=False, limit=1000, rows=2)


class RecusalForm(Form):
    """Stepping back from one proposal."""

    reason = LongTextField(_("回避的理由"), limit=1000, rows=3)


class SealForm(Form):
    """Sealing all own sheets together."""

    promise = TickField(_("评分由本人独立完成"), needed=True)
