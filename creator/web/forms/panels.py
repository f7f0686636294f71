"""Forms of the officer who forms a panel and distributes the work."""

from collections.abc import Sequence

from creator.i18n import _
from creator.models.person import Person
from creator.services.panels import Member
from creator.web.forms.base import Form
from creator.web.forms.choices import SeveralField
from creator.web.forms.fields import LongTextField


class SeatForm(Form):
    """People of the pool to be seated."""

    experts = SeveralField(_("请入专家组"))

    def list_pool(self, members: Sequence[Member]) -> None:
        """Offer everybody who does not sit yet."""
        self.experts.offer({str(m.person.id): _described(m) for m in members if m.seat is None})


def _described(member: Member) -> str:
    profile = member.profile
    parts = (member.person.name, profile.employer, profile.title, profile.field)
    return " · ".join(part for part in parts if part)


class ReadersForm(Form):
    """Who reads one proposal, set by hand."""

    experts = SeveralField(_("评审专家"))

    def list_experts(self, experts: Sequence[Person]) -> None:
        """Offer the experts free of conflicts."""
        self.experts.offer({str(expert.id): expert.name for expert in experts})


class ReasonForm(Form):
    """A step on somebody's sheet, with the reason it needs."""

    reason = LongTextField(_("理由"), limit=1000, rows=3)
