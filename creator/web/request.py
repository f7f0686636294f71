"""One unit of work around each request: what returns commits, what raises rolls back.

GET and HEAD read; they cannot write. Every other method writes in one unit. An answer of 400 or
more rolls back too, so that a form shown again with faults has changed nothing.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy.orm import Session
from werkzeug.exceptions import Unauthorized

from creator.clock import Clock
from creator.db import Database
from creator.i18n import LANGUAGES, _, speaking
from creator.services import worker
from creator.services.letters import ACTS_QUEUED
from creator.services.work import Work
from creator.web import sessions
from creator.web.audience import SAFE_METHODS, admit
from creator.web.chrome import greet
from creator.web.openings import write_openings

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., object])


class _Undone(Exception):
    """Not an error: the way to roll back and still answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class Site(Flask):
    """Flask, with every view inside a unit of work and in the reader's language."""

    def full_dispatch_request(self) -> Response:
        with speaking(language_of_request()):
            return super().full_dispatch_request()

    def handle_exception(self, e: Exception) -> Response:
        with speaking(language_of_request()):
            return super().handle_exception(e)

    def dispatch_request(self) -> ResponseReturnValue:
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        assert request.endpoint is not None
        view = self.view_functions[request.endpoint]
        if getattr(view, "without_database", False):
            return super().dispatch_request()
        reads = request.method in SAFE_METHODS or getattr(view, "own_units", False)
        response = self._read(view) if reads else self._write(view)
        if g.work.session.info.pop(ACTS_QUEUED, False) and response.status_code < 400:
            worker.follow(database(), clock())
        if response.status_code < 400:
            write_openings(database())
        sessions.touch(database(), clock().now())
        return response

    def _read(self, view: Callable[..., object]) -> Response:
        with database().reading() as opened:
            return self._answer(view, opened)

    def _write(self, view: Callable[..., object]) -> Response:
        cookie, attempts = dict(session), 0

        def act(opened: Session) -> Response:
            nonlocal attempts
            attempts += 1
            if attempts > 1:
                _rewind(cookie)
            response = self._answer(view, opened)
            if response.status_code >= 400:
                raise _Undone(response)
            return response

        try:
            return database().write(act)
        except _Undone as undone:
            return undone.response

    def _answer(self, view: Callable[..., object], opened: Session) -> Response:
        g.work = begin(opened)
        greet(g.work)
        _choose_password_first(view)
        admit(view, g.work)
        # The page is written inside the unit, so that a template may still ask the database.
        return self.make_response(super().dispatch_request())


def _choose_password_first(view: Callable[..., object]) -> None:
    """Whoever came in by a code gets no further: it may be the one who made the code."""
    if not sessions.password_is_due() or getattr(view, "before_password", False):
        return
    if request.method not in SAFE_METHODS:
        raise Unauthorized
    abort(redirect(url_for("sign_in.password")))


def before_password(view: View) -> View:
    """Mark a view that is open to whoever came in by a code and has chosen no password yet."""
    view.before_password = True  # type: ignore[attr-defined]
    return view


def _rewind(cookie: dict[str, Any]) -> None:
    """The unit starts again: forget what its first try put into cookie and files."""
    session.clear()
    session.update(cookie)
    for one in request.files.values():
        one.seek(0)


def begin(opened: Session) -> Work:
    """The request's Work over this database session.

    The clock is read once, when all of the request has been received: a unit that has to start
    again does not make what came in time late.
    """
    if "now" not in g:
        g.now = clock().now()
    now: datetime = g.now
    who = sessions.actor(opened, now)
    return Work(
        session=opened,
        now=now,
        actor=who,
        storage=current_app.extensions["creator.storage"],
        signed=sessions.is_strong(now),
        request_id=request_id(),
    )


def work() -> Work:
    """The unit of work of the request being answered."""
    found: Work = g.work
    return found


def apart(act: Callable[[Work], T]) -> T:
    """Do `act` in a writing unit of its own; only for views marked `@own_units`.

    It may run more than once (see `Database.write`) and commits even when the page then says no:
    failed sign-ins must be counted.
    """
    return database().write(lambda opened: act(begin(opened)))


def own_units(view: View) -> View:
    """Mark a view whose POST reads in the request's unit and writes through `apart()` only."""
    view.own_units = True  # type: ignore[attr-defined]
    return view


def without_database(view: View) -> View:
    """Mark a view that needs neither database nor person, such as a stylesheet."""
    view.without_database = True  # type: ignore[attr-defined]
    return view


def database() -> Database:
    found: Database = current_app.extensions["creator.database"]
    return found


def clock() -> Clock:
    found: Clock = current_app.extensions["creator.clock"]
    return found


def request_id() -> str:
    """Names this request in the log, in audit rows and on error pages."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    found: str = g.request_id
    return found


def language_of_request() -> str:
    """Chinese, unless the reader chose English."""
    if request.endpoint == "assets.show":
        return "zh"
    chosen = session.get("language", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def tell(text: object, tone: str = "good", *, then: tuple[object, str] | None = None) -> None:
    """Say something on the next page: `good` (done), `info`, `wait` or `bad`.

    `then`: where it goes on from here, as words and address.
    """
    said = escape(str(text))
    if then is not None:
        words, address = then
        said += Markup(' {} <a href="{}">{}</a>').format(_("接下来："), address, str(words))
    flash(said, tone)
