"""The kinds of documents in the file of a project. A new file of kinds is entered here."""

from creator.services.archive.entries import entries, one
from creator.services.archive.kinds import (  # noqa: F401 - each enters what it defines
    applying,
    deciding,
    drawing,
    handling,
    judging,
    letters,
    objecting,
    ruling,
    screening,
)

__all__ = ["entries", "one"]
