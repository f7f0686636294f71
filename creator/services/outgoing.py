"""Which way letters leave this instance, as its settings say."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from creator.clock import Clock
from creator.db import Database
from creator.services.post import FolderMailer, Mailer, SmtpMailer, deliver

NOBODY = "creator@localhost"


def outgoing(
    settings: Mapping[str, Any], folder: Path, database: Database, clock: Clock
) -> Callable[[], int]:
    """What sends the letters that are due: by SMTP, or into `folder`/mail."""
    sender = settings["MAIL_FROM"] or NOBODY
    return partial(deliver, database, clock, _mailer(settings, folder), sender=sender)


def _mailer(settings: Mapping[str, Any], folder: Path) -> Mailer:
    if not settings["SMTP_HOST"]:
        return FolderMailer(folder / "mail")
    secret = settings["SMTP_PASSWORD_FILE"]
    return SmtpMailer(
        host=settings["SMTP_HOST"],
        port=settings["SMTP_PORT"],
        user=settings["SMTP_USER"],
        password=Path(secret).read_text("utf-8").strip() if secret else "",
        starttls=settings["SMTP_STARTTLS"],
    )
