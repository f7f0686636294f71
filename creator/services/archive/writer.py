"""Writing the ZIP of an archive: every file goes onto the list with its digest."""

import hashlib
import json
from types import TracebackType
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from creator.services.archive import verify
from creator.services.archive.entries import Stored
from creator.storage import Storage

FORMAT = "creator-archive-1"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_BLOCK = 64 * 1024


class Writer:
    """A ZIP in the making. `lines`: what is on its list so far."""

    def __init__(self, stream: IO[bytes], storage: Storage) -> None:
        self._zip, self._storage = ZipFile(stream, "w"), storage
        self.lines: list[dict[str, Any]] = []
        self.damaged: list[str] = []
        self._parts: dict[str, dict[str, str]] = {}
        self._cited: list[dict[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    def text(self, path: str, text: str) -> None:
        """A file we wrote. Of JSON the digest of each value is kept, and what it cites."""
        content = text.encode()
        self._zip.writestr(_entry(path, ZIP_DEFLATED), content)
        self._list(path, verify.digest_of(content), len(content))
        if path.endswith(".json") and path != verify.PARTS:
            document = json.loads(text)
            self._parts[path] = {at: verify.part(value) for at, value in verify.leaves(document)}
            if path.startswith(verify.CHAIN) or path[:2].isdigit():
                cited = verify.cited(path, document)
                self._cited += [{"file": path, "at": at, "sha256": one} for at, one in cited]

    def stored(self, path: str, file: Stored) -> None:
        """An uploaded file, listed with the digest it had when it came, whatever it is now."""
        digest = hashlib.sha256()
        try:
            with (
                self._storage.open(file.key) as source,
                self._zip.open(_entry(path, ZIP_STORED), "w") as target,
            ):
                while block := source.read(_BLOCK):
                    digest.update(block)
                    target.write(block)
        except FileNotFoundError:
            pass  # it stays on the list, and so is found missing
        if digest.hexdigest() != file.sha256:
            self.damaged.append(path)
        self._list(path, file.sha256, file.size)

    def line(self, path: str) -> dict[str, Any]:
        """What the list says of a file."""
        return next(line for line in reversed(self.lines) if line["path"] == path)

    def seal(self, about: dict[str, Any]) -> str:
        """Write the list, and give the digest that stands for the whole archive."""
        self.text(verify.PARTS, verify.canonical(self._parts, ",\n").decode())
        known = {line["sha256"] for line in self.lines}
        elsewhere = [one for one in self._cited if one["sha256"] not in known]
        manifest: dict[str, Any] = {
            "about": about,
            "elsewhere": elsewhere,
            "files": self.lines,
            "format": FORMAT,
        }
        head, *links = verify.links(manifest)
        for line, link in zip(self.lines, links, strict=True):
            line["chain"] = link
        manifest["digest"] = digest = links[-1] if links else head
        content = verify.canonical(manifest, ",\n")
        self._zip.writestr(_entry(verify.MANIFEST, ZIP_DEFLATED), content)
        return digest

    def _list(self, path: str, sha256: str, size: int) -> None:
        self.lines.append({"path": path, "sha256": sha256, "size": size})


def _entry(path: str, compression: int) -> ZipInfo:
    """The same on every machine, at any time."""
    entry = ZipInfo(path, _LONG_AGO)
    entry.compress_type, entry.create_system = compression, 3
    entry.external_attr = _READABLE
    return entry
