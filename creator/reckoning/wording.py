"""Sums of money inside sentences, written the way the reader's language writes them."""

from dataclasses import dataclass

from creator.money import show


@dataclass(frozen=True)
class Sum:
    """A parameter of a `Text`: 分, shown as money when the sentence is read."""

    fen: int

    def __str__(self) -> str:
        return show(self.fen)
