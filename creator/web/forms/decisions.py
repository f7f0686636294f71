"""Forms of decision lists."""

from creator.i18n import _
from creator.services.minutes import MOST_MB
from creator.web.forms.base import Form
from creator.web.forms.fields import FileField, LongTextField


class ScanForm(Form):
    """The signed minutes."""

    scan = FileField(
        _("会议纪要扫描件"),
        accept=".pdf,.jpg,.jpeg,.png",
        hint=_("PDF 或图片，最大 {most} MB。提交名单时随名单固定。", most=MOST_MB),
    )


_TOLD = _("会写入决定，并告知申报单位。")


class ReasonForm(Form):
    """The reason of one line; it may be emptied."""

    reason = LongTextField(_("理由"), needed=False, rows=4, hint=_TOLD)


class SkipForm(Form):
    """The reason of a line passed over: the list cannot be submitted without."""

    reason = LongTextField(
        _("理由"), later=True, rows=4,
        hint=_("该项目名次靠前而未立项，须写明理由才能提交名单。{told}", told=_TOLD),
    )  # fmt: skip
