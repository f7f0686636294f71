"""Forms of the people of an edition: an invitation, and a new sign-in code."""

from typing import Any

from creator.i18n import _
from creator.programme.programme import Programme
from creator.services.staff import OFFERED
from creator.web.chrome import ROLE_NAMES
from creator.web.forms.base import Form
from creator.web.forms.fields import ChoiceField, PhoneField, TextField, WholeNumberField

HERE, EVERYWHERE = "edition", "host"


class InviteForm(Form):
    """Somebody with a role; experts also say their field, employer and how much they can take."""

    name = TextField(_("姓名"), limit=60, short=True)
    mobile = PhoneField(_("手机或座机号码"), hint=_("以后用它登录。只有本主办方的经办人看得到。"))
    role = ChoiceField(_("角色"), choices={role: ROLE_NAMES[role] for role in OFFERED})
    scope = ChoiceField(_("范围"))
    field = ChoiceField(_("专业领域"), needed=False)
    employer = TextField(
        _("工作单位"), limit=100, needed=False, hint=_("用来回避本单位和有关单位的项目。")
    )
    max_load = WholeNumberField(
        _("每轮最多评"), least=1, most=1000, unit=_("项"), needed=False, default=20
    )

    def __init__(self, *args: Any, programme: Programme, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = {HERE: _("只在本届"), EVERYWHERE: _("主办方的所有届次")}
        self.scope.offer(scopes if everywhere else {HERE: scopes[HERE]})
        self.field.offer({one.id: one.label for one in programme.experts.fields})
        if not programme.experts.fields:
            del self.field


class ContactForm(Form):
    """Where letters also go, for those who read mail."""

    email = TextField(
        _("电子邮箱"),
        limit=120,
        needed=False,
        short=True,
        hint=_("不填也可以：来信都在本站。填了，来信同时寄到这个邮箱；写错会寄给别人，请核对。"),
    )


class NewCodeForm(Form):
    """A button, and the page it was shown on."""
