"""Is this .xlsx harmless? Asked before any parser sees it.

A workbook is a zip of XML. Sizes, ratio and number of parts are judged by the directory, so that a
bomb is refused without being inflated; `zipfile` never yields more than the directory declares.
"""

import zlib
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from creator.i18n import Text, _
from creator.intake.understanding import NotReadable

LARGEST_FILE = 10_000_000  # bytes as uploaded
LARGEST_INFLATED = 20_000_000  # bytes, all parts together
LARGEST_RATIO = 100  # honest sheets reach about 30
MOST_PARTS = 500
MOST_TAGS = 1_500_000  # a parser keeps some 100 bytes for each; a cell has four to eight
_RATIO_MATTERS_FROM = 1_000_000
_CHUNK = 65_536
_ENCRYPTED = 0x1
_MACRO_PARTS = ("vbaproject", "xl/macrosheets/", "xl/activex/")
_XML = (".xml", ".rels", ".vml")

_SAVE_AS = _("请在 Excel 或 WPS 中打开，另存为“.xlsx”，再上传。")
_DAMAGED = _("文件已损坏，不能读取。")
_TOO_LARGE = _("文件展开后太大，不像一份申报汇总表。")
_SPLIT = _("请只保留汇总表所在的工作表，去掉图片和空白行列，再上传。")


def check_package(data: bytes) -> None:
    """Raise `NotReadable` unless `data` is a plain workbook of bearable size."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(_("这是旧版 Excel 文件，或者设有打开密码。"), _SAVE_AS)
    try:
        with ZipFile(BytesIO(data)) as package:
            _check_directory(package.infolist(), len(data))
            _check_parts(package)
    except NotReadable:
        raise
    except (BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error) as error:
        raise NotReadable(_DAMAGED, _SAVE_AS) from error


def _check_parts(package: ZipFile) -> None:
    tags = 0
    for part in package.infolist():
        if not part.filename.lower().endswith(_XML):
            continue
        with package.open(part) as source:
            tags += _check_prolog(source)
            while chunk := source.read(_CHUNK):
                tags += chunk.count(b"<")
                if tags > MOST_TAGS:
                    raise NotReadable(_TOO_LARGE, _SPLIT)


def _check_directory(parts: list[ZipInfo], size: int) -> None:
    names = [part.filename.lower() for part in parts]
    inflated = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or inflated > LARGEST_INFLATED:
        raise NotReadable(_TOO_LARGE, _SPLIT)
    if inflated > _RATIO_MATTERS_FROM and inflated > LARGEST_RATIO * size:
        raise NotReadable(_TOO_LARGE, _SPLIT)
    if any(mark in name for name in names for mark in _MACRO_PARTS):
        raise NotReadable(_("文件里有宏，不予读取。"), _SAVE_AS)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise NotReadable(_("文件设有密码。"), _("请去掉密码再上传。"))
    if len(set(names)) != len(names) or not _only_plain_compression(parts):
        raise NotReadable(_DAMAGED, _SAVE_AS)
    if "[content_types].xml" not in names:
        raise NotReadable(_("这不是 Excel 工作簿。"), _SAVE_AS)


def _only_plain_compression(parts: list[ZipInfo]) -> bool:
    return all(part.compress_type in (ZIP_STORED, ZIP_DEFLATED) for part in parts)


class _Doctype(Exception):
    pass


class _RootReached(Exception):
    pass


def _check_prolog(source: IO[bytes]) -> int:
    """Refuse a document type, as the XML parser itself sees it, whatever the encoding.

    Reads until the root element begins; returns how many tags went by.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _stop_at_root
    tags = 0
    try:
        while chunk := source.read(_CHUNK):
            tags += chunk.count(b"<")
            parser.Parse(chunk)
    except _RootReached:
        return tags
    except _Doctype as doctype:
        text: Text = _("文件里有 XML 实体声明，可能有害，不予读取。")
        raise NotReadable(text, _SAVE_AS) from doctype
    except expat.ExpatError as error:
        raise NotReadable(_DAMAGED, _SAVE_AS) from error
    return tags


def _refuse_doctype(*_declaration: object) -> None:
    raise _Doctype


def _stop_at_root(*_element: object) -> None:
    raise _RootReached
