"""Letters on their way out: into a folder, or by SMTP with patience."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from creator.models.edition import Edition
from creator.models.outbox import Letter
from creator.models.person import Person
from creator.rules.requests import Tell
from creator.services import letters
from creator.services.post import FolderMailer, deliver
from tests.services.ground import with_people


@pytest.fixture
def ground(database):
    """An officer to whom a letter was written and delivered in-app."""
    found = with_people(database)
    edition_id = found.edition()
    tell = Tell([found.people["officer"]], "decision_waiting", {"edition": "碑林"})
    found.act(
        "approver",
        lambda work: letters.queue_letters(
            work, work.session.get_one(Edition, edition_id), tell, 0
        ),
    )
    found.settle()
    return found


def test_without_a_mail_server_every_letter_becomes_a_file_once(ground, tmp_path):
    def send():
        return deliver(
            ground.database, ground.clock, FolderMailer(tmp_path / "mail"), sender="a@b.example"
        )

    assert (send(), send()) == (1, 0)
    [path] = (tmp_path / "mail").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Subject"] == "名单待审批：碑林"
    assert message["Date"].datetime == ground.clock.now()
    assert message["Message-ID"] == f"<letter-1.{int(ground.clock.now().timestamp())}@b.example>"
    assert message.get_content().strip() == "“碑林”的立项名单等待审批。"


class Broken:
    """A mail server that is away, then comes back."""

    needs_address = True

    def __init__(self) -> None:
        self.away = True
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage, number: int) -> None:
        if self.away:
            raise OSError("connection refused")
        self.sent.append(message)


def test_a_letter_waits_for_a_server_that_is_away(ground):
    mailer = Broken()

    def address(work):
        work.session.get_one(Person, ground.people["officer"]).email = "officer@example.org"

    def send():
        return deliver(ground.database, ground.clock, mailer, sender="a@b.example")

    ground.act("officer", address)
    assert send() == 0
    mailer.away = False
    assert send() == 0  # the lease still runs
    ground.clock.advance(timedelta(hours=1))
    assert send() == 1
    assert [message["To"] for message in mailer.sent] == ["officer <officer@example.org>"]


def test_people_without_address_get_nothing_by_smtp(ground):
    mailer = Broken()
    mailer.away = False
    assert deliver(ground.database, ground.clock, mailer, sender="a@b.example") == 0
    with ground.database.reading() as session:
        [letter] = session.query(Letter).all()
        assert (letter.mailed_at, letter.mail_next) == (None, None)
