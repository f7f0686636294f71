"""Which organisations, people and applications of a sheet are here already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from creator.i18n import Text, _
from creator.identifiers import CreditCode, FilingNumber
from creator.intake.understanding import Row
from creator.intake.words import bare
from creator.models.edition import Edition
from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.services.acquaintance import known_to
from creator.services.work import Work

Number = tuple[str, str]
"""Kind of identifier, and its value."""


@dataclass(frozen=True)
class Remark:
    """Something to say about a cell of a row; `fatal`: the row cannot be taken over so."""

    column: str
    kind: str
    text: Text
    remedy: Text
    fatal: bool = False


def number_of(row: Row) -> Number | None:
    """The identifier of the row's organisation, if it has a sound one."""
    match row.value("identifier"):
        case CreditCode(value=code):
            return "credit_code", code
        case FilingNumber() as filing:
            return "filing", filing.value
        case _:
            return None


@dataclass(frozen=True)
class Known:
    """What the database knows of the organisations, titles and telephones of a sheet."""

    by_number: Mapping[Number, Organisation]
    by_name: Mapping[str, Organisation]
    """Organisations of the host that carry no number, by name as compared."""
    titles: frozenset[tuple[int, str]]
    people: Mapping[str, Person]
    known_people: frozenset[int]
    """Those of `people` who are no strangers to the host; the names of others are not told."""

    def organisation(self, row: Row) -> Organisation | None:
        """The organisation of this row, if it is here already."""
        number = number_of(row)
        if number is not None:
            return self.by_number.get(number)
        return self.by_name.get(bare(row.value("organisation") or ""))

    def remarks_on(self, row: Row) -> Iterator[Remark]:
        """What the officer should know before this row is stored."""
        organisation, phone = self.organisation(row), row.value("phone")
        person = self.people.get(str(phone)) if phone else None
        if organisation is not None:
            yield from self._on_organisation(organisation, row)
        if person is not None and bare(person.name) != bare(row.value("contact") or ""):
            yield from self._on_person(person, row)

    def _on_person(self, person: Person, row: Row) -> Iterator[Remark]:
        if person.id not in self.known_people:
            yield Remark(
                "phone", "contradiction",
                _("这个号码已有人使用，姓名与所填的不一致。"),
                _("请核对号码和姓名。"), fatal=True,
            )  # fmt: skip
        elif row.value("contact"):
            yield Remark(
                "phone", "contradiction",
                _("这个号码是{name}的。", name=person.name),
                _("请核对；不改正则由{name}认领。", name=person.name),
            )  # fmt: skip

    def _on_organisation(self, organisation: Organisation, row: Row) -> Iterator[Remark]:
        if bare(organisation.name) != bare(row.value("organisation") or ""):
            yield Remark(
                "organisation", "contradiction",
                _("这个号码已登记为{name}。", name=organisation.name),
                _("请核对号码；不改正则归入该单位。"),
            )  # fmt: skip
        if (organisation.id, bare(row.value("title") or "")) in self.titles:
            yield Remark(
                "title", "doubled",
                _("{name}在本届已有同名的申报项目。", name=organisation.name),
                _("请剔除这一行；如果是另一个项目，请改用不同的名称。"), fatal=True,
            )  # fmt: skip


def recognise(work: Work, edition: Edition, rows: Sequence[Row]) -> Known:
    """Look everything up at once."""
    numbers = {number for row in rows if (number := number_of(row))}
    phones = {str(row.value("phone")) for row in rows if row.value("phone")}
    found = work.session.scalars(select(Person).where(Person.mobile.in_(phones))).unique().all()
    by_name = {bare(one.name): one for one in _without_number(work, edition)}
    return Known(
        by_number=_numbered(work, edition, numbers),
        by_name=by_name,
        titles=_titles(work, edition),
        people={person.mobile: person for person in found},
        known_people=known_to(work, edition.host_id, [person.id for person in found]),
    )


def _numbered(work: Work, edition: Edition, numbers: set[Number]) -> dict[Number, Organisation]:
    query = (
        select(OrganisationIdentifier, Organisation)
        .join(Organisation, Organisation.id == OrganisationIdentifier.organisation_id)
        .where(OrganisationIdentifier.host_id == edition.host_id)
        .where(OrganisationIdentifier.value.in_({value for _kind, value in numbers}))
    )
    return {(row.kind, row.value): found for row, found in work.session.execute(query)}


def _without_number(work: Work, edition: Edition) -> Iterator[Organisation]:
    numbered = select(OrganisationIdentifier.organisation_id)
    query = select(Organisation).where(
        Organisation.host_id == edition.host_id, Organisation.id.not_in(numbered)
    )
    yield from work.session.scalars(query.order_by(Organisation.id)).unique()


def _titles(work: Work, edition: Edition) -> frozenset[tuple[int, str]]:
    query = select(Proposal.organisation_id, Proposal.title).where(
        Proposal.edition_id == edition.id
    )
    return frozenset((row[0], bare(row[1])) for row in work.session.execute(query))
