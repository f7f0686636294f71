"""What a step asks of whoever takes it before any guard is heard: reason, password, form."""

from collections.abc import Iterator
from datetime import date

from creator.i18n import _
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.services.work import Work
from creator.workflow.parts import Field

_EMPTY: tuple[object, ...] = (None, "", [])


def problems(work: Work, step: Step) -> list[Refusal]:
    """Everything missing or unfit. The clock and related subjects give no reason, sign nothing."""
    found = [] if step.actor.pseudo else [*_of_people(work, step), *_unknown(step)]
    for name, field in step.transition.form.items():
        value = step.data.get(name)
        label = field.label or name
        if value not in _EMPTY:
            if not _fits(field, value):
                text = _("“{field}”的内容不能识别，请重新填写。", field=label)
                found.append(Refusal("field.unfit", text, name))
        elif not field.optional:
            found.append(Refusal("field.missing", _("请填写“{field}”。", field=label), name))
    return found


def _of_people(work: Work, step: Step) -> Iterator[Refusal]:
    if step.transition.reason and not step.reason:
        yield Refusal("reason.missing", _("请写明理由。"), "reason")
    if step.transition.sign and not work.signed:
        yield Refusal("signature.missing", _("请再次输入密码以确认。"), "password")


def _unknown(step: Step) -> Iterator[Refusal]:
    for name in sorted(set(step.data) - set(step.transition.form)):
        yield Refusal("field.unknown", _("表单里没有“{field}”这一项。", field=name))


def _fits(field: Field, value: object) -> bool:
    """Whether a value has the kind its field type promises to guards and effects.

    Money is 分, a day is written as `2026-11-28`.
    """
    if field.type in ("money", "expert"):
        return isinstance(value, int) and not isinstance(value, bool)
    if field.type == "choice":
        return isinstance(value, str) and value in field.choices
    if field.type == "date":
        return isinstance(value, str) and _is_day(value)
    if field.type in ("line", "prose", "tier"):
        return isinstance(value, str)
    if field.type == "sections":
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    return isinstance(value, dict)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
