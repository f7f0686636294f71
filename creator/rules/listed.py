"""Several things in one sentence, named in the language of whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Listed:
    """Texts or labels as a parameter of a sentence, joined by 、."""

    items: Sequence[Any]

    def __str__(self) -> str:
        return "、".join(map(str, self.items))
