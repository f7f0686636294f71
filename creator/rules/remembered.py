"""What was reckoned once and stays true while everything it was reckoned from is the same."""

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """The last value of each of a few places, with all it depends on.

    A value is never out of date: whoever asks brings what it depends on now, and gets it only when
    that is equal to what it was made of. So this needs no clock and nobody has to clear it.
    Threads that ask for the same at once wait for the first: making it is dear in time and memory.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[int, tuple[K, V]] = {}
        self._making = RLock()

    def get(self, place: int, basis: K, make: Callable[[], V]) -> V:
        """The value for this basis, made unless it is the one made last for this place.

        `make` may read the database but must wait for no lock of it.
        """
        with self._making:
            known = self._known.get(place)
            if known is not None and known[0] == basis:
                return known[1]
            value = make()
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[place] = basis, value
            return value
