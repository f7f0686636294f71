"""Draws: the list is the one published, and the order is what the number makes of it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.draw import DrawList, DrawResult
from creator.models.review import PanelSeat
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


def seats(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """Whoever sits in a round for which experts were drawn was drawn for it."""
    query = select(DrawList).join(DrawResult, DrawResult.list_id == DrawList.id)
    drawn_for: dict[tuple[int, int], set[int]] = {}
    for listed in session.scalars(query.where(DrawList.purpose == "panel")):
        known = drawn_for.setdefault((listed.edition_id, listed.round), set())
        known |= set((listed.experts or {}).values())
    held = select(PanelSeat.edition_id, PanelSeat.round, PanelSeat.expert_id)
    for edition, index, expert in session.execute(
        held.where(PanelSeat.edition_id.in_({edition for edition, _index in drawn_for}))
    ):
        if expert not in drawn_for.get((edition, index), set()):
            where = f"edition:{edition} round:{index} person:{expert}"
            yield Breach("draw.seat", where, _("专家不是抽取的，却在专家组里。"))


def _follows(listed: DrawList, result: DrawResult) -> bool:
    names = names_of(listed.names)
    again = drawn(names, [result.number], len(names), "sha256")
    return (written(again["chosen"]), digest(again)) == (result.chosen, result.digest)
