"""Conflicts of interest (回避): declared, recorded on recusal, or seen in the data."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import Appointment, ExpertProfile, Person
from creator.models.proposal import Proposal
from creator.models.review import Interest
from creator.programme.programme import Programme

TIES = ("applicant", "sponsor", "coach", "supervisor")
"""Roles for an organisation that tie a person to it, while they last and for some years after."""


@dataclass(frozen=True)
class Conflict:
    """Why an expert may not judge a proposal. `note` is what the expert wrote, if anything."""

    expert_id: int
    proposal_id: int
    kind: str
    note: str = ""

    @property
    def text(self) -> Text:
        """The reason, for the officer."""
        return _KINDS[self.kind]


_KINDS: Mapping[str, Text] = {
    "declared": _("专家已申报利益关系"),
    "recused": _("专家已申请回避"),
    "member": _("专家在申报单位或托管机构任职"),
    "same_employer": _("专家的工作单位就是申报单位或托管机构"),
    "same_phone": _("专家与申报单位使用同一电话"),
    "responsible": _("专家与申报单位负责人同名"),
    "supervisor": _("专家是该项目的督导"),
    "same_street": _("专家与项目在同一街道"),
}


@dataclass(frozen=True)
class _Expert:
    """An expert as compared with applicants."""

    id: int
    name: str
    phone: str
    employer: str
    street: str
    organisations: frozenset[int]


@dataclass(frozen=True)
class _Applicant:
    """An applicant and its sponsor as compared with experts."""

    organisations: frozenset[int]
    names: frozenset[str]
    responsible: frozenset[str]
    phones: frozenset[str]
    supervisor_id: int | None
    places: tuple[str, ...]


def conflicts_between(
    session: Session,
    edition: Edition,
    programme: Programme,
    experts: Iterable[int],
    proposals: Sequence[Proposal],
) -> dict[tuple[int, int], Conflict]:
    """(expert id, proposal id) -> the conflict, for each pair that has one."""
    people = _experts(session, edition, experts, _still_tied(programme))
    recorded = recorded_interests(session, edition.id, [person.id for person in people])
    sponsors = _sponsors(session, proposals)
    found = {}
    for proposal in proposals:
        applicant = _applicant(programme, proposal, sponsors)
        for person in people:
            pair = (person.id, proposal.id)
            kind = _inferred(person, applicant)
            if pair in recorded:
                found[pair] = recorded[pair]
            elif kind:
                found[pair] = Conflict(*pair, kind)
    return found


def _still_tied(programme: Programme) -> datetime:
    """Ties that ended after this moment bar: so many years (冷静期) before the call closes."""
    closes = programme.calendar.call_closes
    year = closes.year - programme.experts.cooling_off_years
    leap = (closes.month, closes.day) == (2, 29)
    return closes.replace(year=year, day=28) if leap else closes.replace(year=year)


def recorded_interests(
    session: Session, edition_id: int, experts: Iterable[int]
) -> dict[tuple[int, int], Conflict]:
    """Declared interests and recusals of these people in the edition."""
    query = select(Interest).where(
        Interest.edition_id == edition_id, Interest.expert_id.in_(list(experts))
    )
    return {
        (row.expert_id, row.proposal_id): Conflict(
            row.expert_id, row.proposal_id, row.kind, row.note
        )
        for row in session.scalars(query)
    }


def _experts(
    session: Session, edition: Edition, chosen: Iterable[int], since: datetime
) -> list[_Expert]:
    ids = sorted(set(chosen))
    profiles = session.scalars(
        select(ExpertProfile).where(
            ExpertProfile.person_id.in_(ids), ExpertProfile.host_id == edition.host_id
        )
    )
    by_person = {profile.person_id: profile for profile in profiles}
    ties = _ties(session, ids, since)
    people = session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id))
    return [_expert(person, by_person.get(person.id), ties[person.id]) for person in people]


def _expert(person: Person, profile: ExpertProfile | None, ties: set[int]) -> _Expert:
    return _Expert(
        id=person.id,
        name=_plain(person.name),
        phone=_digits(person.mobile),
        employer=_plain(profile.employer) if profile else "",
        street=_plain(profile.street) if profile else "",
        organisations=frozenset(ties),
    )


def _ties(session: Session, people: Sequence[int], since: datetime) -> dict[int, set[int]]:
    held: dict[int, set[int]] = defaultdict(set)
    query = select(Appointment.person_id, Appointment.organisation_id).where(
        Appointment.person_id.in_(people),
        Appointment.role.in_(TIES),
        or_(Appointment.ends_at.is_(None), Appointment.ends_at > since),
    )
    for person_id, organisation_id in session.execute(query):
        if organisation_id is not None:
            held[person_id].add(organisation_id)
    return held


def _sponsors(session: Session, proposals: Sequence[Proposal]) -> dict[int | None, Organisation]:
    wanted = {proposal.organisation.sponsor_id for proposal in proposals} - {None}
    found = session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    return {sponsor.id: sponsor for sponsor in found}


def _applicant(
    programme: Programme, proposal: Proposal, sponsors: Mapping[int | None, Organisation]
) -> _Applicant:
    organisation = proposal.organisation
    sponsor = sponsors.get(organisation.sponsor_id)
    parties = [organisation, *([sponsor] if sponsor else [])]
    written = [proposal.answers.get(field.id) for field in programme.form.of_type("phone")]
    phones = [_digits(str(number)) for number in (*(p.mobile for p in parties), *written) if number]
    barred_street = programme.experts.same_street == "excluded"
    return _Applicant(
        organisations=frozenset(party.id for party in parties),
        names=frozenset(_plain(party.name) for party in parties),
        responsible=frozenset(_plain(party.responsible) for party in parties),
        phones=frozenset(phones),
        supervisor_id=proposal.supervisor_id,
        places=_places(programme, proposal) if barred_street else (),
    )


def _places(programme: Programme, proposal: Proposal) -> tuple[str, ...]:
    site = programme.form.with_role("site_community")
    answer = str(proposal.answers.get(site.id) or "") if site else ""
    return _plain(proposal.organisation.address), _plain(answer)


def _inferred(expert: _Expert, applicant: _Applicant) -> str | None:
    """The kind of conflict the data show, if any."""
    checks = {
        "member": bool(expert.organisations & applicant.organisations),
        "supervisor": expert.id == applicant.supervisor_id,
        "responsible": expert.name in applicant.responsible,
        "same_phone": bool(expert.phone) and expert.phone in applicant.phones,
        "same_employer": bool(expert.employer) and expert.employer in applicant.names,
        "same_street": bool(expert.street)
        and any(expert.street in place for place in applicant.places),
    }
    return next((kind for kind, holds in checks.items() if holds), None)


def _plain(name: str) -> str:
    """A name as it is compared: width, case and blanks do not tell organisations apart."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _digits(phone: str) -> str:
    """A phone number as it is compared: digits alone, without the country code."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits
