"""The file of a project as one ZIP: the same state gives the same bytes, whenever it is written.

It is written to a stream, document by document, so that memory stays small whatever was uploaded.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select

from creator.i18n import speaking
from creator.models.decision import Notice
from creator.models.definition import WorkflowDefinition
from creator.services.archive import chains, cover, layout, proofs, readable, verify
from creator.services.archive.entries import Entry, Stored
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.services.archive.writer import Writer


@dataclass(frozen=True)
class Made:
    """A finished archive. `digest` stands for all of it; `damaged`: files that are not what they
    were when they came, or are not there at all."""

    digest: str
    files: int
    damaged: tuple[str, ...]


def write(reader: Reader, stream: IO[bytes]) -> Made:
    """Write the ZIP; what the reader may not see is not in it."""
    with speaking("zh"), Writer(stream, reader.work.files) as made:
        listed, printed = _documents(reader, made)
        found = chains.chains(reader)
        for chain, text in chains.written(reader, found):
            made.text(chain.path, text)
        points = proofs.checkpoints(reader, found, printed)
        if points:
            made.text(verify.CHECKPOINTS, json.dumps(points, ensure_ascii=False, indent=1))
        for name, body in _definitions(reader, found):
            made.text(name, body)
        made.text("index.csv", readable.table(listed))
        made.text("index.html", cover.index(reader, listed, found, points))
        made.text("verify.py", Path(verify.__file__).read_text("utf-8"))
        digest = made.seal(cover.about(reader))
        return Made(digest, len(made.lines), tuple(made.damaged))


def _documents(reader: Reader, made: Writer) -> tuple[list[readable.Listed], Mapping[str, str]]:
    """Every document; and number of a notice -> the page that shows it."""
    listed, pages = [], {}
    for group in layout.groups(reader):
        for number, entry in enumerate(group.entries, 1):
            path = _document(made, f"{group.folder}/", number, entry)
            line = made.line(path)
            at, title = clock_time(entry.at) or "", str(entry.title)
            listed.append(
                readable.Listed(group.folder, at, title, path, line["sha256"], line["size"])
            )
            pages[entry.kind, entry.number] = path
    query = select(Notice.id, Notice.number).where(
        Notice.id.in_([number for word, number in pages if word == "notice"])
    )
    rows = reader.work.session.execute(query).all()
    return listed, {number: pages["notice", id] for id, number in rows}


def _document(made: Writer, folder: str, number: int, entry: Entry) -> str:
    """Write one document and give the path of its readable form."""
    title = str(entry.title)
    if isinstance(entry.document, Stored):
        name = layout.file_name(number, title, layout.extension_of(entry.document.name))
        made.stored(folder + name, entry.document)
        return folder + name
    found = entry.document()
    name = layout.file_name(number, title, ".html")
    texts = {layout.file_name(number, title, f".{end}"): text for end, text in found.texts.items()}
    made.text(folder + name, readable.paper(title, found, list(texts)))
    for text_name, text in texts.items():
        made.text(folder + text_name, text)
    return folder + name


def _definitions(reader: Reader, found: list[chains.Chain]) -> Iterator[tuple[str, str]]:
    """The lifecycles that the chains are pinned to, each under its own hash."""
    query = select(WorkflowDefinition).where(
        WorkflowDefinition.hash.in_({one.definition for one in found})
    )
    rows = reader.work.session.scalars(query.order_by(WorkflowDefinition.hash))
    for row in sorted(rows, key=lambda row: row.lifecycle):
        yield f"definitions/{row.lifecycle}-{row.hash[:12]}.json", row.body
