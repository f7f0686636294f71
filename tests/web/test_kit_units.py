"""One unit of work around each request: what returns commits, what raises rolls back."""

from datetime import timedelta

import pytest
from flask import abort, g
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from creator.i18n import _
from creator.models.person import Host
from creator.services.refused import Invalid, NotFound, Refused, Stale
from creator.services.work import Work
from creator.web.audience import audience
from creator.web.request import apart, own_units, tell, work
from tests.web.conftest import Visitor


def add_host(unit: Work, name: str) -> None:
    unit.session.add(Host(name=name, region=""))


@pytest.fixture
def moments():
    """When each try of a unit thinks it is."""
    return []


@pytest.fixture
def site(site, clock, moments):
    @site.route("/host/<int:status>", methods=["GET", "POST"])
    @audience("public")
    def answer(status):
        add_host(work(), f"answered {status}")
        return "done", status

    @site.post("/aborts")
    @audience("public")
    def aborts():
        add_host(work(), "aborted")
        abort(404)

    @site.post("/counts")
    @own_units
    @audience("public")
    def counts():
        apart(lambda unit: add_host(unit, "counted"))
        return "no", 422

    @site.post("/declines/<kind>")
    @audience("public")
    def declines(kind):
        kinds = {"refused": Refused([]), "stale": Stale(), "missing": NotFound(),
                 "invalid": Invalid("name", _("…"))}  # fmt: skip
        add_host(work(), kind)
        raise kinds[kind]

    @site.post("/gives-way")
    @audience("public")
    def gives_way():
        tell("said once")
        g.tries = g.get("tries", 0) + 1
        moments.append(work().now)
        clock.advance(timedelta(seconds=1))
        if g.tries < 3:
            passing = OperationalError("…", {}, Exception("deadlock"), connection_invalidated=True)
            raise passing
        add_host(work(), f"after {g.tries} tries")
        return "done"

    return site


@pytest.fixture
def hosts(sqlite_database):
    def names() -> list[str]:
        with sqlite_database.reading() as session:
            return list(session.scalars(select(Host.name).order_by(Host.id)))

    return names


def test_a_post_that_returns_commits(visitor, hosts):
    assert visitor.press("/host/303").status_code == 303
    assert hosts() == ["answered 303"]


def test_a_form_answered_422_has_changed_nothing(visitor, hosts):
    assert visitor.press("/host/422").status_code == 422
    assert hosts() == []


def test_a_post_that_raises_has_changed_nothing(visitor, hosts):
    assert visitor.press("/aborts").status_code == 404
    assert hosts() == []


def test_a_get_cannot_write(visitor, hosts):
    assert visitor.get("/host/200").status_code == 500
    assert hosts() == []


def test_a_unit_apart_commits_although_the_page_says_no(visitor, hosts):
    assert visitor.press("/counts").status_code == 422
    assert hosts() == ["counted"]


@pytest.mark.parametrize(
    ("kind", "status"), [("refused", 409), ("stale", 409), ("missing", 404), ("invalid", 422)]
)
def test_what_a_service_declines_has_its_page(visitor, hosts, kind, status):
    answer = visitor.press(f"/declines/{kind}")
    assert (answer.status_code, hosts()) == (status, [])
    assert "编号" in answer.text


def test_a_refused_autosave_is_answered_in_json(site):
    visitor = Visitor(site)
    answer = visitor.client.post(
        "/declines/stale",
        data={"csrf_token": visitor.token()},
        headers={"X-Requested-With": "autosave"},
    )
    assert (answer.status_code, answer.json["said"]) == (409, str(Stale().text))


def test_a_unit_that_gave_way_is_done_again_and_says_it_once(visitor, hosts):
    assert visitor.press("/gives-way").status_code == 200
    assert hosts() == ["after 3 tries"]
    assert visitor.get("/enter").text.count("said once") == 1


def test_what_came_in_time_stays_in_time_when_its_unit_starts_again(visitor, moments):
    visitor.press("/gives-way")
    assert len(moments) == 3
    assert len(set(moments)) == 1
