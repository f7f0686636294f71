"""Sentences of guards and services, put at the field they are about."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from wtforms import Field as Shown
from wtforms.fields import FieldList, FormField

from creator.i18n import Text
from creator.programme.forms import Section
from creator.rules.refusal import Refusal
from creator.web.forms.application import PREFIX, anchor, leaves
from creator.web.forms.base import Form

Remarks = Mapping[str, Text | str]


def remarks_for(section: Section, refusals: Iterable[Refusal], slots: Collection[str]) -> Remarks:
    """Place -> sentence, of the refusals that concern questions of this section.

    `slots`: places for files say themselves what they lack.
    """
    own = {field.id for field in section.fields}
    return {
        r.place: r.text
        for r in refusals
        if r.place.partition(".")[0] in own and r.place not in slots
    }


def misread_remarks(form: Form) -> Remarks:
    """Place -> sentence, of what was typed and could not be understood."""
    return {
        leaf.id.removeprefix(PREFIX).replace("-", "."): leaf.process_errors[0]
        for field in form
        if field.name.startswith(PREFIX)
        for leaf in leaves(field)
        if leaf.process_errors
    }


def put_remarks(form: Form, remarks: Remarks) -> None:
    """Show each sentence at its field; one about a table or a sum stands over the form, and leads
    to the table or the line."""
    fields = {leaf.id: leaf for field in form for leaf in leaves(field)}
    frames = {frame.id for field in form for frame in _frames(field)}
    for place, text in remarks.items():
        where = anchor(place)
        leaf = fields.get(where)
        if leaf is None:
            form.refuse(text, anchor=where if where in frames else "")
        else:
            leaf.errors = [*leaf.errors, text]


def _frames(field: Shown) -> Iterator[Shown]:
    """What holds other fields: tables, their lines, groups."""
    if isinstance(field, FieldList | FormField):
        yield field
        for inner in field:
            yield from _frames(inner)
