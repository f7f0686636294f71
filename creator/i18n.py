"""Sentences in two languages.

A message id is the Chinese sentence itself; `translations/en` holds its English. `_()` does not
translate at once: it returns a `Text`, which becomes words when it is shown. So the same refusal
can be read in Chinese on a page, in English in a mail and in either on the command line.
"""

import gettext as _gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")

_language: ContextVar[str] = ContextVar("language", default="zh")


@lru_cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "zh":
        return _gettext.NullTranslations()
    folder = Path(__file__).resolve().parent / "translations"
    return _gettext.translation("messages", folder, [language], fallback=True)


def current_language() -> str:
    """`zh` or `en`: the language of whoever reads what is being written now."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything shown inside is shown in this language (an unknown one falls back to Chinese)."""
    token = _language.set(language if language in LANGUAGES else "zh")
    try:
        yield
    finally:
        _language.reset(token)


@dataclass(frozen=True)
class Text:
    """A sentence with named parameters; `str()` gives it in the current language."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = _catalogue(current_language()).gettext(self.msgid)
        return sentence.format(**self.params) if self.params else sentence

    def __html__(self) -> str:
        # Parameters may be what a user typed: escape the finished sentence, not its parts.
        from markupsafe import escape  # noqa: PLC0415 - only pages need it

        return str(escape(str(self)))

    def __hash__(self) -> int:
        return hash(self.msgid)


@dataclass(frozen=True)
class Label:
    """A name given in both languages by a lifecycle or programme file."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.zh


def _(msgid: str, **params: Any) -> Text:
    """Mark a Chinese sentence for translation; `{name}` places are filled from `params`."""
    return Text(msgid, params)


@dataclass(frozen=True)
class Listed:
    """Several things as one parameter of a sentence, joined as the reader's language does."""

    items: tuple[Any, ...]
    between: Text

    def __bool__(self) -> bool:
        return bool(self.items)

    def __str__(self) -> str:
        return str(self.between).join(map(str, self.items))


def listed(items: Iterable[Any], between: Text = _("、")) -> Listed:  # noqa: B008
    """The only joiner of words for people: `a、b` in Chinese, `a, b` in English."""
    return Listed(tuple(items), between)


def clauses(items: Iterable[Any]) -> Listed:
    """Whole clauses instead of words: `…；…`."""
    return Listed(tuple(items), _("；"))


def both(words: object) -> dict[str, str]:
    """The same words in both languages, for JSON, for frozen records and for letters."""
    result = {}
    for language in LANGUAGES:
        with speaking(language):
            result[language] = str(words)
    return result
