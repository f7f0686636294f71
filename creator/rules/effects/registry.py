"""Where effects are defined."""

from collections.abc import Callable, Iterator

from creator.rules.requests import Request
from creator.rules.words import Registry

effect: Registry[Callable[..., Iterator[Request]]] = Registry("effect")
