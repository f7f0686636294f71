"""People at their browsers: a signed cookie with a session of the database, and a CSRF token."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import session as cookie
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from creator.models.person import Person
from creator.services.web_sessions import Door, begin
from creator.services.work import Work
from creator.web.request import Site
from creator.web.sessions import SignedIn

_DOOR = Door(address="127.0.0.1", user_agent="bench")


@dataclass(frozen=True)
class Browser:
    """What a browser sends along: the cookie, and the token its forms carry."""

    cookie: str
    csrf: str


def sign_in(site: Site, people: Sequence[int]) -> list[Browser]:
    """One browser for each of these people (somebody named twice has two)."""
    database, clock = site.extensions["creator.database"], site.extensions["creator.clock"]

    def enter(session: object) -> list[str]:
        work = Work(session, clock.now())  # type: ignore[arg-type]
        return [
            begin(work, work.session.get_one(Person, one), _DOOR, strong=True).token
            for one in people
        ]

    return [_browser(site, token) for token in database.write(enter)]


def _browser(site: Site, token: str) -> Browser:
    with site.test_request_context():
        cookie["language"] = "zh"
        login_user(SignedIn(token))
        csrf = generate_csrf()
        signer = site.session_interface.get_signing_serializer(site)  # type: ignore[attr-defined]
        return Browser(signer.dumps(dict(cookie)), csrf)
