"""What a text must be before it reaches a table.

SQLite takes a NUL, PostgreSQL refuses it, and both take invisible marks that turn a line of text
around. One rule for both, so that a text read back equals the text that was accepted.
"""

import re
import unicodedata

from sqlalchemy.exc import DontWrapMixin

from creator.i18n import Text, _

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"
_CONTROLS_BUT_TAB_AND_NEWLINE = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_UNFIT_IN_PROSE = re.compile(f"[{_CONTROLS_BUT_TAB_AND_NEWLINE}{_BIDI}{_SURROGATES}]")
_UNFIT_IN_A_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}{_SURROGATES}]")


class UnfitText(DontWrapMixin, ValueError):
    """A text that no table takes; `text` says what is wrong with it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def _without(unfit: re.Pattern[str], written: str) -> str:
    found = unfit.search(written)
    if found:
        code = f"U+{ord(found.group()):04X}"
        place = found.start() + 1
        raise UnfitText(
            _("第 {place} 个字符（{code}）不能使用。请删去后再试。", place=place, code=code)
        )
    return unicodedata.normalize("NFC", written)


def _within(limit: int | None, written: str) -> str:
    if limit is not None and len(written) > limit:
        raise UnfitText(
            _("最多 {limit} 个字，现在有 {length} 个字。", limit=limit, length=len(written))
        )
    return written


def fit_line(written: str, limit: int | None = None) -> str:
    """One line in NFC of at most `limit` characters.

    Control characters, line ends, marks of writing direction and halves of a character are refused
    with `UnfitText`; nothing but the normal form is changed.
    """
    return _within(limit, _without(_UNFIT_IN_A_LINE, written))


def fit_prose(written: str, limit: int | None = None) -> str:
    """The same for text of several lines: tabs stay, every kind of line end becomes `\\n`."""
    with_plain_ends = written.replace("\r\n", "\n").replace("\r", "\n")
    return _within(limit, _without(_UNFIT_IN_PROSE, with_plain_ends))
