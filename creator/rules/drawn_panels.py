"""A panel drawn by lot (随机抽取): who is on the list, and in which order they came out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from creator.models.draw import DrawList, DrawResult
from creator.models.edition import Edition
from creator.models.person import ExpertProfile, Person
from creator.models.review import PanelSeat
from creator.rules.draws import names_of
from creator.rules.holding import holders
from creator.rules.pseudonyms import pseudonyms


def in_pool(session: Session, edition: Edition, now: datetime) -> Sequence[int]:
    """Person ids of everybody who could be drawn today."""
    query = (
        select(Person.id)
        .join(ExpertProfile, ExpertProfile.person_id == Person.id)
        .where(ExpertProfile.host_id == edition.host_id, Person.disabled_at.is_(None))
        .where(Person.id.in_(holders(edition, "expert", now)))
        .order_by(Person.id)
    )
    return session.scalars(query).all()


def order(session: Session, edition_id: int, index: int) -> dict[str, int]:
    """Code -> person id, as drawn for the round; of a further draw after those of the first."""
    found = session.execute(_drawn(DrawList.experts, DrawResult.chosen, edition_id, index))
    return {name: row[0][name] for row in found for name in names_of(row[1])}


def _drawn(wanted: Any, also: Any, edition_id: int, index: int) -> Select[Any]:
    """Of the draws of experts held for the round, the first held first."""
    return (
        select(wanted, also)
        .join(DrawResult, DrawResult.list_id == DrawList.id)
        .where(DrawList.edition_id == edition_id, DrawList.round == index)
        .where(DrawList.purpose == "panel")
        .order_by(DrawList.id)
    )


def seats_drawn(session: Session, edition_id: int, index: int) -> int:
    """How many the draws of the round seat before substitutes are called."""
    found = session.execute(_drawn(DrawList.seats, DrawList.id, edition_id, index))
    return sum(row[0] for row in found)


def to_draw(session: Session, edition: Edition, index: int, now: datetime) -> dict[str, int]:
    """Code -> person id of everybody in the pool who was not drawn for the round before."""
    before = order(session, edition.id, index)
    left = {str(id) for id in in_pool(session, edition, now)} - {str(p) for p in before.values()}
    # Another salt than that of the ranking board: the codes of one tell nothing of the other's.
    naming = f"{edition.naming_seed}:panel:{index}"
    codes = pseudonyms(naming, left, letter="X", after=len(before))
    return {code: int(person) for person, code in codes.items()}


def never_called(session: Session, edition_id: int, index: int) -> list[int]:
    """Whoever was drawn for the round and never had a seat, in the order drawn."""
    query = select(PanelSeat.expert_id).where(
        PanelSeat.edition_id == edition_id, PanelSeat.round == index
    )
    seated = set(session.scalars(query))
    return [id for id in order(session, edition_id, index).values() if id not in seated]
