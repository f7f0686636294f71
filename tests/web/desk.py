"""An office at work: a host with its people, each at a browser of their own."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from creator.clock import SetClock
from creator.db import Database
from creator.home import home
from creator.models.edition import Edition
from creator.models.person import Host, Person
from creator.services import appointments, editions, organisations, people, proposals
from creator.services.appointments import Invitation
from creator.services.organisations import Details
from creator.services.transitions import fire
from creator.services.work import Work
from creator.web.request import Site
from tests.services import applicants
from tests.services.ground import BEFORE_THE_CALL, Ground, with_people
from tests.web.conftest import Visitor

T = TypeVar("T")


@dataclass
class Desk:
    """The ground of the service tests, and browsers signed in as its people."""

    ground: Ground
    site: Site
    edition: int = 0
    browsers: dict[int, Visitor] = field(default_factory=dict)

    def browser(self, role: str) -> Visitor:
        """The browser of whoever holds this role, signed in with a code and then a password."""
        return self.browser_of(self.ground.people[role])

    def browser_of(self, person_id: int) -> Visitor:
        if person_id not in self.browsers:
            visitor = self.browsers[person_id] = Visitor(self.site)
            visitor.fill("/enter/code", code=self.code_of(person_id))
            visitor.choose_password()
        return self.browsers[person_id]

    def code_of(self, person_id: int) -> str:
        """A fresh sign-in code for this person."""

        def issue(work: Work) -> str:
            return people.issue_code(work, work.session.get_one(Person, person_id))

        return self.ground.act_as(None, issue)

    def step(self, role: str, trigger: str) -> None:
        """One step of the edition by this role."""
        self.ground.act(
            role, lambda work: fire(work, work.session.get_one(Edition, self.edition), trigger)
        )

    def open_call(self) -> None:
        """Publish the call and let its first day come."""
        self.step("officer", "announce")
        self.open_call_now()

    def open_call_now(self) -> None:
        """Let the first day of a published call come."""
        self.ground.clock.instant = self.ask(
            lambda work: (
                editions.programme(
                    work, work.session.get_one(Edition, self.edition)
                ).calendar.call_opens
            )
        )
        self.ground.settle()

    def draft(self, number: int, title: str) -> int:
        """A draft of one organisation's application; the call must be open."""
        ground, mobile = self.ground, f"1370000{number:04d}"

        def contact(work: Work) -> int:
            return people.find_or_add(work, f"申报联系人{number:02d}", mobile).id

        person_id = ground.act("officer", contact)

        def begin(work: Work) -> int:
            host = work.session.get_one(Host, ground.host_id)
            details = Details(f"单位{number}", "team", responsible="负责人", mobile=mobile)
            organisations.register(work, host, details)
            return 0

        ground.act_as(person_id, begin)

        def start(work: Work) -> int:
            edition = work.session.get_one(Edition, self.edition)
            proposal = proposals.start(work, edition, organisations.mine(work)[0])
            proposals.save(work, proposal, {"title": title})
            return proposal.id

        return ground.act_as(person_id, start)

    def invite(self, name: str, mobile: str, role: str, **more) -> int:
        """Somebody appointed by the officer; returns the person's id."""

        def act(work: Work) -> int:
            edition = work.session.get_one(Edition, self.edition)
            return appointments.invite(
                work, edition, Invitation(name, mobile, role, **more)
            ).person.id

        return self.ground.act("officer", act)

    def ask(self, what: Callable[[Work], T], role: str = "officer") -> T:
        """One look at the database in somebody's name."""
        return self.ground.act(role, what)


def desk_over(database: Database, clock: SetClock, site: Site) -> Desk:
    """A desk before the call of a fresh edition."""
    clock.instant = BEFORE_THE_CALL
    desk = Desk(with_people(database, clock), site)
    desk.edition = desk.ground.edition()
    return desk


def hand_in(desk: Desk, folder: Path, nth: int = 1) -> int:
    """An application of a new organisation, handed in; its files lie in the folder."""
    applicant = applicants.register(desk.ground, folder / "files", nth)
    proposal = applicant.ready(desk.edition, title=f"编织课堂{nth:02d}")
    applicant.submit(proposal)
    desk.ground.settle()
    return proposal


def another_host(desk: Desk) -> tuple[int, int]:
    """A second host in the same database: its officer, and its edition."""

    def settle(work: Work) -> tuple[int, int]:
        host = people.add_host(work, "莲湖区民政局（示例）", "610104")
        person = people.find_or_add(work, "外区经办人", "13911110000")
        people.appoint(work, person, "officer", host_id=host.id)
        return host.id, person.id

    host_id, person_id = desk.ground.act_as(None, settle)

    def create(work: Work) -> int:
        text = (home() / "workflows/programmes/beilin.toml").read_text("utf-8")
        return editions.create(work, work.session.get_one(Host, host_id), text, slug="other").id

    return person_id, desk.ground.act_as(person_id, create)


def typed(page: str) -> dict[str, str]:
    """The values a form shows in its visible fields."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.split('class="form"')[1].split("</form>")[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and 'type="hidden"' not in tag:
            found[name[1]] = html.unescape(value[1])
    return found
