"""Stylesheets, scripts and pictures, with the digest of their content in the address.

They are read and compressed once, at start; a browser keeps them for a year, because a changed
file has another address.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from creator.web.audience import audience
from creator.web.request import without_database

bp = Blueprint("assets", __name__)

FOLDER = Path(__file__).resolve().parent.parent / "static"
SERVED = {".css", ".js", ".svg", ".png", ".ico"}
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    body: bytes
    packed: bytes
    digest: str
    kind: str


def read_all(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every file that pages link to, by its path below `static/`."""
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in SERVED)
    return {path.relative_to(folder).as_posix(): _read(path) for path in paths}


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    kind = mimetypes.types_map.get(path.suffix, "application/octet-stream")
    return Asset(body, gzip.compress(body, 9, mtime=0), digest, kind)


def init_app(app: Flask) -> None:
    app.extensions["creator.assets"] = read_all()
    app.jinja_env.globals["asset"] = address
    app.register_blueprint(bp)


def address(name: str) -> str:
    """The address of a file below `static/`; a name that does not exist is our mistake."""
    asset: Asset = current_app.extensions["creator.assets"][name]
    return url_for("assets.show", digest=asset.digest, name=name)


@bp.get("/static/<digest>/<path:name>")
@without_database
@audience("public")
def show(digest: str, name: str) -> Response:
    asset: Asset | None = current_app.extensions["creator.assets"].get(name)
    if asset is None:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if packed else asset.body, mimetype=asset.kind)
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    # An address of an older version: the new content, but not to be kept under the old name.
    age = f"public, max-age={A_YEAR}, immutable" if digest == asset.digest else "no-cache"
    response.headers["Cache-Control"] = age
    return response
