"""Passwords: what may be one, and how one is kept and compared.

argon2id with the OWASP parameters (19 MiB, 2 passes, 1 lane). Comparing takes some 30 ms of a
processor, so it is done outside any writing unit of work.
"""

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from creator.i18n import Text, _
from creator.models.person import Person

SHORTEST, LONGEST = 8, 128  # characters, counted before anything is computed

PARAMETERS = Parameters(
    type=Type.ID, version=ARGON2_VERSION, salt_len=16, hash_len=32,
    time_cost=2, memory_cost=19 * 1024, parallelism=1,
)  # fmt: skip
HASHER = PasswordHasher.from_parameters(PARAMETERS)
_CONTEXT = ("公益创投", "公益", "创投", "gongyichuangtou", "gongyi", "chuangtou", "creator")


class WeakPassword(ValueError):
    """Not fit to be a password; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def fit_length(password: str) -> bool:
    """Whether it is worth comparing at all."""
    return SHORTEST <= len(password) <= LONGEST


def check(password: str, person: Person) -> None:
    """Raise `WeakPassword` when it is too short, too long, guessed first, or about the person."""
    if not fit_length(password):
        raise WeakPassword(_("密码要有 {least} 到 {most} 个字符。", least=SHORTEST, most=LONGEST))
    folded = _normal(password).lower()
    if _digest(folded) in _common() or len(set(folded)) < 4:
        raise WeakPassword(
            _("这个密码太常见，很容易被猜到。请换一个，例如几个不相干的词连在一起。")
        )
    if len(_without_known(folded, person)) < SHORTEST // 2:
        raise WeakPassword(_("密码不要用手机号、姓名、年份或“公益创投”这样的字样。"))


def _without_known(folded: str, person: Person) -> str:
    known = [person.mobile, person.mobile[-8:], person.name.lower(), *_CONTEXT]
    for word in filter(None, known):
        folded = folded.replace(word, "")
    return re.sub(r"(?:19|20)\d\d", "", folded)


def keep(password: str) -> str:
    """What is stored instead of the password."""
    return HASHER.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Compare, taking the same time when there is nothing stored to compare with."""
    if not fit_length(password):
        return False
    try:
        return HASHER.verify(stored or _decoy(), _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def _decoy() -> str:
    return HASHER.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:10]


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def prepare() -> None:
    """Compute once what comparing needs, so that the first stranger is answered like the second."""
    _decoy()
    _common()
