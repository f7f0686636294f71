"""Places for files on a page of the application form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from creator.i18n import Label, Text, _, listed
from creator.models.proposal import Attachment
from creator.rules.refusal import Refusal
from creator.services.attachments import MEGABYTE, Slot
from creator.services.file_kinds import extensions
from creator.web.answers import file_links
from creator.web.forms.application import anchor
from creator.web.forms.base import Form
from creator.web.forms.fields import FilesField
from creator.web.parts import File


class UploadForm(Form):
    """Some files for one place."""

    file = FilesField(_("选择文件"))

    def hidden(self) -> Markup:
        """With the token, which the base form does not recognise behind a prefix."""
        spoken: Markup = super().hidden()
        return spoken if "csrf_token" in spoken else spoken + Markup(str(self["csrf_token"]))  # noqa: S704 - a widget of ours


@dataclass(frozen=True)
class ShownSlot:
    """One place: what is there already, what it takes, and what is missing."""

    id: str
    anchor: str
    label: Label
    takes: Text
    form: UploadForm
    files: Sequence[tuple[int, File]]
    remarks: Sequence[Text]


def shown_slots(
    slots: Iterable[Slot],
    files: Mapping[str, Sequence[Attachment]],
    refusals: Iterable[Refusal],
) -> list[ShownSlot]:
    """The places of a section. Each form has a prefix of its own: ids must not repeat."""
    said: dict[str, list[Text]] = {}
    for refusal in refusals:
        said.setdefault(refusal.place, []).append(refusal.text)
    return [
        _shown(slot, f"u{i}-", files.get(slot.id, ()), said.get(slot.id, ()))
        for i, slot in enumerate(slots)
    ]


def _shown(
    slot: Slot, prefix: str, rows: Sequence[Attachment], remarks: Sequence[Text]
) -> ShownSlot:
    endings = extensions(slot.kinds)
    form = UploadForm(formdata=None, prefix=prefix)
    form.file.accept = ",".join(endings)
    takes = _(
        "可以传 {kinds}，每个不超过 {size} MB，最多 {n} 个。",
        kinds=listed(ending.removeprefix(".") for ending in endings),
        size=slot.max_bytes // MEGABYTE,
        n=slot.max_count,
    )
    pairs = list(zip((row.id for row in rows), file_links(rows), strict=True))
    return ShownSlot(slot.id, anchor(slot.id), slot.label, takes, form, pairs, remarks)
