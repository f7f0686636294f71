"""Where the page of a subject is."""

from flask import url_for

from creator.models.subject import Subject

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
