"""Where guards are defined."""

from collections.abc import Callable, Iterator

from creator.rules.refusal import Refusal
from creator.rules.words import Registry

guard: Registry[Callable[..., Iterator[Refusal]]] = Registry("guard")
