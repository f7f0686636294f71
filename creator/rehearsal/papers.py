"""The smallest real files: what people attach when only the attaching is rehearsed."""

import zipfile
from collections.abc import Callable, Collection, Mapping
from io import BytesIO

from PIL import Image


def paper(word: str, kinds: Collection[str]) -> tuple[str, bytes]:
    """Ending and content of a small file of one of these kinds; `word` makes it unlike others."""
    for kind, (ending, make) in _MAKERS.items():
        if kind in kinds:
            return ending, make(word)
    raise ValueError(f"no paper of the kinds {sorted(kinds)}")


def picture(word: str) -> bytes:
    """A small PNG; another word gives another picture."""
    shade = sum(word.encode()) % 200
    stream = BytesIO()
    Image.new("RGB", (16, 16), (shade, 120, 160)).save(stream, "PNG")
    return stream.getvalue()


def document(word: str) -> bytes:
    """A one-page PDF."""
    page = f"BT /F1 12 Tf 20 100 Td ({word.encode().hex()[:40]}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + tail


def _office(part: str) -> Callable[[str], bytes]:
    def make(word: str) -> bytes:
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for name in ("[Content_Types].xml", part):
                package.writestr(zipfile.ZipInfo(name), f"<sample>{word.encode().hex()}</sample>")
        return stream.getvalue()

    return make


_MAKERS: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "pdf": (".pdf", document),
    "image": (".png", picture),
    "word": (".docx", _office("word/document.xml")),
    "sheet": (".xlsx", _office("xl/workbook.xml")),
    "slides": (".pptx", _office("ppt/presentation.xml")),
}
