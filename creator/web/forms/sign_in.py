"""Forms of signing in."""

from wtforms import HiddenField, ValidationError

from creator.i18n import _
from creator.web.forms.base import Form
from creator.web.forms.fields import CodeField, PasswordField, PhoneField, TickField


class EnterForm(Form):
    """Telephone number and password."""

    mobile = PhoneField(_("手机或座机号码"))
    password = PasswordField(_("密码"))
    stay = TickField(
        _("在这部手机上保持登录 30 天"), hint=_("只在自己的手机上勾选。经办和审批人员不适用。")
    )
    next = HiddenField()


class CodeForm(Form):
    """The code from a slip, or from a QR code's link."""

    code = CodeField(_("登录码"), limit=60, hint=_("26 个字母和数字，大小写和横线都没有关系。"))


class LinkForm(Form):
    """The button behind a link: opening the link alone uses nothing up."""

    code = HiddenField()


class PasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(
        _("新密码"), new=True, hint=_("至少 8 个字符。几个不相干的词连在一起最好记，也最难猜。")
    )
    repeated = PasswordField(_("再输入一次"), new=True)

    def validate_repeated(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(str(_("两次输入的密码不一样。")))


class AgainForm(Form):
    """The password once more, before something is submitted or signed."""

    password = PasswordField(_("密码"))
    next = HiddenField()


class EndForm(Form):
    """End one session, or all but this one (`which` empty)."""

    which = HiddenField()
