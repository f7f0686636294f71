"""A site with an open call, and applicants at their browsers."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

from sqlalchemy.orm import Session

from creator.app import create_app
from creator.models.person import Person
from creator.services import passwords
from creator.web import application, attachments, home, inbox, organisations, proposals, versions
from creator.web import steps as steps_room
from tests.services.applicants import DURING_THE_CALL, Applicant, open_call, register
from tests.web.conftest import PASSWORD, Visitor

ROOMS = (
    proposals.bp,
    application.bp,
    attachments.bp,
    organisations.bp,
    versions.bp,
    steps_room.bp,
    home.bp,
    inbox.bp,
)


class Desk:
    """One call and its site."""

    def __init__(self, database, folder: Path, *, at: datetime = DURING_THE_CALL) -> None:
        self.ground, self.edition_id = open_call(database, at=at)
        self.folder = folder
        settings = {"DATA_DIR": str(folder)}
        self.site = create_app(settings, database=database, clock=self.ground.clock)
        for room in ROOMS:
            if room.name not in self.site.blueprints:
                self.site.register_blueprint(room)

    def applicant(self, nth: int = 1, **details) -> Applicant:
        found = register(self.ground, self.folder / "files", nth, **details)
        self.give_password(found.person_id)
        return found

    def give_password(self, person_id: int) -> None:
        def give(session: Session) -> None:
            session.get_one(Person, person_id).password_hash = passwords.keep(PASSWORD)

        self.ground.database.write(give)

    def browser(self, nth: int = 1) -> "Browser":
        return self.browser_with(f"1380000{nth:04d}")

    def browser_with(self, number: str) -> "Browser":
        visitor = Browser(self.site)
        assert visitor.sign_in(number).status_code == 303
        return visitor


class Browser(Visitor):
    """Somebody signed in, who reads a page and sends one of its forms."""

    def sheet(self, path: str) -> dict[str, list[str]]:
        """Name -> values of everything a browser would send from the form `sheet`."""
        page = self.get(path)
        assert page.status_code == 200, page.text
        form = page.text.split('id="sheet"')[1].split("</form>")[0]
        return sent_from(form)

    def save(self, path: str, changes: dict, **pressed):
        """Open a section, type, and press a button."""
        sent = self.sheet(path)
        return self.client.post(path, data={**sent, **changes, **(pressed or {"stay": "1"})})


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


def sent_from(form: str) -> dict[str, list[str]]:
    """What a form would send as it stands."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind = attribute(tag, "type")
        if kind in ("radio", "checkbox") and " checked" not in tag:
            continue
        if kind not in ("submit", "file") and (name := attribute(tag, "name")):
            sent.setdefault(name, []).append(attribute(tag, "value") or "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        sent.setdefault(name, []).append(unescape(body).removeprefix("\r\n").strip("\r\n"))
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r"<option selected value=\"([^\"]*)\"", body)
        sent.setdefault(name, []).append(chosen[0] if chosen else "")
    return sent
