"""A draw anybody can repeat: the list is fixed first, then public numbers nobody controls decide.

The procedure of RFC 3797. The public numbers become one key string; counter, key and counter again
are hashed; the hash as a whole number (big-endian) modulo the names that remain is the place of
the next one chosen. RFC 3797 prescribes MD5; the house's own draws use SHA-256 in its place.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import comb
from typing import Literal

from creator.half_width import half_width
from creator.i18n import _
from creator.reckoning.canonical import digits
from creator.reckoning.refusal import Unreckonable

Hash = Literal["md5", "sha256"]

MOST_NAMES = 0xFFFF
"""The counter has two bytes."""

_NUMBERS = re.compile(r"\d+(\.\d+)?(\s+\d+(\.\d+)?)*", re.ASCII)
_WORDS = re.compile(r"(?=.*[A-Za-z])[ -~]+")


@dataclass(frozen=True)
class Step:
    """One name drawn: `index` is its number in the list (from 1), `remaining` the divisor."""

    counter: int
    hash: str
    remaining: int
    remainder: int
    index: int
    chosen: str


def commitment(names: Sequence[str]) -> str:
    """sha256 of the names in their order, each followed by a line feed, in UTF-8."""
    return hashlib.sha256("".join(f"{name}\n" for name in names).encode()).hexdigest()


def bits_needed(count: int, pick: int) -> int:
    """How much chance the public numbers must hold, so that every outcome is possible."""
    return (comb(count, pick) - 1).bit_length()


def key_string(public_numbers: Sequence[str]) -> str:
    """All sources in canonical form, each followed by `/`."""
    if not public_numbers:
        raise Unreckonable(_("没有公开数字，无法抽签。"))
    return "".join(f"{canonical_source(source)}/" for source in public_numbers)


def canonical_source(source: str) -> str:
    """One source: numbers in rising order, each with its full stop, or capitals and digits.

    `08 2 5` becomes `2.5.8.`, `12.50` becomes `12.5`, `W 4-1` becomes `W41`.
    """
    text = _plain(source)
    if _NUMBERS.fullmatch(text):
        return "".join(_number(value) for value in sorted(map(Decimal, text.split())))
    if _WORDS.fullmatch(text):
        return re.sub("[^A-Z0-9]", "", text.upper())
    raise Unreckonable(
        _(
            "公开数字“{source}”写法不明确：请写成以空格分开的非负数（如 2 5 12 8 10 或 3187.45），"
            "或者只用英文字母、数字和标点。",
            source=source,
        )
    )


def written_source(source: str) -> str:
    """The source as it is kept and written in commands: blanks and digits, or letters and digits.

    It has the canonical form of `source`. Raises `Unreckonable` for what has none.
    """
    text, canonical = _plain(source), canonical_source(source)
    return " ".join(text.split()) if _NUMBERS.fullmatch(text) else canonical


def _plain(source: str) -> str:
    return half_width(source).strip()


def _number(value: Decimal) -> str:
    written = digits(value)
    return written if "." in written else f"{written}."


def draw(names: Sequence[str], key: str, pick: int, how: Hash) -> tuple[Step, ...]:
    """`pick` of `names`, in the order in which they are drawn."""
    _check(names, pick)
    left = list(enumerate(names, 1))
    steps = []
    for counter in range(pick):
        hashed = _hash(counter, key, how)
        remainder = int.from_bytes(hashed, "big") % len(left)
        remaining = len(left)
        index, chosen = left.pop(remainder)
        steps.append(Step(counter, hashed.hex().upper(), remaining, remainder, index, chosen))
    return tuple(steps)


def _hash(counter: int, key: str, how: Hash) -> bytes:
    bracket = counter.to_bytes(2, "big")
    return hashlib.new(how, bracket + key.encode() + bracket, usedforsecurity=False).digest()


def _check(names: Sequence[str], pick: int) -> None:
    if len(names) > MOST_NAMES:
        raise Unreckonable(
            _("名单有 {n} 个名字，最多 {most} 个；请分组抽签。", n=len(names), most=MOST_NAMES)
        )
    if not 1 <= pick <= len(names):
        raise Unreckonable(
            _("要抽 {pick} 个，但名单有 {n} 个名字；请改抽取数。", pick=pick, n=len(names))
        )
