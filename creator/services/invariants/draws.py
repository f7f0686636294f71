"""Draws: the list is the one published, and the order is what the number makes of it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.draw import DrawList, DrawResult
from creator.reckoning.canonical import digest
from creator.reckoning.drawn import drawn
from creator.reckoning.draws import commitment
from creator.rules.draws import names_of, written
from creator.services.invariants.breach import Breach
from creator.storage import Storage


def draws(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A list has its digest; a result follows from list and number."""
    query = select(DrawList, DrawResult).outerjoin(DrawResult, DrawResult.list_id == DrawList.id)
    for listed, result in session.execute(query.order_by(DrawList.id)):
        if commitment(names_of(listed.names)) != listed.digest:
            yield Breach("draw.list", f"draw:{listed.id}", _("抽签名单与其摘要不符。"))
        if result is not None and not _follows(listed, result):
            yield Breach("draw.recomputed", f"draw:{listed.id}", _("抽签结果与重算的不一致。"))


def _follows(listed: DrawList, result: DrawResult) -> bool:
    names = names_of(listed.names)
    again = drawn(names, [result.number], len(names), "sha256")
    return (written(again["chosen"]), digest(again)) == (result.chosen, result.digest)
