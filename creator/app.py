"""`create_app`: puts the pieces together. Settings come from `config.py` and the environment."""

import gzip
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Config, Response, g, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from creator.clock import Clock, SystemClock
from creator.db import Database
from creator.home import home
from creator.i18n import _
from creator.services import passwords, schema
from creator.storage import Storage
from creator.web import assets, chrome, errors, filters, pages, security, sessions
from creator.web.blueprints import BLUEPRINTS, MENU
from creator.web.forms.base import new_key
from creator.web.request import Site

PREFIX = "CREATOR_"
SHORTEST_SECRET = 32
WORTH_PACKING = 1000  # bytes


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which and why."""


def load_settings(changed: Mapping[str, Any] | None = None) -> Config:
    """The settings in force: `config.py`, the file CREATOR_CONFIG names, CREATOR_*, `changed`.

    Raises `BadSetting` for an environment variable that does not fit its setting.
    """
    settings = Config(str(Path.cwd()))
    settings.from_pyfile(str(home() / "config.py"))
    if named := os.environ.get("CREATOR_CONFIG"):
        settings.from_pyfile(str(Path(named).resolve()))
    for name in list(settings):
        if (written := os.environ.get(PREFIX + name)) is not None:
            settings[name] = _like(settings[name], written, name)
    settings.update(changed or {})
    return settings


def _like(default: Any, written: str, name: str) -> Any:
    """A text from the environment, read as the kind of value the setting has."""
    if isinstance(default, bool):
        words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if written.lower() not in words:
            raise BadSetting(f"{PREFIX}{name}: yes or no, not {written!r}")
        return words[written.lower()]
    if isinstance(default, int):
        if not written.isdecimal():
            raise BadSetting(f"{PREFIX}{name}: a whole number, not {written!r}")
        return int(written)
    if isinstance(default, list):
        return [part.strip() for part in written.split(",") if part.strip()]
    return written


def data_dir(settings: Mapping[str, Any]) -> Path:
    """The folder for everything this instance keeps; made when missing, closed to others."""
    folder = Path(settings["DATA_DIR"]).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def database_url(settings: Mapping[str, Any]) -> str:
    """The database of these settings; the embedded one when none is named."""
    return settings["DATABASE"] or f"sqlite:///{data_dir(settings) / 'creator.db'}"


def secret_key(settings: Mapping[str, Any]) -> str:
    """The secret that signs cookies, made on first use. Raises `BadSetting` for a weak one."""
    named = settings["SECRET_KEY_FILE"]
    path = Path(named) if named else data_dir(settings) / "secret_key"
    if not named and not path.exists():
        _make_secret(path)
    return _read_secret(path)


def _make_secret(path: Path) -> None:
    # Written aside and linked: of two processes that start at once both read the same key.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _read_secret(path: Path) -> str:
    found = path.read_text().strip()
    if len(found) < SHORTEST_SECRET or len(set(found)) < 10:
        raise BadSetting(f"{path}: the secret needs {SHORTEST_SECRET} random characters or more")
    return found


def create_app(
    changed: Mapping[str, Any] | None = None,
    *,
    database: Database | None = None,
    clock: Clock | None = None,
) -> Site:
    """The web site. `database` and `clock` are given by tests, rehearsals and the demo."""
    settings = load_settings(changed)
    app = Site("creator", static_folder=None, template_folder=str(home() / "templates"))
    app.config.update(settings)
    app.config["SECRET_KEY"] = secret_key(settings)
    app.config["SECRET_KEY_FALLBACKS"] = [
        _read_secret(Path(name)) for name in settings["SECRET_KEY_FALLBACK_FILES"]
    ]
    app.extensions["creator.database"] = database or _open(settings)
    app.extensions["creator.clock"] = clock or SystemClock()
    app.extensions["creator.storage"] = Storage(data_dir(settings) / "files")
    app.extensions["creator.menu"] = MENU
    _templates(app)
    _web(app)
    passwords.prepare()
    return app


def _open(settings: Mapping[str, Any]) -> Database:
    """The database, if it has the schema this program was written for; raises `WrongSchema`."""
    database = Database(database_url(settings))
    schema.require(database)
    return database


def _templates(app: Site) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_=_, new_key=new_key, edition_name=pages.edition_name)
    app.context_processor(lambda: {"chrome": chrome.current(), "faulty": g.get("faulty", False)})
    filters.init_app(app)


def _web(app: Site) -> None:
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.after_request(_pack)  # the last to run: after_request runs in reverse
    security.init_app(app)
    sessions.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _pack(response: Response) -> Response:
    """Compress pages: the servers we run on do not."""
    texts = (response.mimetype or "").startswith("text/") or response.mimetype == "application/json"
    if not texts or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if request.accept_encodings["gzip"] > 0 and len(body) >= WORTH_PACKING:
        response.set_data(gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    return response
