"""Forms round an application; the application form itself is made from the programme."""

from collections.abc import Mapping
from typing import Any

from creator.i18n import _
from creator.web.forms.base import Form
from creator.web.forms.fields import ChoiceField


class StartForm(Form):
    """For which organisation to apply."""

    organisation = ChoiceField(_("以哪家单位申报"))

    def __init__(self, own: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.offer(own)
        if len(own) == 1 and not self.is_submitted():
            self.organisation.data = next(iter(own))


class SubmitForm(Form):
    """Nothing to type: what counts is which version was looked at."""
