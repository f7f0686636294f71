"""Rows of a summary become organisations, contacts and drafts; contacts get a code to claim them.

All of it in the caller's unit of work: one row that cannot be stored undoes every other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update

from creator.identifiers import CreditCode, FilingNumber
from creator.intake.understanding import Row
from creator.intake.words import bare
from creator.models.access import SignInCode
from creator.models.edition import Edition
from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.rules.programmes import programme_of
from creator.services import mapping, organisations, people, proposals, recognition
from creator.services.acquaintance import only_applies_to
from creator.services.work import Work


@dataclass(frozen=True)
class Claim:
    """What one contact is handed: the drafts that wait, and the code to enter with, shown once.

    `code` is empty for somebody who has a password already, or an office: they sign in as ever.
    """

    person: Person
    code: str
    drafts: tuple[Proposal, ...]


@dataclass
class _Adoption:
    """The organisations met so far, so that two rows of one organisation make one record."""

    work: Work
    edition: Edition
    known: recognition.Known
    by_number: dict[recognition.Number, Organisation] = field(default_factory=dict)
    by_name: dict[str, Organisation] = field(default_factory=dict)

    def organisation(self, row: Row) -> Organisation:
        number, name = recognition.number_of(row), row.value("organisation")
        found = self.by_number.get(number) if number else self.by_name.get(bare(name))
        found = found or self.known.organisation(row) or self._new(row, name)
        if number:
            self.by_number[number] = found
        self.by_name.setdefault(bare(name), found)
        return found

    def _new(self, row: Row, name: str) -> Organisation:
        identifier = row.value("identifier")
        kind = row.value("registration") or (
            "filed" if isinstance(identifier, FilingNumber) else "registered"
        )
        organisation = self._add(name, kind)
        organisation.responsible = row.value("contact") or ""
        organisation.mobile = str(row.value("phone") or "")
        if isinstance(identifier, CreditCode | FilingNumber):
            self._identify(organisation, identifier)
        return organisation

    def _add(self, name: str, kind: str) -> Organisation:
        organisation = Organisation(
            host_id=self.edition.host_id, name=name, legal_class=kind, created_at=self.work.now
        )
        self.work.session.add(organisation)
        self.work.session.flush()
        return organisation

    def _identify(self, organisation: Organisation, identifier: CreditCode | FilingNumber) -> None:
        filing = isinstance(identifier, FilingNumber)
        organisation.identifiers.append(
            OrganisationIdentifier(
                host_id=organisation.host_id,
                organisation_id=organisation.id,
                kind="filing" if filing else "credit_code",
                value=identifier.value,
                registrar=identifier.series if isinstance(identifier, FilingNumber) else "",
            )
        )
        self.work.session.flush()

    def sponsor(self, organisation: Organisation, row: Row) -> None:
        """A sponsor is known by name only; one that applies itself confirms with its own people."""
        name = row.value("sponsor")
        if not name or organisation.sponsor_id is not None or bare(name) == bare(organisation.name):
            return
        sponsor = self.by_name.get(bare(name)) or self._registered(name)
        self.by_name.setdefault(bare(name), sponsor)
        organisation.sponsor_id = sponsor.id
        for person in organisations.members(self.work, sponsor):
            people.appoint(self.work, person, "sponsor", organisation_id=sponsor.id)

    def _registered(self, name: str) -> Organisation:
        query = select(Organisation).where(
            Organisation.host_id == self.edition.host_id, Organisation.name == name
        )
        found = self.work.session.scalars(query.order_by(Organisation.id)).unique().first()
        return found or self._add(name, "registered")

    def contact(self, organisation: Organisation, row: Row) -> None:
        """The contact applies for the organisation from now on; without a telephone nobody does."""
        phone = row.value("phone")
        if phone is not None:
            name = row.value("contact") or organisation.name[:60]
            person = people.find_or_add(self.work, name, str(phone))
            people.appoint(self.work, person, "applicant", organisation_id=organisation.id)


def adopt(work: Work, edition: Edition, rows: Sequence[Row]) -> dict[int, int]:
    """Store the rows; returns row number -> id of its draft. Raises `Invalid`."""
    programme = programme_of(work.session, edition)
    adoption = _Adoption(work, edition, recognition.recognise(work, edition, rows))
    held = [(row, adoption.organisation(row)) for row in rows]
    for row, organisation in held:
        adoption.contact(organisation, row)
    for row, organisation in held:
        adoption.sponsor(organisation, row)
    drafts = {}
    for row, organisation in held:
        answers, _unfit = mapping.answers_of(programme, row)
        draft = proposals.draft(work, edition, organisation, answers)
        draft.imported_row = row.number
        drafts[row.number] = draft.id
    work.session.flush()
    return drafts


def claims(work: Work, drafts: Sequence[int]) -> list[Claim]:
    """A new code for each contact of these drafts who has no password yet; older ones end."""
    found: dict[int, tuple[Person, list[Proposal]]] = {}
    query = select(Proposal).where(Proposal.id.in_(drafts), Proposal.claimed_at.is_(None))
    for proposal in work.session.scalars(query.order_by(Proposal.id)).unique():
        for person in organisations.members(work, proposal.organisation):
            found.setdefault(person.id, (person, []))[1].append(proposal)
    return [
        Claim(person, _code(work, person, waiting[0]), tuple(waiting))
        for person, waiting in found.values()
    ]


def _code(work: Work, person: Person, draft: Proposal) -> str:
    # A code opens the whole account: none for an expert or an officer whose number a sheet names.
    if person.password_hash or not only_applies_to(work, draft.host_id, person):
        return ""
    older = update(SignInCode).where(
        SignInCode.person_id == person.id,
        SignInCode.purpose == "entry",
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > work.now,
    )
    work.session.execute(older.values(expires_at=work.now))
    edition = work.session.get_one(Edition, draft.edition_id)
    return people.issue_code(work, person, edition=edition)
