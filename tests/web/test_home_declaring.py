"""Interests to be declared stand among the to-dos, and whoever is seated gets a letter about it."""

import re

import pytest
from sqlalchemy import select

from creator.models.outbox import Letter
from creator.services import panels
from tests.databases import counting
from tests.engine.seeding import walk, with_marks
from tests.services.ground import edition_of
from tests.services.judging import JUDGING, judging, pitch
from tests.web.reviewing import stage
from tests.web.test_home import waiting

BEFORE_THE_ROUND = JUDGING.replace(day=9)


@pytest.fixture
def prepared(database, tmp_path):
    """A panel is being formed, and the round opens in a few days."""
    held = judging(database)
    held.ground.clock.instant = BEFORE_THE_ROUND
    return stage(held, tmp_path)


def letters(here, person_id):
    here.held.ground.settle()
    with here.held.ground.database.reading() as session:
        query = select(Letter).where(Letter.person_id == person_id).order_by(Letter.id)
        return [(one.title, one.body) for one in session.scalars(query)]


def todo(here, number):
    return waiting(here.expert(number).get("/").text)


def test_who_sits_and_has_not_declared_is_asked_on_the_home_page(prepared):
    here, place = prepared, prepared.path("rounds/0/interests")
    here.held.seat_all(3)
    said = todo(here, 0)
    assert f'href="{place}">' in said
    assert "待申报利益关系" in said
    assert re.search(r'datetime="([^"]+)"', said)[1] == "2017-02-13T09:00:00+08:00"
    assert "已超期" not in said
    assert here.expert(0).get(place).status_code == 200
    assert place not in here.expert(5).get("/").text

    assert here.expert(0).fill(place, interests=[], promise="y").status_code == 303
    assert here.expert(1).press(here.path("rounds/0/decline")).status_code == 303
    assert place not in here.expert(0).get("/").text
    assert place not in here.expert(1).get("/").text
    here.held.ground.clock.instant = JUDGING
    here.browsers.clear()  # whoever was away for days signs in anew
    assert "已超期" in todo(here, 2)


def test_who_joins_the_open_round_is_asked_until_it_closes(prepared):
    here = prepared
    here.held.open_round()
    here.held.officer(lambda work, edition: panels.seat(work, edition, here.held.experts[5:]))
    said = todo(here, 5)
    assert here.path("rounds/0/interests") in said
    assert re.search(r'datetime="([^"]+)"', said)[1] == "2017-02-17T18:00:00+08:00"
    assert "待申报利益关系" not in here.expert(0).get("/").text


def test_it_costs_the_same_for_one_edition_and_for_three(prepared):
    here = prepared
    here.held.seat_all(1)
    here.expert(0).get("/")
    with counting(here.held.ground.database) as one:
        here.expert(0).get("/")

    made = [seated_in(here.held, slug) for slug in ("second", "third")]
    with counting(here.held.ground.database) as three:
        page = here.expert(0).get("/").text
    for edition_id in made:
        assert f"/editions/{edition_id}/rounds/0/interests" in page
    assert len(three) == len(one)


def seated_in(held, slug):
    """A further edition for whose panel the first expert is seated."""
    made = held.ground.edition(slug=slug)

    def seat(work):
        edition = edition_of(work, made)
        walk(work, edition, with_marks("panel_open"))
        panels.seat(work, edition, held.experts[:1])

    held.ground.act("officer", seat)
    return made


def test_a_letter_comes_once_for_each_seating(prepared):
    here, expert = prepared, prepared.held.experts[0]
    here.held.seat_all(1)
    here.held.seat_all(2)  # sits already
    [(title, body)] = letters(here, expert)
    assert title.startswith("请申报利益关系：")
    assert "2017-02-13（星期一）09:00" in body
    here.held.officer(lambda work, edition: panels.unseat(work, edition, expert))
    here.held.seat_all(1)
    assert len(letters(here, expert)) == 2
    assert here.officer().get(here.path("access")).text.count("请入专家组") == 3


def test_who_declared_before_is_told_of_the_seat_alone(database, tmp_path):
    here = stage(judging(database, extra=pitch(3, "mean"), rounds__desk__weight=60), tmp_path)
    held, expert = here.held, here.held.experts[0]
    held.open_round()
    held.judge([[80, 70, 90]] * 5)
    held.step("close_round")
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[:1]))
    title, body = letters(here, expert)[-1]
    assert title.startswith("请您评审：")
    assert "路演" in body
    assert "待申报利益关系" not in here.expert(0).get("/").text
