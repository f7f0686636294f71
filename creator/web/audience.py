"""Who a page is for. A view that does not say is closed to everybody."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, redirect, request, url_for
from werkzeug.exceptions import Unauthorized

from creator.services.work import Work

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
SIGNED_IN = "signed_in"
SAFE_METHODS = ("GET", "HEAD")


def audience(*who: str) -> Callable[[View], View]:
    """Say who may open a view: role words, or `public`, or `signed_in`.

    This is the coarse question. Which *objects* somebody may see is decided in the query.
    """

    def mark(view: View) -> View:
        view.audience = frozenset(who)  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(work: Work) -> frozenset[str]:
    """The role words of whoever asks, from the appointments in force now."""
    return frozenset(held.role for held in work.actor.appointments)


def may_apply(work: Work) -> bool:
    """Whether the way into a call is shown to whoever asks; newcomers may hold no role yet."""
    roles = roles_of(work)
    return not roles or bool(roles & {"entrant", "applicant"})


def admit(view: Callable[..., object], work: Work) -> None:
    """Let the request pass, or raise: the way to sign in, or 404 for a page of others."""
    wanted: frozenset[str] = getattr(view, "audience", frozenset())
    if PUBLIC in wanted:
        return
    if work.actor.person is None and wanted:
        _ask_to_sign_in()
    if SIGNED_IN not in wanted and not wanted & roles_of(work):
        abort(404)


def _ask_to_sign_in() -> None:
    if request.method not in SAFE_METHODS:
        raise Unauthorized
    here = request.full_path.removesuffix("?")
    abort(redirect(url_for("sign_in.enter", next=here)))


def silent_views(app: Flask) -> list[str]:
    """Endpoints that do not state their audience. A test demands that there are none."""
    return sorted(name for name, view in app.view_functions.items() if not _says(view))


def _says(view: Callable[..., object]) -> bool:
    return bool(getattr(view, "audience", None))
