"""Photographs: written anew without what the camera hid in them, which is kept apart."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from creator.i18n import _
from creator.services.file_kinds import NotAllowed

MOST_PIXELS = 60_000_000
_QUALITY = 90
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True)
class Photograph:
    """A picture without hidden data, and what its camera said of time and place."""

    content: bytes
    taken_at: str
    taken_where: str


def cleaned(path: Path, media_type: str) -> Photograph:
    """Decode and encode again. Raises `NotAllowed` for what is no picture, or a huge one."""
    kind = _FORMATS[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAllowed(_("图片太大。请缩小到 6000 万像素以内再上传。"))
                taken_at, taken_where = _said_by_camera(picture)
                upright = ImageOps.exif_transpose(picture)
                return Photograph(_encoded(upright, kind), taken_at, taken_where)
    except (OSError, SyntaxError, ValueError, EOFError, Warning, Image.DecompressionBombError) as e:
        if isinstance(e, NotAllowed):
            raise
        raise NotAllowed(_("图片已损坏，不能读取。请重新拍摄或另存后再上传。")) from e


def _encoded(picture: Image.Image, kind: str) -> bytes:
    if kind == "JPEG" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    bare = Image.new(picture.mode, picture.size)
    if picture.palette is not None:
        bare.putpalette(picture.palette)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return target.getvalue()


def _said_by_camera(picture: Image.Image) -> tuple[str, str]:
    """Time as the camera wrote it (no zone), place as `34.26580,108.95410`; empty if unsaid."""
    exif = picture.getexif()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    written = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or ""
    return _printable(written), _place(exif.get_ifd(ExifTags.IFD.GPSInfo))


def _printable(written: Any) -> str:
    return "".join(c for c in str(written) if c.isprintable())[:40].strip()


def _place(gps: Mapping[int, Any]) -> str:
    try:
        north = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S")
        east = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{north:.5f},{east:.5f}"


def _degrees(parts: Any, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value
