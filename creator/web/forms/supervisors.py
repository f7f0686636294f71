"""Who supervises a project."""

from collections.abc import Iterable

from creator.i18n import _
from creator.models.person import Person
from creator.web.forms.base import Form
from creator.web.forms.choices import ChoiceField

NOBODY = "none"


class SupervisorForm(Form):
    """One of the supervisors of the edition, or nobody."""

    supervisor = ChoiceField(_("督导"))

    def list_people(self, people: Iterable[Person]) -> None:
        """Offer those who may."""
        named = {str(person.id): person.name for person in people}
        self.supervisor.offer({**named, NOBODY: _("不指定")})
