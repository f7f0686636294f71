"""One's own data: who one is here, and the address letters also go to."""

import pytest
from sqlalchemy import select

from creator.models.person import Person
from tests.web.desk import Desk, desk_over


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def address_of(desk: Desk) -> str | None:
    person = desk.ground.people["officer"]
    query = select(Person.email).where(Person.id == person)
    return desk.ask(lambda work: work.session.scalar(query))


class TestAddressForLetters:
    def test_is_kept_as_it_was_typed_with_plain_signs(self, desk):
        answer = desk.browser("officer").fill("/me", email=" Wang＠example.org ")
        assert (answer.status_code, address_of(desk)) == (303, "Wang@example.org")

    def test_is_given_up_by_emptying_the_field(self, desk):
        browser = desk.browser("officer")
        browser.fill("/me", email="wang@example.org")
        browser.fill("/me", email="")
        assert address_of(desk) is None

    @pytest.mark.parametrize(
        "typed", ["wang", "wang@", "a b@example.org", "a@b", "a@example.org,b@example.org"]
    )
    def test_what_is_no_address_is_said_and_nothing_is_kept(self, desk, typed):
        answer = desk.browser("officer").fill("/me", email=typed)
        assert answer.status_code == 422
        assert "不像邮箱地址" in answer.text
        assert address_of(desk) is None
