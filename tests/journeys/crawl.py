"""Walks a site as somebody who follows every link."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from creator.web.request import Site

ENOUGH = 8
"""So many pages of one kind are opened by one person: editions and proposals repeat themselves."""
NAMES = ("slug", "code", "ticket", "digest", "name", "cell")
"""Parts of an address that are names of things; other words in it make another kind of page."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: the view, and the words that steer it."""

    endpoint: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.endpoint, *self.words))


@dataclass(frozen=True)
class Opened:
    """A page, where a link to it was seen first, and the answer."""

    kind: Kind
    path: str
    seen_on: str
    status: int
    mimetype: str
    size: int

    def __str__(self) -> str:
        return f"{self.status} {self.path} (from {self.seen_on})"


@dataclass
class Crawl:
    """One person's walk through a site."""

    site: Site
    client: FlaskClient
    counted: Counter[Kind] = field(default_factory=Counter)

    def pages(self, start: str = "/") -> Iterator[Opened]:
        """Everything that can be reached by links, a bounded number of each kind."""
        seen, waiting = {start}, deque([(start, "-")])
        while waiting:
            path, seen_on = waiting.popleft()
            kind = self.kind(path)
            if self.counted[kind] >= ENOUGH:
                continue
            self.counted[kind] += 1
            with self.client.get(path, follow_redirects=True) as answer:
                status, mimetype, body = answer.status_code, answer.mimetype, answer.data
            yield Opened(kind, path, seen_on, status, mimetype, len(body))
            if mimetype == "text/html":
                found = links(body.decode(), answer.request.path)
                fresh = [one for one in found if one not in seen]
                seen.update(fresh)
                waiting.extend((one, path) for one in fresh)

    def kind(self, path: str) -> Kind:
        """The kind of page an address leads to; an address nobody knows is a kind of its own."""
        try:
            endpoint, given = self.site.url_map.bind("localhost").match(urlsplit(path).path)
        except HTTPException:
            return Kind(f"nowhere: {path}")
        words = [one for key, one in given.items() if isinstance(one, str) and key not in NAMES]
        return Kind(str(endpoint), tuple(words))


def links(page: str, base: str) -> list[str]:
    """The addresses of this site that a page links to, each once, in their order."""
    found = (unescape(one) for one in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', page))
    here = (urldefrag(urljoin(base, one)).url for one in found)
    return list(dict.fromkeys(one for one in here if one.startswith("/") and "//" not in one))
