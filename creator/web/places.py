"""Where a requirement can be met: the page, and the place on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from creator.i18n import Text
from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.rules.corrections import section_of
from creator.rules.refusal import Refusal
from creator.web.forms.application import anchor


@dataclass(frozen=True)
class Missing:
    """One requirement that is still open; `url` leads to its place, if it has one."""

    text: Text
    url: str | None
    section: str | None


def missing(
    programme: Programme, proposal: Proposal, refusals: Iterable[Refusal]
) -> Sequence[Missing]:
    """The requirements of an application as its page lists them."""
    return [_missing(programme, proposal, refusal) for refusal in refusals]


def _missing(programme: Programme, proposal: Proposal, refusal: Refusal) -> Missing:
    first = refusal.place.partition(".")[0]
    if first in ("organisation", "sponsor"):
        url = url_for("organisations.show", number=proposal.organisation_id)
        return Missing(refusal.text, url, None)
    section = section_of(programme, first)
    if section is None:
        return Missing(refusal.text, None, None)
    url = url_for(
        "application.fill",
        number=proposal.id,
        section=section.id,
        check=1,
        _anchor=anchor(refusal.place),
    )
    return Missing(refusal.text, url, section.id)
