"""Where the page of a subject is, and what it is called."""

from flask import url_for
from markupsafe import Markup, escape

from creator.i18n import Text, _
from creator.models.decision import Decision
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.services.offices import is_staff_of
from creator.web.request import work

_PAGES = {
    "edition": "editions.show",
    "amendment": "amendments.show",
    "proposal": "proposals.show",
    "review": "reviews.score",
    "decision": "decisions.show",
    "notice": "notices.show",
    "objection": "objections.show",
}


def page_of(subject: Subject) -> str:
    """The address of a subject's page."""
    return page(subject.type, subject.id)


def page(kind: str, number: int) -> str:
    """The address of the page of a subject known by kind and id."""
    return url_for(_PAGES[kind], number=number)


def name_of(subject: Subject) -> Text | str:
    """What a subject is called: its title, its number, or nothing."""
    if isinstance(subject, Decision):
        return _("立项决定第 {n} 号", n=subject.ordinal)
    return getattr(subject, "title", "") or getattr(subject, "number", "") or ""


def edition_name(edition: Edition) -> Markup:
    """The edition in the masthead: for those who hold an office in it, the way back to it."""
    if not is_staff_of(work(), edition):
        return escape(edition.title)
    address = url_for("editions.show", number=edition.id)
    return Markup('<a href="{}">{}</a>').format(address, edition.title)
