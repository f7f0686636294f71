"""Documents and index as plain HTML and CSV: to be opened anywhere, without us, for decades.

Chinese first; the texts with a digest lie beside each document, word for word.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from urllib.parse import quote

from creator.i18n import _
from creator.services.archive.entries import Paper, Words

_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:60em;margin:auto;padding:1em}"
    "dt{font-weight:bold}dd{margin:0 0 .6em;white-space:pre-wrap;overflow-wrap:anywhere}"
    "td,th{text-align:left;vertical-align:top;padding:.2em .8em .2em 0}"
    "code{overflow-wrap:anywhere}small{color:#555}"
)


@dataclass(frozen=True)
class Listed:
    """A file as the index shows it."""

    folder: str
    at: str
    title: str
    path: str
    sha256: str
    size: int


def page(title: str, body: str) -> str:
    """A page of its own, with nothing from elsewhere."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f"<h1>{escape(title)}</h1>\n{body}"
    )


def paper(title: str, found: Paper, texts: Sequence[str]) -> str:
    """A document in words; `texts` are the files with what it was made from."""
    body = facts(found.facts)
    if texts:
        said = escape(str(_("带摘要的原文：")))
        links = " ".join(link(name, name) for name in texts)
        body += f"<p><small>{said}{links}</small></p>\n"
    return page(title, body)


def facts(pairs: Iterable[tuple[Words, Words | None]]) -> str:
    """Names and values; what is empty is left out."""
    lines = [
        f"<dt>{escape(str(label))}</dt><dd>{escape(str(value))}</dd>\n"
        for label, value in pairs
        if value is not None and str(value)
    ]
    return f"<dl>\n{''.join(lines)}</dl>\n"


def link(path: str, words: str) -> str:
    return f'<a href="{escape(quote(path))}">{escape(words)}</a>'


def contents(found: Iterable[Listed]) -> str:
    """The documents, folder by folder."""
    lines, folder = [], None
    for one in found:
        if one.folder != folder:
            lines.append(f"<h2>{escape(one.folder)}</h2>\n")
            folder = one.folder
        lines.append(f"<p><small>{escape(one.at)}</small> {link(one.path, one.title)}</p>\n")
    return "".join(lines)


def table(found: Iterable[Listed]) -> str:
    """The same as CSV for spreadsheets. A name cannot become a formula there."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(
        ["阶段 folder", "时间 time", "文件 title", "路径 path", "SHA-256", "字节 bytes"]
    )
    for one in found:
        cells = (one.folder, one.at, one.title, one.path, one.sha256)
        writer.writerow([*(_plain(cell) for cell in cells), one.size])
    return "\ufeff" + stream.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
