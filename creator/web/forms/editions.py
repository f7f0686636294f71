"""Forms of an edition: a new one, and its changeable keys."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from creator.clock import SHANGHAI, local
from creator.i18n import _
from creator.services.settings import Setting
from creator.web.forms.base import Form
from creator.web.forms.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    MomentField,
    MoneyField,
    TextField,
    WholeNumberField,
)

LONGEST_TITLE = 100
REASON = "reason"


class NewEditionForm(Form):
    """A programme, an address, and when the call opens."""

    host = ChoiceField(_("主办方"))
    source = ChoiceField(
        _("项目方案"), needed=False, hint=_("选一份随系统提供的方案，或在下面上传自己的方案文件。")
    )
    file = FileField(
        _("方案文件"),
        needed=False,
        accept=".toml",
        hint=_("UTF-8 编码的 TOML 文件。上传了文件就以文件为准。"),
    )
    slug = TextField(
        _("网址名"), limit=59, short=True, hint=_("出现在公告网址里，例如 beilin-2017。定后不改。")
    )
    opens = MomentField(
        _("征集开始"),
        needed=False,
        hint=_("填写后，方案里的所有日期按相差的天数一起移动。不填则用方案里的日期。"),
    )


def settings_form(settings: Sequence[Setting], *, reason: bool) -> type[Form]:
    """A form with one field per setting; `reason`: and why, as a correction notice needs it."""
    made = {one.key: _FIELDS[one.kind](one) for one in settings}
    if reason:
        made[REASON] = LongTextField(_("更正理由"), hint=_("会登在更正公告上。"))
    return type("SettingsForm", (Form,), made)


def _whole(setting: Setting) -> Any:
    return WholeNumberField(setting.label, least=1, most=100_000)


_FIELDS: dict[str, Callable[[Setting], Any]] = {
    "line": lambda setting: TextField(setting.label, limit=LONGEST_TITLE),
    "money": lambda setting: MoneyField(setting.label),
    "whole": _whole,
    "day": lambda setting: DateField(setting.label),
    "moment": lambda setting: MomentField(
        setting.label, hint=_("00:00 就是前一天 24:00。") if _is_midnight(setting.value) else ""
    ),
}


def _is_midnight(at: Any) -> bool:
    return isinstance(at, datetime) and local(at).strftime("%H:%M") == "00:00"


def typed(setting: Setting) -> Any:
    """The setting's value as its field takes it."""
    at = setting.value
    return local(at).replace(tzinfo=None) if isinstance(at, datetime) else at


def entered(value: Any) -> Any:
    """A field's value as a setting has it: what a Chinese clock shows becomes an instant."""
    return value.replace(tzinfo=SHANGHAI) if isinstance(value, datetime) else value
