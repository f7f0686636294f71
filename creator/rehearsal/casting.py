"""The cast: people named by their roles, experts of a pool, and organisations that apply."""

from dataclasses import dataclass, field, replace
from datetime import date

from creator.identifiers import check_digit
from creator.models.person import ExpertProfile, Host, Person
from creator.programme.programme import Programme
from creator.rehearsal.entrants import Entrant
from creator.rehearsal.panels import pool_of
from creator.rehearsal.world import World
from creator.services import organisations, people
from creator.services.organisations import Details
from creator.services.work import Work

STAFF = {
    "officer": "经办人01",
    "approver": "审批人01",
    "adjudicator": "异议处理人01",
    "community": "社区01",
    "coach": "优化导师01",
    "supervisor": "督导员A",
}
_FILED = ("filed",)
_WITHOUT_NUMBER = ("team",)


@dataclass
class Numbers:
    """Phone numbers and credit codes that are well formed and belong to nobody."""

    phone: int = 2_900_100_000
    code: int = 300_000_000
    filing: int = 0
    contact: int = 0

    def next_phone(self) -> str:
        self.phone += 1
        return f"0{self.phone}"

    def next_code(self) -> str:
        self.code += 1
        first = f"52610103{self.code:09d}"
        return first + check_digit(first)

    def next_filing(self, year: int) -> str:
        self.filing += 1
        return f"备字〔{year}〕{self.filing}号"

    def next_contact(self) -> str:
        self.contact += 1
        return f"申报联系人{self.contact:02d}"


@dataclass
class Registered:
    """The organisations that apply, by the number of their first application, and who speaks."""

    organisations: dict[int, int] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)


def hire(world: World, rules: Programme, numbers: Numbers) -> None:
    """The host, its staff and a pool of experts with different employers."""

    def settle(work: Work) -> int:
        host = people.add_host(work, rules.host.label.zh, rules.region.code)
        for role, name in STAFF.items():
            person = people.find_or_add(work, name, numbers.next_phone())
            people.appoint(work, person, role, host_id=host.id)
        for number, expertise in enumerate(pool_of(rules), start=1):
            _expert(work, host, number, expertise, numbers)
        return host.id

    world.host_id = world.act(None, settle)


def _expert(work: Work, host: Host, number: int, expertise: str, numbers: Numbers) -> Person:
    person = people.find_or_add(work, f"专家{number:02d}", numbers.next_phone())
    people.appoint(work, person, "expert", host_id=host.id)
    work.session.add(
        ExpertProfile(
            person_id=person.id,
            host_id=host.id,
            number=person.name,
            field=expertise,
            employer=f"评审单位{number:02d}（示例）",
            max_load=200,
        )
    )
    return person


def enrol(world: World, entrant: Entrant, numbers: Numbers) -> tuple[int, int]:
    """An organisation （示例） with its contact, a sponsored one with its sponsor.

    Returns the ids of organisation and contact.
    """
    phone = numbers.next_phone()
    contact = _person(world, numbers.next_contact(), phone)
    details = Details(
        name=f"{entrant.title}申报单位（示例）",
        legal_class=entrant.kind,
        responsible="负责人",
        mobile=phone,
        founded_on=entrant.founded_on,
    )
    if entrant.kind in _FILED:
        number = numbers.next_filing(entrant.founded_on.year)
        details = replace(details, number=number, registrar="街道办（示例）")
    elif entrant.kind not in _WITHOUT_NUMBER:
        details = replace(details, number=numbers.next_code())
    if entrant.sponsored:
        details = replace(details, sponsor_code=_sponsor(world, entrant.founded_on, numbers))
    return _registered(world, contact, details), contact


def _person(world: World, name: str, phone: str) -> int:
    return world.act(None, lambda work: people.find_or_add(work, name, phone).id)


def _registered(world: World, contact: int, details: Details) -> int:
    def register(work: Work) -> int:
        host = work.session.get_one(Host, world.host_id)
        return organisations.register(work, host, details).id

    return world.act(contact, register)


def _sponsor(world: World, founded_on: date, numbers: Numbers) -> str:
    """A registered sponsor organisation with a contact of its own; returns its credit code."""
    code, phone = numbers.next_code(), numbers.next_phone()
    name = f"托管机构{code[-5:-1]}（示例）"
    contact = _person(world, f"托管机构{code[-5:-1]}联系人", phone)
    details = Details(name, "registered", code, responsible="负责人", mobile=phone)
    _registered(world, contact, replace(details, founded_on=founded_on))
    return code
