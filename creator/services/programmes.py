"""Programme files to start an edition from: those shipped, and those somebody uploads."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from creator.home import home
from creator.i18n import Label, _
from creator.programme import reader
from creator.programme.fault import Fault, FaultyFile
from creator.rules.amendments import errors_of
from creator.services.refused import Invalid
from creator.services.settings import moved

LARGEST = 300_000  # bytes; the longest shipped file has a thirtieth of that


@lru_cache
def shipped() -> Mapping[str, Label]:
    """Name -> title of the programmes that come with the program and that it can run."""
    folder = home() / "workflows/programmes"
    read = {path.stem: reader.read(path) for path in sorted(folder.glob("*.toml"))}
    return {name: one.title for name, one in read.items() if not errors_of(one)}


def text_of(name: str) -> str:
    """The text of a shipped programme. Raises `Invalid` for a name there is not."""
    if name not in shipped():
        raise Invalid("source", _("请选一份方案，或上传方案文件。"))
    return Path(home() / "workflows/programmes" / f"{name}.toml").read_text("utf-8")


def decoded(stream: BinaryIO) -> str:
    """An uploaded file as text. Raises `Invalid` when too large, `FaultyFile` when no UTF-8."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Invalid("file", _("文件太大：方案文件最多 {n} KB。", n=LARGEST // 1000))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        remedy = _("请用 UTF-8 编码另存这个文件。")
        raise FaultyFile([Fault("", line, _("文件不是 UTF-8 编码。"), remedy)]) from None


def moved_to(text: str, name: str, opens: datetime) -> dict[str, Any]:
    """Changes that move every date of a programme so that its call opens at `opens`."""
    return moved(reader.parse(text, name), opens)
