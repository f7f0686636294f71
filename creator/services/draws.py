"""The draws of an edition (抽签) as pages and files tell them, with all that repeating needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from creator.models.draw import DrawList, DrawResult
from creator.models.edition import Edition
from creator.rules.draws import names_of
from creator.services.work import Work


@dataclass(frozen=True)
class Draw:
    """One list, and its result once it is drawn. `replaced`: another list took its place."""

    number: int
    """1, 2 … in the edition, in the order fixed."""
    list: DrawList
    result: DrawResult | None
    replaced: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Case numbers as listed."""
        return names_of(self.list.names)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Case numbers in the order drawn; none before that."""
        return names_of(self.result.chosen) if self.result else ()

    @property
    def file(self) -> str:
        """The name of the list among the files of the edition."""
        return f"draw-{self.number}.txt"

    @property
    def command(self) -> str:
        """What anybody types to repeat it: before the number is known, the commitment alone."""
        start = f"creator calc draw --list {self.file}"
        if self.result is None:
            return f"{start} --commit"
        return (
            f'{start} --committed {self.list.digest} --public-number "{self.result.number}"'
            f" --pick {len(self.names)}"
        )


def draws(work: Work, edition: Edition) -> Sequence[Draw]:
    """Every list in the order fixed. For whoever may see the ranking board: the caller asks."""
    query = (
        select(DrawList, DrawResult)
        .outerjoin(DrawResult, DrawResult.list_id == DrawList.id)
        .where(DrawList.edition_id == edition.id)
        .order_by(DrawList.id)
    )
    rows = list(work.session.execute(query))
    return [
        Draw(number, listed, result, result is None and number < len(rows))
        for number, (listed, result) in enumerate(rows, start=1)
    ]
