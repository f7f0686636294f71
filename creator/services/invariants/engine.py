"""The database itself: pages and references."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.services.invariants.breach import Breach
from creator.storage import Storage


def sound(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """SQLite's own checks. PostgreSQL keeps references and pages itself."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Breach("database.integrity", "sqlite", _("数据库损坏：{line}", line=line))
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Breach("database.reference", str(row[0]), _("有指向不存在记录的引用。"))
