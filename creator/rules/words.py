"""Registries: a word of a lifecycle file, and the function that gives it its meaning."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from creator.i18n import Label
from creator.workflow.vocabulary import ParamType, Word

Meaning = TypeVar("Meaning", bound=Callable[..., object])


class Registry(Generic[Meaning]):
    """The words of one kind. A word is defined once, by decorating its function."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.words: dict[str, Word] = {}
        self._meanings: dict[str, Meaning] = {}

    def __call__(
        self,
        name: str,
        *,
        zh: str,
        en: str,
        params: Mapping[str, ParamType] | None = None,
        locks: tuple[str, ...] = (),
        optional: tuple[str, ...] = (),
    ) -> Callable[[Meaning], Meaning]:
        """Decorator: this function is what `name` means."""

        def define(meaning: Meaning) -> Meaning:
            if name in self.words:
                raise ValueError(f"{self.kind} {name!r} is defined twice")
            self.words[name] = Word(
                name, params or {}, Label(zh, en), locks, optional=frozenset(optional)
            )
            self._meanings[name] = meaning
            return meaning

        return define

    def __getitem__(self, name: str) -> Meaning:
        return self._meanings[name]

    def __contains__(self, name: str) -> bool:
        return name in self._meanings
