"""The site over a real database, and people who use it."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from creator.app import create_app
from creator.db import Database
from creator.models.person import Appointment, Person
from creator.services import passwords, people
from creator.services.work import Work
from creator.web.request import Site

PASSWORD = "河堤 柳树 十二只鸭"  # fmt: skip


class Visitor:
    """Somebody at a browser: forms are fetched, filled in and sent as a browser does."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def client(self) -> FlaskClient:
        return self.site.test_client()

    def get(self, path: str, **kwargs):
        return self.client.get(path, **kwargs)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden values of the last form on a page (the first two are the header's)."""
        page = self.get(path).text
        form = page.split('class="form"')[1].split("</form>")[0]
        pairs = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        return {
            re.search(r'name="([^"]*)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1]
            for tag in pairs
        }

    def fill(self, path: str, **typed):
        """Open a page with a form, type, send it to the same address."""
        return self.client.post(path, data={**self.hidden(path), **typed})

    def token(self) -> str:
        """A CSRF token of this browser."""
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get("/enter").text)[1]

    def press(self, path: str, **values):
        """A button of a page: a POST with the token."""
        return self.client.post(path, data={"csrf_token": self.token(), **values})

    def choose_password(self, password: str = PASSWORD):
        """What is asked of whoever came in by a code."""
        return self.fill("/password", password=password, repeated=password)

    def sign_in(self, mobile: str, password: str = PASSWORD, **more):
        return self.fill("/enter", mobile=mobile, password=password, **more)


@pytest.fixture
def site(sqlite_database, clock, tmp_path) -> Site:
    return create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=clock)


@pytest.fixture
def visitor(site) -> Visitor:
    return Visitor(site)


@pytest.fixture
def add_person(sqlite_database: Database, clock) -> Callable[..., str]:
    """Add somebody with these roles; returns the mobile number."""

    def add(mobile: str = "13900000001", *roles: str, password: str | None = PASSWORD) -> str:
        with sqlite_database.writing() as session:
            work = Work(session, clock.now())
            person = people.find_or_add(work, "专家01", mobile)
            person.password_hash = password and passwords.keep(password)
            for role in roles:
                session.add(
                    Appointment(
                        person_id=person.id, role=role, begins_at=clock.now() - timedelta(days=1)
                    )
                )
        return mobile

    return add


@pytest.fixture
def code_for(sqlite_database: Database, clock) -> Callable[[str], str]:
    """A single-use code for the person with this number."""

    def issue(mobile: str, purpose: str = "entry") -> str:
        with sqlite_database.writing() as session:
            person = session.scalars(select(Person).where(Person.mobile == mobile)).one()
            return people.issue_code(Work(session, clock.now()), person, purpose=purpose)

    return issue
