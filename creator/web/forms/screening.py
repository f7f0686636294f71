"""The check list of screening as a form: each item passed or not, with a note."""

from collections.abc import Mapping, Sequence
from typing import Any

from creator.i18n import _
from creator.services.screening import Checked
from creator.web.forms.base import Form, Versioned
from creator.web.forms.fields import ChoiceField, LongTextField

VERDICTS = {"pass": _("通过"), "fail": _("不通过")}


class ChecklistForm(Form):
    """Items may be left open; a failed one needs its note, which the applicant will read."""

    items: Sequence[Checked] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        for one in self.items:
            verdict, note = self.verdict(one), self.note(one)
            if verdict.data == "fail" and not (note.data or "").strip():
                self.refuse(_("请写明为何不通过。"), note.name)
                right = False
        return right

    def verdict(self, one: Checked) -> Any:
        return self[_verdict(one)]

    def note(self, one: Checked) -> Any:
        return self[_note(one)]

    def answers(self) -> Mapping[str, tuple[bool, str]]:
        """Item id -> (passed, note), for the items that were answered."""
        return {
            one.item.id: (self.verdict(one).data == "pass", self.note(one).data or "")
            for one in self.items
            if self.verdict(one).data
        }

    def renewed(self, subject: Versioned) -> list[Checked]:
        """Answers somebody else gave otherwise; sending the form again now lays ours over them."""
        self.revision.raw_data, self.revision.data = None, subject.revision
        ours = self.answers()
        return [
            one
            for one in self.items
            if one.answer and ours.get(one.item.id) != (one.answer.passed, one.answer.note)
        ]


def _verdict(one: Checked) -> str:
    return f"check-{one.item.id}"


def _note(one: Checked) -> str:
    return f"note-{one.item.id}"


def checklist_form(items: Sequence[Checked], subject: Any) -> ChecklistForm:
    """The form for these items, filled in with the answers there are."""
    fields: dict[str, Any] = {"items": items}
    known: dict[str, Any] = {}
    for one in items:
        hint = one.item.guidance or ""
        fields[_verdict(one)] = ChoiceField(
            one.item.label, choices=VERDICTS, needed=False, hint=hint
        )
        fields[_note(one)] = LongTextField(_("说明（不通过时须写）"), later=True, limit=500, rows=2)
        if one.answer is not None:
            known[_verdict(one)] = "pass" if one.answer.passed else "fail"
            known[_note(one)] = one.answer.note
    made: type[ChecklistForm] = type("ChecklistOf", (ChecklistForm,), fields)
    form = made(subject=subject, data=known)
    for one in items:  # it may be saved half done, but in the end each item must be answered
        form.verdict(one).flags.required = True
    return form
