"""Who is signed in: Flask-Login as a thin adapter over our own rows.

The cookie holds a random token; the database holds its digest. Signing out, a new password or a
disabled person therefore act at once, also against a copied cookie.
"""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from creator.db import Database, Unavailable
from creator.models.access import WebSession
from creator.rules.step import Actor
from creator.services import web_sessions
from creator.services.web_sessions import Entered

TOUCH_EVERY = timedelta(minutes=2)  # how exact `seen_at` is; saves a write on most requests


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login knows of a signed-in browser: its token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # it watches address and browser, which phones change
    manager.user_loader(SignedIn)


def token() -> str | None:
    """The token in this browser's cookie; says nothing yet about its being valid."""
    return current_user.token if current_user.is_authenticated else None


def actor(opened: Session, now: datetime) -> Actor:
    """Whoever sends this request, with the appointments in force; nobody when not signed in."""
    g.web_session, found = None, token()
    if found is None:
        return Actor()
    behind = web_sessions.find(opened, found, now)
    if behind is None:
        return Actor()
    row, known = behind
    if row.expires_at <= now or known.person is None or _idle_too_long(row, known, now):
        return Actor()
    g.web_session = row
    return known


def this_session() -> WebSession | None:
    """The row behind this browser's cookie, when it is valid."""
    found: WebSession | None = g.get("web_session")
    return found


def password_is_due() -> bool:
    """Whether this browser came in by a code, and no password was chosen since."""
    row = this_session()
    return row is not None and row.password_due


def is_strong(now: datetime) -> bool:
    """Whether the password was typed here lately, as submitting and signing ask."""
    row = this_session()
    if row is None or row.strong_at is None:
        return False
    lately = timedelta(minutes=current_app.config["STRONG_MINUTES"])
    return row.demo or now - row.strong_at <= lately


def _idle_too_long(row: WebSession, known: Actor, now: datetime) -> bool:
    """Staff leave desks; phones that stay signed in are exempt."""
    config = current_app.config
    if row.expires_at - row.created_at > timedelta(hours=config["SESSION_HOURS"]):
        return False
    name = "STAFF_IDLE_MINUTES" if web_sessions.is_staff(known) else "IDLE_MINUTES"
    return now - row.seen_at > timedelta(minutes=config[name]) + TOUCH_EVERY


def enter(entered: Entered, mobile: str = "") -> None:
    """Give this browser the new session; of the old cookie only what is no secret stays."""
    _keep_only_harmless()
    session["language"] = entered.language
    session.permanent = entered.stays
    login_user(SignedIn(entered.token))
    if mobile:
        session.setdefault("device", secrets.token_hex(8))
        session["known"] = [*session.get("known", [])[-4:], _mark(mobile)]


def leave() -> None:
    """Forget the session in this browser (its row is ended by `sign_in.sign_out`)."""
    logout_user()
    _keep_only_harmless()


def device_known_for(mobile: str) -> str:
    """Names this browser if the person with this number signed in here before, else empty.

    It lies in the signed cookie, so nobody else can claim it.
    """
    known = mobile and _mark(mobile) in session.get("known", [])
    return session.get("device", "") if known else ""


def _mark(mobile: str) -> str:
    return hashlib.sha256(mobile.encode()).hexdigest()[:16]


def _keep_only_harmless() -> None:
    kept = {name: session[name] for name in ("language", "device", "known") if name in session}
    session.clear()
    session.update(kept)


def touch(database: Database, now: datetime) -> None:
    """Note that the browser was seen, in a unit of its own, at most every two minutes."""
    row = this_session()
    if row is None or now - row.seen_at <= TOUCH_EVERY:
        return
    digest = row.digest
    with suppress(Unavailable):  # the page is ready; being noticed may wait
        database.write(lambda opened: web_sessions.seen(opened, digest, now))
