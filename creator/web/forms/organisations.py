"""Forms about an organisation."""

from collections.abc import Mapping
from typing import Any

from creator.i18n import _
from creator.services.standing_records import CHOICES
from creator.web.forms.base import Form
from creator.web.forms.fields import ChoiceField, DateField, PhoneField, TextField


class ChangeForm(Form):
    """What an organisation's people may correct themselves."""

    responsible = TextField(_("负责人"), limit=60, hint=_("法定代表人或团队负责人。"))
    mobile = PhoneField(_("联系电话"), needed=False)
    address = TextField(_("地址"), limit=200, needed=False)
    founded_on = DateField(_("成立日期"), needed=False)
    expires_on = DateField(_("证书或备案有效期至"), needed=False, hint=_("长期有效的不填。"))
    sponsor_code = TextField(
        _("托管机构的统一社会信用代码"),
        needed=False,
        hint=_("备案组织和团队填写；托管机构须已在本系统登记，提交前由它确认。"),
    )


class RecordForm(Form):
    """Something on record of an organisation."""

    what = ChoiceField(_("记录"), choices=CHOICES)
    on_date = DateField(_("日期"), hint=_("评定、年检结论或列入的日期。"))
    ends_on = DateField(_("有效期至"), needed=False, hint=_("等级有有效期的才填。"))
    evidence = TextField(_("依据"), limit=200, hint=_("文号、公告名称或查询网址。"))


class RegisterForm(ChangeForm):
    """A new organisation."""

    legal_class = ChoiceField(_("单位类别"))
    name = TextField(_("单位全称"), limit=100, hint=_("和登记证书或备案证明上一致。"))
    number = TextField(
        _("统一社会信用代码或备案号"),
        needed=False,
        limit=60,
        hint=_("登记的单位填 18 位代码；备案组织填备案号，如：碑林备字〔2016〕103号。"),
    )
    registrar = TextField(
        _("备案机关"), needed=False, limit=100, hint=_("备案组织填写，例如街道办事处。")
    )
    order = (
        "legal_class", "name", "number", "registrar", "expires_on", "responsible", "mobile",
        "founded_on", "address", "sponsor_code",
    )  # fmt: skip

    def __init__(self, kinds: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legal_class.offer(kinds)
