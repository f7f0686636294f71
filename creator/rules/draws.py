"""Draws by a public number: the list that waits for its number, and the lots that were drawn."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.clock import local
from creator.models.draw import DrawList, DrawResult
from creator.models.edition import Edition
from creator.rules.pins import pinned
from creator.rules.step import Step

PURPOSES = ("ties", "panel")
"""What is drawn: the order of equals in the ranking, or the experts of a round."""


def names_of(text: str) -> tuple[str, ...]:
    """The names of a kept list or result, in their order."""
    return tuple(text.split("\n")[:-1])


def written(names: Sequence[str]) -> str:
    """Names as a list keeps them: the text that the commitment is the sha256 of."""
    return "".join(f"{name}\n" for name in names)


def waiting(session: Session, edition: Edition, purpose: str) -> DrawList | None:
    """The list committed last, while it is not drawn; of the round it is drawn for now only.

    An older one that was never drawn gave way to it before anybody could know its number.
    """
    query = (
        select(DrawList, DrawResult.list_id)
        .outerjoin(DrawResult, DrawResult.list_id == DrawList.id)
        .where(DrawList.edition_id == edition.id, DrawList.purpose == purpose)
        .where(DrawList.round == round_drawn(session, edition, purpose))
        .order_by(DrawList.id.desc())
    )
    found = session.execute(query.limit(1)).one_or_none()
    return None if found is None or found[1] is not None else found[0]


def round_drawn(session: Session, edition: Edition, purpose: str) -> int:
    """The round of a draw that would be held now: see `DrawList.round`."""
    if purpose == "ties" or pinned(session, edition, "edition").has(edition.state, "scoring_open"):
        return edition.round_index
    return edition.round_index + 1


def today(step: Step) -> date:
    """The day by a Chinese calendar."""
    return local(step.now).date()


def lots(session: Session, edition_id: int, round_index: int) -> dict[str, int]:
    """Case number -> its place in the draw held after this round, 1 first.

    Places in draws after other rounds cannot be compared with these and do not count.
    """
    query = (
        select(DrawResult.chosen)
        .join(DrawList, DrawList.id == DrawResult.list_id)
        .where(DrawList.edition_id == edition_id, DrawList.round == round_index)
        .where(DrawList.purpose == "ties")
        .order_by(DrawList.id)
    )
    return {
        name: place
        for chosen in session.scalars(query)
        for place, name in enumerate(names_of(chosen), start=1)
    }
