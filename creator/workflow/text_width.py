"""How wide words are before a browser sets them, and where to break them."""

import unicodedata

WIDE, NARROW = 1.0, 0.56  # of the font size; measured on common sans-serif fonts, on the safe side


def width(text: str, size: float) -> float:
    """Width in px at this font size; Chinese characters are as wide as they are high."""
    return size * sum(WIDE if _is_wide(char) else NARROW for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA" or char in "MW@"


def wrapped(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """At most `most` lines that each fit `room`; what does not fit ends in `…`.

    Breaks at spaces, and between any two Chinese characters.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        line = _fitting(rest, size, room)
        rest = rest[len(line) :].strip()
        lines.append(line.strip())
    if rest:
        lines[-1] = _cut(lines[-1], size, room)
    return lines


def _fitting(text: str, size: float, room: float) -> str:
    end = len(text)
    while end > 1 and width(text[:end].strip(), size) > room:
        end -= 1
    if end == len(text) or _is_wide(text[end - 1]) or _is_wide(text[end]):
        return text[:end]
    at = text.rfind(" ", 0, end + 1)
    return text[:at] if at > 0 else text[:end]


def _cut(line: str, size: float, room: float) -> str:
    while line and width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
