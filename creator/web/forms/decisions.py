"""Forms of decision lists."""

from creator.i18n import _
from creator.web.forms.base import Form
from creator.web.forms.fields import LongTextField


class ReasonForm(Form):
    """The reason of one line; it may be emptied."""

    reason = LongTextField(_("理由"), needed=False, rows=4, hint=_("会写入决定，并告知申报单位。"))
