"""Letters on their way out: by SMTP where it is configured, else into a folder.

Sending happens outside any transaction. A letter is first put off by a lease, then sent, then
marked: after a crash in between it is sent once more rather than never.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.clock import Clock
from creator.db import Database
from creator.models.outbox import Letter
from creator.models.person import Person
from creator.services.work import Work

LEASE = timedelta(minutes=5)
MOST_TRIES = 6


class Mailer(Protocol):
    """A way to send one message. `needs_address`: people without e-mail are passed over."""

    @property
    def needs_address(self) -> bool: ...

    def send(self, message: EmailMessage, number: int) -> None: ...


@dataclass(frozen=True)
class SmtpMailer:
    """A mail server. `password` is empty where it asks for none."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    needs_address: bool = True

    def send(self, message: EmailMessage, number: int) -> None:
        """Raises `OSError` or `SMTPException`; then the letter is tried again later."""
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            if self.starttls:
                server.starttls()
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)


@dataclass(frozen=True)
class FolderMailer:
    """Each letter as a file, for sites without a mail server."""

    folder: Path
    needs_address: bool = False

    def send(self, message: EmailMessage, number: int) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / f"{number:08d}.eml").write_bytes(bytes(message))


def deliver(
    database: Database, clock: Clock, mailer: Mailer, *, sender: str, limit: int = 20
) -> int:
    """Send what is due; returns how many letters went out."""
    due = database.write(lambda session: _lease(Work(session, clock.now()), mailer, sender, limit))
    sent = 0
    for number, message in due:
        try:
            mailer.send(message, number)
        except (OSError, smtplib.SMTPException):
            continue  # the lease runs out and it is tried again
        sent += 1
        database.write(partial(_mark, clock.now(), number))
    return sent


def _lease(
    work: Work, mailer: Mailer, sender: str, limit: int
) -> Sequence[tuple[int, EmailMessage]]:
    query = select(Letter, Person).join(Person, Person.id == Letter.person_id)
    query = query.where(Letter.mail_next <= work.now).order_by(Letter.id).limit(limit)
    found = []
    for letter, person in work.session.execute(query.with_for_update(of=Letter, skip_locked=True)):
        letter.mail_tries += 1
        wanted = bool(person.email) or not mailer.needs_address
        last = letter.mail_tries >= MOST_TRIES
        letter.mail_next = None if last or not wanted else work.now + LEASE * 2**letter.mail_tries
        if wanted:
            found.append((letter.id, _message(letter, person, sender)))
    return found


def _message(letter: Letter, person: Person, sender: str) -> EmailMessage:
    """Titles and names are one line by their column type, so no header can be smuggled in."""
    message = EmailMessage()
    message["Subject"] = letter.title
    message["From"] = sender
    name, _at, domain = (person.email or f"{person.id}@localhost").rpartition("@")
    message["To"] = Address(person.name, name, domain)
    # Two sites may both write to one reader, and mail programs keep one message of an identity.
    written = int(letter.sent_at.timestamp())
    message["Message-ID"] = (
        f"<letter-{letter.id}.{written}@{sender.rpartition('@')[2].rstrip('> ')}>"
    )
    message["Date"] = letter.sent_at
    message.set_content(letter.body)
    return message


def _mark(now: datetime, letter_id: int, session: Session) -> None:
    letter = session.get(Letter, letter_id)
    if letter is not None:
        letter.mailed_at, letter.mail_next = now, None
