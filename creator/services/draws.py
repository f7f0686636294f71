"""The draws of an edition (抽签) as pages and files tell them, with all that repeating needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from creator.models.draw import DrawList, DrawResult
from creator.models.edition import Edition
from creator.models.person import Person
from creator.rules.actors import appointed
from creator.rules.draws import names_of
from creator.services.offices import need_no_interest, need_staff
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
        """Case numbers or codes as listed."""
        return names_of(self.list.names)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The same in the order drawn; none before that."""
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
    """Every list in the order fixed. For whoever `need_reader` lets pass: the caller asks."""
    query = (
        select(DrawList, DrawResult)
        .outerjoin(DrawResult, DrawResult.list_id == DrawList.id)
        .where(DrawList.edition_id == edition.id)
        .order_by(DrawList.id)
    )
    rows = list(work.session.execute(query))
    newest = {(listed.purpose, listed.round): listed.id for listed, _result in rows}
    return [
        Draw(
            number, listed, result,
            replaced=result is None and newest[listed.purpose, listed.round] != listed.id,
        )
        for number, (listed, result) in enumerate(rows, start=1)
    ]  # fmt: skip


def need_reader(work: Work, edition: Edition) -> None:
    """Draws are for whoever may see the ranking board. Raises `NotFound`, `Refused`."""
    need_staff(work, edition)
    need_no_interest(work, edition)


def experts_of(work: Work, edition: Edition, held: Sequence[Draw]) -> Mapping[int, Person]:
    """Person id -> everybody behind the codes of these draws; for officers, else nobody."""
    if not appointed(work.actor, "officer", edition):
        return {}
    ids = {id for draw in held for id in (draw.list.experts or {}).values()}
    people = work.session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in people}
