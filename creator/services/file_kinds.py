"""What a file really is: its extension and its content must agree, and be of a kind we take."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePath

from creator.i18n import Text, _, listed

LARGEST_INFLATED = 200_000_000  # bytes, all parts of an office file together
LARGEST_RATIO = 100  # honest office files reach about 30
MOST_PARTS = 2_000
_ENCRYPTED = 0x1
_ACTIVE = ("vbaproject", "activex/", "macrosheets/", "oleobject", "/embeddings/")
_TAIL = 2048


class NotAllowed(ValueError):
    """A file that is not taken; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class FileKind:
    """One kind of file. `word` is the kind as programmes name it; `part` marks an office file."""

    word: str
    media_type: str
    magic: bytes
    part: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIP = b"PK\x03\x04"
_JPEG = FileKind("image", "image/jpeg", b"\xff\xd8\xff")
KINDS = {
    ".pdf": FileKind("pdf", "application/pdf", b"%PDF-"),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": FileKind("image", "image/png", b"\x89PNG\r\n\x1a\n"),
    ".docx": FileKind("word", f"{_OFFICE}wordprocessingml.document", _ZIP, "word/document.xml"),
    ".xlsx": FileKind("sheet", f"{_OFFICE}spreadsheetml.sheet", _ZIP, "xl/workbook.xml"),
    ".pptx": FileKind(
        "slides", f"{_OFFICE}presentationml.presentation", _ZIP, "ppt/presentation.xml"
    ),
}


def extensions(words: Collection[str]) -> list[str]:
    """The extensions of these kinds, such as `.pdf`."""
    return [extension for extension, kind in KINDS.items() if kind.word in words]


def kind_by_name(name: str, allowed: Collection[str]) -> FileKind:
    """The kind a file claims to be. Raises `NotAllowed` if it is none of those allowed."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None or kind.word not in allowed:
        known = listed(extension.removeprefix(".") for extension in extensions(allowed))
        raise NotAllowed(_("这里只收 {known} 文件。请另存为其中一种再上传。", known=known))
    return kind


def check(path: Path, kind: FileKind) -> None:
    """Raise `NotAllowed` unless the content is what the name claims, and nothing else besides."""
    with path.open("rb") as stream:
        head = stream.read(len(kind.magic))
        stream.seek(max(path.stat().st_size - _TAIL, 0))
        tail = stream.read()
    if head != kind.magic:
        raise NotAllowed(_("文件内容和它的扩展名不符。请用原来的程序另存后再上传。"))
    if kind.part:
        _check_office(path, kind)
    elif kind.word == "pdf" and (b"%%EOF" not in tail or zipfile.is_zipfile(path)):
        raise NotAllowed(_("这个 PDF 文件不完整或已损坏。请重新导出后再上传。"))


def _check_office(path: Path, kind: FileKind) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_directory(parts, path.stat().st_size)
            if kind.part not in {part.filename for part in parts}:
                raise NotAllowed(_("文件内容和它的扩展名不符。请用原来的程序另存后再上传。"))
            for part in parts:
                _check_prolog(package, part)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise NotAllowed(_("文件已损坏，不能读取。请另存后再上传。")) from error


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    inflated = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or inflated > LARGEST_INFLATED or inflated > LARGEST_RATIO * size:
        raise NotAllowed(_("文件展开后太大。请压缩其中的图片后再上传。"))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise NotAllowed(_("文件设有密码。请去掉密码再上传。"))
    if any(mark in part.filename.lower() for part in parts for mark in _ACTIVE):
        raise NotAllowed(_("文件里有宏或嵌入的对象。请去掉后再上传，或改成 PDF。"))


def _check_prolog(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type: entities are how a small XML becomes a huge one."""
    if part.filename.lower().endswith((".xml", ".rels", ".vml")):
        with package.open(part) as source:
            start = source.read(_TAIL).replace(b"\x00", b"")
        if b"<!DOCTYPE" in start.upper() or b"<!ENTITY" in start.upper():
            raise NotAllowed(_("文件里有 XML 实体声明，可能有害，不予接收。"))
