"""The record of the residents' hearing (论证会): who was there, how many agreed, what proves it."""

from collections.abc import Iterator, Mapping
from typing import Any

from creator.i18n import Text, _
from creator.programme.fields import Field
from creator.programme.hearing import Hearing
from creator.programme.words import WORDS
from creator.rules.application import Application
from creator.rules.refusal import Refusal

_PARTS: Mapping[str, Text] = {
    "date": _("日期"),
    "place": _("地点"),
    "present": _("到会人数"),
    "in_favour": _("同意人数"),
}


def evidence_fields(programme_hearing: Hearing, field: Field) -> dict[str, Any]:
    """Where the evidence is uploaded: `<field>.minutes` -> its name."""
    words = WORDS["hearing_evidence"]
    return {f"{field.id}.{kind}": words[kind] for kind in programme_hearing.evidence}


def unproven(application: Application, applicant_class: str, today: str) -> Iterator[Refusal]:
    """What the hearing record lacks. Nothing where no hearing is asked of this class.

    `today` (ISO) because a hearing cannot have been held tomorrow.
    """
    hearing = application.programme.hearing
    if not hearing.applies_to(applicant_class):
        return
    for field in application.of_type("hearing"):
        record = application.answer(field.id) or {}
        yield from _told(field, record)
        yield from _when(field, record, today)
        yield from _votes(hearing, field, record)
        yield from _seats(hearing, field, record)
        for place, label in evidence_fields(hearing, field).items():
            if not application.files.get(place):
                text = _("请上传论证会的{evidence}。", evidence=label)
                yield Refusal("hearing.evidence", text, place)


def _told(field: Field, record: Mapping[str, Any]) -> Iterator[Refusal]:
    for part, name in _PARTS.items():
        if record.get(part) is None:
            text = _("请填写论证会的{part}。", part=name)
            yield Refusal("hearing.missing", text, f"{field.id}.{part}")


def _when(field: Field, record: Mapping[str, Any], today: str) -> Iterator[Refusal]:
    if record.get("date", "") > today:
        yield Refusal("hearing.date", _("论证会的日期还没有到。"), f"{field.id}.date")


def _votes(hearing: Hearing, field: Field, record: Mapping[str, Any]) -> Iterator[Refusal]:
    present, in_favour = record.get("present"), record.get("in_favour")
    if present is not None and present < hearing.quorum:
        text = _("论证会至少 {n} 人到会，记录是 {found} 人。", n=hearing.quorum, found=present)
        yield Refusal("hearing.quorum", text, f"{field.id}.present")
    if present is None or in_favour is None:
        return
    place = f"{field.id}.in_favour"
    if in_favour > present:
        yield Refusal("hearing.votes", _("同意人数不能超过到会人数。"), place)
    elif in_favour <= hearing.majority * present:
        text = _(
            "须有超过 {share} 的到会人同意：到会 {present} 人，同意 {found} 人，至少要 {n} 人。",
            share=str(hearing.majority),
            present=present,
            found=in_favour,
            n=int(hearing.majority * present) + 1,
        )
        yield Refusal("hearing.majority", text, place)


def _seats(hearing: Hearing, field: Field, record: Mapping[str, Any]) -> Iterator[Refusal]:
    counted = record.get("seats", {})
    for seat in hearing.seats:
        found = counted.get(seat.id, 0)
        if found < seat.min:
            text = _("论证会须有{seat}至少 {n} 人，记录是 {found} 人。",
                     seat=seat.label, n=seat.min, found=found)  # fmt: skip
            yield Refusal("hearing.seat", text, f"{field.id}.seats.{seat.id}")
    present = record.get("present")
    if present is not None and any(found > present for found in counted.values()):
        text = _("论证会某一类到会人数超过了到会总人数。")
        yield Refusal("hearing.seats", text, f"{field.id}.present")
