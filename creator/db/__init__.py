"""The database: column types, the declarative base and the unit of work."""

from creator.db.base import Base
from creator.db.database import READS_ONLY, Database, WroteWhileReading
from creator.db.failure import Unavailable
from creator.db.text import UnfitText, fit_line, fit_prose
from creator.db.types import Exact, Instant, Json, Line, Number, Prose

__all__ = [
    "READS_ONLY",
    "Base",
    "Database",
    "Exact",
    "Instant",
    "Json",
    "Line",
    "Number",
    "Prose",
    "Unavailable",
    "UnfitText",
    "WroteWhileReading",
    "fit_line",
    "fit_prose",
]
