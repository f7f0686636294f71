"""The to-do list names what waits, so that nobody has to open a line to know what it is about."""

import re

import pytest

from creator.models.proposal import Proposal
from tests.databases import counting
from tests.engine.seeding import walk, with_marks
from tests.web.desk import Desk, desk_over


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    desk = desk_over(sqlite_database, clock, site)
    desk.open_call()
    return desk


def lines(page: str) -> list[str]:
    """The links of the list, in its order."""
    items = re.findall(r'<div class="body"><a href="[^"]*">([^<]*)</a>', page)
    assert items
    return items


def hand_in(desk: Desk, number: int, title: str) -> int:
    """A draft in the state in which the officer has to do something."""
    proposal = desk.draft(number, title)

    def submit(work):
        found = work.session.get_one(Proposal, proposal)
        walk(work, found, with_marks("before_screening"), {"submit": {"version_digest": "0" * 64}})

    desk.ground.act("officer", submit)
    return proposal


def test_a_single_application_is_called_by_its_title(desk):
    hand_in(desk, 1, "银龄食堂")
    assert "银龄食堂" in lines(desk.browser("officer").get("/").text)


def test_several_are_one_line_with_their_number(desk):
    hand_in(desk, 1, "银龄食堂")
    hand_in(desk, 2, "编织课堂")
    assert "申报项目：2 项" in lines(desk.browser("officer").get("/").text)


def test_naming_them_costs_the_same_for_one_and_for_many(desk):
    officer, counts = desk.browser("officer"), []
    for number in (1, 2, 3):
        hand_in(desk, number, f"项目{number}")
        with counting(desk.ground.database) as sent:
            officer.get("/")
        counts.append(len(sent))
    assert len(set(counts)) == 1, counts
