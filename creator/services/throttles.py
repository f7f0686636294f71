"""How often something may be tried. Counted in the database, because processes share it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete, update

from creator.db.upsert import upsert
from creator.models.access import Throttle
from creator.services.work import Work

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries per window for one key of this kind."""

    kind: str
    most: int

    def key(self, of: str) -> str:
        """The row's key; what it is about (a number, an address) is not readable from it."""
        return f"{self.kind}:{hashlib.sha256(of.encode()).hexdigest()[:32]}"


ACCOUNT = Limit("account", 5)
KNOWN_DEVICE = Limit("known", 10)
# A street office of thirty people may share one address.
ADDRESS = Limit("address", 60)
CODE = Limit("code", 20)


def count(work: Work, limit: Limit, of: str) -> timedelta | None:
    """Count one try. Returns how long to wait when it is one too many, else None.

    Counted before the attempt, in one statement, so that parallel tries cannot slip through.
    """
    insert = upsert(work.session.get_bind().dialect.name, Throttle)
    over = Throttle.window_ends_at <= work.now
    ends = work.now + WINDOW
    tries, until = work.session.execute(
        insert.values(key=limit.key(of), count=1, window_ends_at=ends)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((over, 1), else_=Throttle.count + 1),
                "window_ends_at": case((over, ends), else_=Throttle.window_ends_at),
            },
        )
        .returning(Throttle.count, Throttle.window_ends_at)
    ).one()
    return until - work.now if tries > limit.most else None


def give_back(work: Work, limit: Limit, of: str) -> None:
    """Take one try back: it was a right one, and others who share the key may still come."""
    mine = update(Throttle).where(Throttle.key == limit.key(of), Throttle.count > 0)
    work.session.execute(mine.values(count=Throttle.count - 1))


def forget(work: Work, limit: Limit, of: str) -> None:
    """Start again from nothing: the right person came."""
    work.session.execute(delete(Throttle).where(Throttle.key == limit.key(of)))


def sweep(work: Work) -> None:
    """Drop rows whose window is over."""
    work.session.execute(delete(Throttle).where(Throttle.window_ends_at <= work.now))
