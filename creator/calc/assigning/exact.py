"""Numbers as integers of sixty decimal places, read a column at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from creator.calc.values import Number

DECIMALS = 60
"""Whatever programs write of a similarity that is worth counting: 17 digits after many zeros."""
_NUMBER = rf"-?\d{{1,15}}(?:\.\d{{1,{DECIMALS}}})?"
_ONE = re.compile(_NUMBER, re.ASCII)
_MANY = re.compile(rf"{_NUMBER}(?:\n{_NUMBER})*", re.ASCII)


@dataclass
class Exact:
    """A number as an integer of sixty decimal places; remembers how many places were written."""

    folds: bool = field(default=True, init=False)
    decimals: int = field(default=0, init=False)

    def take(self, text: str) -> int:
        if not _ONE.fullmatch(text):
            text = format(Number(decimals=DECIMALS).take(text), "f")
        whole, _point, places = text.partition(".")
        self.decimals = max(self.decimals, len(places.rstrip("0")))
        return int(f"{whole}{places:0<{DECIMALS}}")

    def many(self, texts: Sequence[str]) -> list[int] | None:
        """All of these at once, if they are plain numbers with equally many places."""
        places = {len(text) - text.find(".") - 1 if "." in text else 0 for text in texts}
        joined = "\n".join(texts)
        if len(places) != 1 or not _MANY.fullmatch(joined):
            return None
        written = places.pop()
        self.decimals = max(self.decimals, written)
        unit = 10 ** (DECIMALS - written)
        values = [int(text) * unit for text in joined.replace(".", "").split("\n")]
        return values if len(values) == len(texts) else None
