"""For every address of the site, whoever adds it: the token, the headers, and who may open it."""

import logging

import pytest

from creator.rules.actors import ROLES
from creator.services import passwords
from creator.services.people import appoint, find_or_add
from creator.web.audience import PUBLIC, SIGNED_IN
from creator.web.security import CSP, HEADERS
from tests.services.ground import with_people
from tests.web.conftest import PASSWORD, Visitor
from tests.web.desk import Desk

ODD = {"code": "A" * 26, "slug": "beilin-2017", "name": "creator.css", "kind": "proposal"}


@pytest.fixture
def desk(site, sqlite_database) -> Desk:
    """An edition whose own number stands in every place of every address."""
    made = Desk(with_people(sqlite_database, clock=site.extensions["creator.clock"]), site)
    made.edition = made.ground.edition()
    return made


def addresses(desk: Desk, method: str):
    """(endpoint, audience, address) of everything that answers this method."""
    bound = desk.site.url_map.bind("localhost")
    for rule in desk.site.url_map.iter_rules():
        if method in (rule.methods or ()):
            places = {name: ODD.get(name, "x") for name in rule.arguments}
            for name, kind in rule._converters.items():
                if type(kind).__name__ == "Number":
                    places[name] = desk.edition
            who = desk.site.view_functions[rule.endpoint].audience
            yield rule.endpoint, who, bound.build(rule.endpoint, places)


def test_no_post_is_answered_without_the_token(desk):
    officer = desk.browser("officer")
    told = {e: officer.client.post(at).status_code for e, _who, at in addresses(desk, "POST")}
    assert {endpoint: code for endpoint, code in told.items() if code != 400} == {}
    told = {
        endpoint: officer.client.post(at, data={"csrf_token": "x"}).status_code
        for endpoint, _who, at in addresses(desk, "POST")
    }
    assert {endpoint: code for endpoint, code in told.items() if code != 400} == {}


def bare(answer) -> list[str]:
    """The headers an answer lacks."""
    assert HEADERS["Content-Security-Policy"] == CSP
    return [name for name, value in HEADERS.items() if answer.headers.get(name) != value]


def test_every_answer_of_every_address_has_the_headers(desk):
    officer = desk.browser("officer")
    token = officer.token()
    large = {"csrf_token": token, "x": "x" * 31_000_000}
    lacking = []
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        for endpoint, _who, at in addresses(desk, "GET"):
            answer = officer.client.open(at, method=method, data={"csrf_token": token})
            kept = answer.headers.get("Cache-Control") != "no-store"
            if bare(answer) or (kept and endpoint != "assets.show"):
                lacking.append((method, endpoint, answer.status_code))
    answers = {
        413: officer.client.post("/language", data=large),
        415: officer.client.post("/language", data="{}", content_type="application/json"),
        404: officer.get("/nowhere"),
        400: officer.get("/inbox/", headers={"Host": "evil.example"}),
    }
    assert {code: (a.status_code, bare(a)) for code, a in answers.items()} == {
        code: (code, []) for code in answers
    }
    assert lacking == []


@pytest.fixture
def everybody(desk) -> dict[str, Visitor]:
    """A signed-in browser for each role, with no other office."""

    def settle(work):
        people = {}
        for number, role in enumerate(ROLES):
            person = find_or_add(work, f"某{role}", f"1330000{number:04d}")
            person.password_hash = person.password_hash or passwords.keep(PASSWORD)
            appoint(work, person, role, host_id=desk.ground.host_id)
            people[role] = person.mobile
        return people

    browsers = {}
    for role, mobile in desk.ground.act_as(None, settle).items():
        browsers[role] = Visitor(desk.site)
        assert browsers[role].sign_in(mobile).status_code == 303
    return browsers


def test_who_may_open_what(desk, everybody, caplog):
    """Roles that do not own a page get 404; the others an answer; nobody a failure.

    409: a page for a later stage, which says so.
    """
    wrong = []
    with caplog.at_level(logging.ERROR):
        for endpoint, who, at in addresses(desk, "GET"):
            for role, browser in everybody.items():
                code = browser.get(at).status_code
                owns = bool(who & {PUBLIC, SIGNED_IN, role})
                if code not in ((200, 302, 303, 404, 409) if owns else (404,)):
                    wrong.append((endpoint, role, code))
            if PUBLIC not in who:
                code = Visitor(desk.site).get(at).status_code
                # Pages of the demo are not there where no demo is.
                if code not in (302, 404 if endpoint.startswith("demo.") else 302):
                    wrong.append((endpoint, "stranger", code))
    assert wrong == []
    assert caplog.records == []
