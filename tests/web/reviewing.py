"""A site whose edition is being judged, and browsers of the people in it."""

from dataclasses import dataclass, field

from creator.app import create_app
from creator.models.person import Person
from creator.services import passwords
from creator.web import (
    assignments,
    drawn_panels,
    draws,
    home,
    inbox,
    panels,
    rankings,
    reviews,
    steps,
)
from tests.services.judging import Judging
from tests.web.conftest import PASSWORD, Visitor

NEEDED = (home.bp, inbox.bp, steps.bp, panels.bp, assignments.bp, reviews.bp, rankings.bp,
          draws.bp, drawn_panels.bp)  # fmt: skip


@dataclass
class Stage:
    """`officer()`, `office(role)` and `expert(n)` are signed-in browsers."""

    held: Judging
    site: object
    browsers: dict[int, Visitor] = field(default_factory=dict)

    def officer(self) -> Visitor:
        return self.office("officer")

    def office(self, role: str) -> Visitor:
        return self._browser(self.held.ground.people[role])

    def expert(self, number: int) -> Visitor:
        return self._browser(self.held.experts[number])

    def path(self, rest: str) -> str:
        return f"/editions/{self.held.edition_id}/{rest}"

    def _browser(self, person_id: int) -> Visitor:
        if person_id not in self.browsers:
            self.browsers[person_id] = Visitor(self.site)
            signed_in = self.browsers[person_id].sign_in(self.mobile(person_id))
            assert signed_in.status_code == 303
        return self.browsers[person_id]

    def mobile(self, person_id: int) -> str:
        """The number with which this person signs in; the password is `PASSWORD` from now on."""
        with self.held.ground.database.writing() as session:
            person = session.get_one(Person, person_id)
            person.password_hash = passwords.keep(PASSWORD)
            return person.mobile


def stage(held: Judging, folder) -> Stage:
    """The site over the ground's database and clock."""
    settings = {"DATA_DIR": str(folder)}
    site = create_app(settings, database=held.ground.database, clock=held.ground.clock)
    for blueprint in NEEDED:
        if blueprint.name not in site.blueprints:
            site.register_blueprint(blueprint)
    return Stage(held, site)
