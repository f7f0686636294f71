"""A demo at a browser: its clock jumps, and nobody is signed out by it."""

from datetime import timedelta

import pytest

from creator.app import create_app
from creator.cli.demo import settings_of
from creator.services import demo
from creator.services.demo import DemoClock
from tests.web.conftest import Visitor
from tests.web.desk import Desk, desk_over


@pytest.fixture
def desk(sqlite_database, clock, tmp_path) -> Desk:
    """An edition before its call, in a demo."""
    site = create_app(
        {"DATA_DIR": str(tmp_path), "DEMO": True},
        database=sqlite_database,
        clock=DemoClock(sqlite_database, clock),
    )
    desk = desk_over(sqlite_database, clock, site)
    desk.ground.act_as(None, demo.open_window)
    return desk


def test_whoever_is_signed_in_stays_so_when_the_clock_jumps(desk):
    desk.step("officer", "announce")
    officer = desk.browser("officer")
    assert officer.press("/demo/jump", next="/demo/").status_code == 303
    page = officer.get("/demo/").text
    assert "演示时间：2017年1月3日" in page
    assert "经办人" in page


def test_idle_people_are_signed_out_all_the_same(desk, clock):
    desk.step("officer", "announce")
    officer = desk.browser("officer")
    officer.press("/demo/jump", next="/demo/")
    clock.instant += timedelta(hours=3)
    assert officer.get("/demo/").status_code == 302


def test_the_links_of_a_demo_say_that_they_last(desk):
    assert "可以反复使用" in Visitor(desk.site).get("/c/WHATEVER").text


def test_codes_handed_out_in_a_demo_lead_to_its_own_port(tmp_path):
    assert settings_of(tmp_path, 8123)["PUBLIC_URL"] == "http://127.0.0.1:8123"
