"""Signing in and out.

A person is found by the telephone number their account was made with. The first entry, and the way
back after a forgotten password, is a single-use code handed over by an officer or the hub's worker;
then a password is set. What is said and how long it takes does not depend on whether a number is
known.

Whoever hands out a code could use it. So a code ends every other session, leads to the choice of a
password and nowhere else, and tells the person who handed it out; and it signs nothing by itself
for somebody who had a password.

Signing in with a password takes three steps, so that the slow comparison holds no lock:
`knock` (counts the try, in its own unit), `Knock.proof` (compares), `enter_with_password`.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from creator.i18n import Text, _
from creator.models.access import AccessRow, SignInCode, WebSession
from creator.models.edition import Edition
from creator.models.person import Person
from creator.rules.requests import Tell
from creator.rules.times import At
from creator.services import letters, passwords, throttles, web_sessions
from creator.services.people import digest_of_code
from creator.services.refused import Declined
from creator.services.web_sessions import Door, Entered
from creator.services.work import Work

log = logging.getLogger(__name__)

WRONG = _("号码或密码不对。如果忘了密码，请向经办人或枢纽机构工作人员要一个登录码。")
CODE_GONE = _("这个登录码已经用过、过期或不对。请向给您登录码的工作人员再要一个。")


class TooManyTries(Declined):
    """Somebody must wait; `wait` says how long."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(_("尝试次数太多。请 {minutes} 分钟后再试。", minutes=minutes))


@dataclass(frozen=True)
class Proof:
    """The right password was given. Made by `Knock.proof` only."""

    person_id: int
    mobile: str
    rehash: str | None


@dataclass(frozen=True)
class Knock:
    """A counted try to sign in: whom it may be, and how long to wait when there were too many."""

    mobile: str
    person_id: int | None
    stored: str | None
    wait: timedelta | None

    def proof(self, password: str) -> Proof | None:
        """Compare (slow, touches no database). None: wrong, for whatever reason."""
        if not passwords.matches(self.stored, password) or self.person_id is None:
            return None
        outdated = self.stored is not None and passwords.is_outdated(self.stored)
        return Proof(self.person_id, self.mobile, passwords.keep(password) if outdated else None)


def knock(work: Work, mobile: str, door: Door) -> Knock:
    """Count a try for this number and this address, and look the number up.

    Five tries per number and quarter of an hour; a browser in which the person signed in before is
    counted apart, so that a stranger cannot lock them out. Commit it whatever follows.
    """
    waits = (
        throttles.count(work, throttles.ADDRESS, door.address),
        throttles.count(work, *_account(mobile, door)),
    )
    person = work.session.scalar(
        select(Person).where(Person.mobile == mobile, Person.disabled_at.is_(None))
    )
    wait = max(filter(None, waits), default=None)
    if person is None:
        return Knock(mobile, None, None, wait)
    return Knock(mobile, person.id, person.password_hash, wait)


def _account(mobile: str, door: Door) -> tuple[throttles.Limit, str]:
    if door.known:
        return throttles.KNOWN_DEVICE, f"{door.known} {mobile}"
    return throttles.ACCOUNT, mobile


def enter_with_password(work: Work, proof: Proof, door: Door) -> Entered:
    """Open a session for somebody who gave the right password."""
    person = work.session.get_one(Person, proof.person_id)
    throttles.forget(work, *_account(proof.mobile, door))
    if proof.rehash:
        person.password_hash = proof.rehash
    log.info("sign-in person=%s request=%s", person.id, work.request_id)
    return web_sessions.begin(work, person, door, strong=True)


def spaced(code: str) -> str:
    """A code in groups of four, as it is printed for people to type."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def enter_with_code(work: Work, code: str, door: Door, *, demo: bool = False) -> Entered | Text:
    """Use a code up and open a session, or say why not. Commit it in both cases.

    `demo` admits codes that are not used up. Raises nothing: failed tries must be counted.
    """
    wait = throttles.count(work, throttles.CODE, door.address)
    if wait is not None:
        return TooManyTries(wait).text
    found = work.session.get(SignInCode, digest_of_code(code))
    person = work.session.get(Person, found.person_id) if found else None
    if found is None or person is None or person.disabled_at or not _use(work, found, demo):
        log.info("sign-in code refused request=%s", work.request_id)
        return CODE_GONE
    throttles.give_back(work, throttles.CODE, door.address)
    log.info("sign-in by code person=%s request=%s", person.id, work.request_id)
    if found.purpose == "demo":
        return web_sessions.begin(work, person, door, strong=True, demo=True)
    web_sessions.end_all(work, person.id)
    _write_down(work, found, person)
    return web_sessions.begin(work, person, door, strong=False, due=True)


def _write_down(work: Work, code: SignInCode, person: Person) -> None:
    """Keep that a code was used, and tell the person whose it was and when it was made."""
    issuer = work.session.get(Person, code.issued_by_id) if code.issued_by_id else None
    what = f"entered:code:{issuer.id if issuer else 0}"
    at = code.edition_id
    work.session.add(AccessRow(person_id=person.id, subject_id=at, what=what, at=work.now))
    if issuer is None or at is None:
        return  # the first code of an instance: nobody in it has made it
    edition = work.session.get_one(Edition, at)
    params = {"name": issuer.name, "made": At(code.issued_at), "time": At(work.now)}
    tell = Tell((person.id,), "entered_by_code", params)
    letters.queue_letters(work, edition, tell, f"code-{code.digest[:20]}")


def _use(work: Work, code: SignInCode, demo: bool) -> bool:
    if code.purpose == "demo":
        return demo and code.expires_at > work.now
    # Of two browsers with the same code exactly one finds it unused.
    mine = update(SignInCode).where(
        SignInCode.digest == code.digest,
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > work.now,
    )
    return work.session.execute(mine.values(used_at=work.now)).rowcount == 1  # type: ignore[attr-defined,no-any-return]


def set_password(work: Work, password: str, *, here: str) -> None:
    """Give whoever is signed in a new password and end their other sessions.

    `here` is the digest of the session that stays. Raises `passwords.WeakPassword`.
    """
    assert work.actor.person is not None
    person = work.session.get_one(Person, work.actor.person.id)
    passwords.check(password, person)
    row = work.session.get_one(WebSession, here)
    if row.password_due and person.password_hash is None:
        row.strong_at = work.now  # their first password; whoever had one types the new one again
    row.password_due = False
    person.password_hash = passwords.keep(password)
    end_other_sessions(work, here=here)
    log.info("password set person=%s request=%s", person.id, work.request_id)


def confirm_again(work: Work, proof: Proof, *, here: str) -> None:
    """Note that the password was typed again in this session: for submitting and signing."""
    row = work.session.get_one(WebSession, here)
    if row.person_id == proof.person_id:
        row.strong_at = work.now


def sign_out(work: Work, *, here: str) -> None:
    """End this session; its cookie is worth nothing from now on."""
    web_sessions.end(work, here)


def end_other_sessions(work: Work, *, here: str) -> None:
    """Sign out everywhere but here."""
    assert work.actor.person is not None
    web_sessions.end_all(work, work.actor.person.id, but=here)
