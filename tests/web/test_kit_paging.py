"""Long lists: one page at a time, in an order the page allows."""

import pytest
from sqlalchemy import select

from creator.models.person import Host
from creator.web.audience import audience
from creator.web.paging import order_of, page_of
from creator.web.request import work
from tests.databases import counting


@pytest.fixture
def site(site, sqlite_database):
    @site.get("/hosts")
    @audience("public")
    def hosts():
        order = order_of({"name": Host.name, "id": Host.id}, "name")
        page = page_of(work().session, order.apply(select(Host), Host.id), size=10)
        return {
            "names": [host.name for host in page.rows],
            "number": page.number,
            "of": page.pages,
            "next": page.link(page.next) if page.next else None,
            "by id": order.link("id"),
            "said": [order.said("name"), order.said("id")],
        }

    with sqlite_database.writing() as session:
        session.add_all(Host(name=f"主办方{n:02}", region="") for n in range(25))
    return site


def test_the_first_page_leads_to_the_second_and_keeps_the_filters(visitor):
    page = visitor.get("/hosts?tier=A").json
    assert page["names"] == [f"主办方{n:02}" for n in range(10)]
    assert (page["number"], page["of"], page["next"]) == (1, 3, "/hosts?tier=A&page=2")


@pytest.mark.parametrize(
    ("asked", "shown"), [("3", 3), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("９", 1)]
)
def test_a_page_that_does_not_exist_is_the_nearest_one(visitor, asked, shown):
    assert visitor.get(f"/hosts?page={asked}").json["number"] == shown


def test_a_list_is_turned_round_by_a_second_click(visitor):
    page = visitor.get("/hosts?sort=id&page=2").json
    assert page["by id"] == "/hosts?sort=-id"
    assert page["said"] == ["none", "ascending"]
    assert visitor.get("/hosts?sort=-id").json["names"][0] == "主办方24"


def test_only_words_the_page_allows_sort_it(visitor):
    assert visitor.get("/hosts?sort=region;drop").json["said"] == ["ascending", "none"]


def test_a_page_costs_two_queries_whatever_its_length(visitor, sqlite_database):
    def cost(path: str) -> int:
        with counting(sqlite_database) as sent:
            visitor.get(path)
        return len([statement for statement in sent if "SELECT" in statement])

    assert cost("/hosts") == cost("/hosts?page=3") == 2


def test_what_an_address_asks_for_never_leads_to_another_place(visitor):
    odd = "_scheme=javascript&_external=1&endpoint=x&_anchor=%0Aalert"
    assert visitor.get(f"/hosts?{odd}").json["next"] == f"/hosts?{odd}&page=2"
