"""What narrows the access log."""

from flask import request

from creator.i18n import _
from creator.web.forms.base import PlainForm
from creator.web.forms.fields import DateField, TextField


class AccessFilter(PlainForm):
    """Sent with the address, so that a page of the log can be bookmarked."""

    name = TextField(_("姓名"), needed=False)
    day = DateField(_("日期"), needed=False)

    def __init__(self) -> None:
        super().__init__(request.args)
