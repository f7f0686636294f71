"""What must hold for every address of the site, whoever adds it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from creator.db import Database
from creator.rules.actors import ROLES
from creator.web.audience import PUBLIC, SIGNED_IN, audience, silent_views
from creator.web.request import Site, work

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
READS = {"GET", "HEAD", "OPTIONS"}


def rules(app: Site) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_view_says_whom_it_is_for(app: Site) -> None:
    assert silent_views(app) == []


def test_audiences_are_words_that_exist(app: Site) -> None:
    known = {PUBLIC, SIGNED_IN, *ROLES}
    said = {name: getattr(view, "audience", ()) for name, view in app.view_functions.items()}
    assert {name: set(who) - known for name, who in said.items() if set(who) - known} == {}


def test_an_address_that_only_reads_has_no_unit_of_its_own_to_write_in(app: Site) -> None:
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules(app)}
    writing = {rule.endpoint for rule in rules(app) if set(rule.methods or ()) - READS}
    own = {name for name, view in views.items() if getattr(view, "own_units", False)}
    assert own - writing == set()


def test_a_page_without_database_is_for_everybody(app: Site) -> None:
    views = app.view_functions.items()
    bare = [view for _, view in views if getattr(view, "without_database", False)]
    assert [view for view in bare if PUBLIC not in getattr(view, "audience", ())] == []


def test_a_get_that_writes_fails(app: Site, client: FlaskClient, database: Database) -> None:
    database.write(lambda session: session.execute(text("CREATE TABLE visit (n integer)")))

    @audience(PUBLIC)
    def count_visit() -> str:
        work().session.execute(text("INSERT INTO visit VALUES (1)"))
        return "one more"

    app.add_url_rule("/count-visit", "count_visit", count_visit, methods=["GET", "POST"])
    assert client.get("/count-visit").status_code == 500
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM visit")).scalar_one() == 0


def test_asking_for_every_address_breaks_nothing(app: Site, client: FlaskClient) -> None:
    """A stranger walks through all addresses: a page, a way to sign in, or nothing to see."""
    addresses = app.url_map.bind("localhost")
    for rule in rules(app):
        if "GET" in (rule.methods or ()):
            address = addresses.build(rule.endpoint, dict.fromkeys(rule.arguments, "1"))
            assert client.get(address).status_code in {200, 301, 302, 303, 404}, rule
