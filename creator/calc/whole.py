"""Files that are written as a whole or not at all: beside the old one, which they then replace."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

_READABLE = 0o666


@contextmanager
def whole(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file to write to; it has its name once everything is in it. A link stays a link.

    `mode`: `w` for text in UTF-8 with the line ends as they are written, `wb` for bytes.
    """
    kind: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    if path.exists() and not path.is_file():  # a pipe or a device takes it as it comes
        with path.open(mode, **kind) as stream:
            yield stream
        return
    path = path.resolve()
    with NamedTemporaryFile(
        mode, dir=path.parent, prefix=f".{path.name}.", delete=False, **kind
    ) as file:
        new = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            new.chmod(_READABLE & ~_umask())
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
