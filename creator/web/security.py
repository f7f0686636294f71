"""The browser's side of safety: headers on every answer, and what a request must be.

The CSRF token is Flask-WTF's; here stands what it does not do.
"""

from datetime import timedelta
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, UnsupportedMediaType
from werkzeug.routing import IntegerConverter, Map, ValidationError

from creator.db import UnfitText, fit_line
from creator.web.audience import SAFE_METHODS, View

csrf = CSRFProtect()

FIELDS = 1000  # in one form
LARGEST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "")

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Number(IntegerConverter):
    """A number in an address: no larger than any id can be, so that no database is asked for it."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)

    def to_python(self, value: str) -> int:
        if len(value) > len(str(LARGEST_ID)):
            raise ValidationError
        return int(super().to_python(value))


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Number
    https = app.config["HTTPS"]
    app.config.update(
        SESSION_COOKIE_NAME="__Host-creator" if https else "creator",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=app.config["STAY_DAYS"]),
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=FIELDS,
        WTF_I18N_ENABLED=False,
        # A form may stand open for a day: the token lives as long as the cookie.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # we look at Origin and Sec-Fetch-Site ourselves
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.before_request(_refuse_odd_addresses)
    app.before_request(_limit)
    app.before_request(_refuse_other_sites)
    app.before_request(_refuse_odd_bodies)
    csrf.init_app(app)
    app.after_request(_add_headers)


def takes_files(view: View) -> View:
    """Mark a view whose form carries files: it may be as large as UPLOAD_LIMIT."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def takes_json(view: View) -> View:
    """Mark a view that reads JSON. The CSRF token then comes in the header X-CSRFToken."""
    view.takes_json = True  # type: ignore[attr-defined]
    return view


def _marked(name: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, name, False))


def _limit() -> None:
    name = "UPLOAD_LIMIT" if _marked("takes_files") else "FORM_LIMIT"
    request.max_content_length = current_app.config[name]


def _refuse_other_sites() -> None:
    """An unsafe request comes from a page of ours, or it is not answered."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        raise Forbidden("Origin")


def _refuse_odd_addresses() -> None:
    """No page of ours has an address with a control character or half a character in it."""
    try:
        fit_line(request.path)
    except UnfitText:
        raise NotFound from None


def _refuse_odd_bodies() -> None:
    """Only bodies a form of ours can have, and only valid UTF-8."""
    _decode(request.query_string)
    if request.method in SAFE_METHODS:
        return
    kinds = (*FORM_TYPES, "application/json") if _marked("takes_json") else FORM_TYPES
    if request.mimetype not in kinds:
        raise UnsupportedMediaType
    if request.mimetype == FORM_TYPES[0]:
        # Werkzeug would keep bytes that are no UTF-8 as the letters %FF.
        body = request.get_data(cache=True)
        _decode(body)
        if body.count(b"&") >= FIELDS:
            raise BadRequest("too many fields")


def _decode(encoded: bytes) -> None:
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError as error:
        raise BadRequest("not UTF-8") from error


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    # Flask lets browsers keep what is sent as a file; of people's files no copy stays behind.
    if "Cache-Control" not in response.headers or "Content-Disposition" in response.headers:
        # By the cookie: an answer may be ready before anybody asks whose session it is.
        signed_in = session.get("_user_id") is not None
        response.headers["Cache-Control"] = "no-store" if signed_in else "no-cache, private"
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
    return response


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """`wanted` when it is a path of this site, else `otherwise`: `?next=` leads nowhere else."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    if any(ord(c) <= 32 or c == "\\" or ord(c) == 127 for c in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
