"""Whatever stands in an address, for every address of the site: an answer, never a failure."""

import itertools

import pytest

from creator.web.request import Site
from tests.services.ground import with_people
from tests.web.desk import Desk

NUMBERS = ("2147483648", "9" * 19, "9" * 40, "9" * 5000, "0")
WORDS = ("x%00", "%ED%A0%80", "%E2%80%AE", "%0d%0aSet-Cookie:%20a=b", "²", "A" * 3000)
FILTERS = (
    "endpoint=x", "number=abc", "slug=x", "_method=POST", "_external=1&_scheme=javascript",
    "_scheme=x", "_anchor=x", "page=" + "9" * 5000, "page=²", "page=-1", "sort=-", "sort=x%00",
    "state=x%00", "add=x:²", "role=%00", "next=%00",
)  # fmt: skip


ANSWERS = (200, 302, 303, 404, 405, 409)
"""405: a number too long for any id, where the address also takes a POST."""


@pytest.fixture
def desk(site, sqlite_database) -> Desk:
    ground = with_people(sqlite_database, clock=site.extensions["creator.clock"])
    made = Desk(ground, site)
    made.edition = ground.edition()
    return made


def addresses(site: Site, **known: object):
    """Every address that can be read, with each of its places filled with each odd thing."""
    bound = site.url_map.bind("localhost")
    for rule in site.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for place, kind in sorted(
            (name, type(conv).__name__) for name, conv in rule._converters.items()
        ):
            for odd in NUMBERS if kind == "Number" else WORDS:
                values = {name: known.get(name, 1) for name in rule.arguments} | {place: "7654321"}
                yield bound.build(rule.endpoint, values).replace("7654321", odd)


def test_odd_numbers_and_words_in_an_address_are_just_not_there(desk):
    officer = desk.browser("officer")
    answers = {
        address[:80]: officer.get(address).status_code
        for address in addresses(desk.site, number=desk.edition, slug="beilin-2017")
    }
    assert {at: code for at, code in answers.items() if code not in ANSWERS} == {}


def test_odd_filters_change_nothing_but_the_list(desk):
    officer = desk.browser("officer")
    pages = (
        "/inbox/",
        "/editions/",
        *(
            f"/editions/{desk.edition}{rest}"
            for rest in (
                "",
                "/list/proposal",
                "/list/proposal.xlsx",
                "/round",
                "/people",
                "/screening",
                "/objections",
                "/imports",
                "/adjust",
            )
        ),
    )
    answers = {
        (page, filter_[:40]): officer.get(f"{page}?{filter_}").status_code
        for page, filter_ in itertools.product(pages, FILTERS)
    }
    assert {asked: code for asked, code in answers.items() if code >= 500} == {}
