"""The expert pool (专家库) of a host, filled from a sheet: people are known by their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from creator.i18n import _, clauses
from creator.intake.experts import Expert, experts, understand_experts
from creator.intake.understanding import NotReadable, Understanding
from creator.models.person import ExpertProfile, Host, Person
from creator.rules.refusal import Refusal
from creator.services import people
from creator.services.refused import Invalid, Refused
from creator.services.work import Work

_NO_LIMIT = 20


@dataclass(frozen=True)
class Pooled:
    """How many experts came in anew, and how many were there already and brought up to date."""

    added: int
    updated: int


def read(data: bytes, name: str) -> Understanding:
    """The sheet as understood. Raises `Invalid` naming `file`."""
    try:
        return understand_experts(data, name)
    except NotReadable as wrong:
        raise Invalid("file", _("{text}{remedy}", text=wrong.text, remedy=wrong.remedy)) from wrong


def store(work: Work, host: Host, pool: Understanding, *, edition_id: int | None = None) -> Pooled:
    """Store all experts of a sheet, or none: a faulty row raises `Refused` with every one.

    They are appointed experts of the edition, or of the host where none is named. The caller has
    checked who may.
    """
    if pool.faulty:
        raise Refused(
            [
                Refusal(
                    "import.row",
                    _("第 {row} 行：{why}", row=row.number,
                      why=clauses(one.text for one in row.problems if one.fatal)),
                    f"row.{row.number}",
                )
                for row in pool.faulty
            ]
        )  # fmt: skip
    found = experts(pool)
    known = _known(work, host, found)
    for expert in found:
        profile = known.get(expert.code) or _added(work, host, expert)
        _describe(profile, expert)
        scope = {"edition_id": edition_id} if edition_id else {"host_id": host.id}
        person = work.session.get_one(Person, profile.person_id)
        people.appoint(work, person, "expert", **scope)
    work.session.flush()
    return Pooled(len(found) - len(known), len(known))


def _known(work: Work, host: Host, found: Sequence[Expert]) -> dict[str, ExpertProfile]:
    query = select(ExpertProfile).where(
        ExpertProfile.host_id == host.id,
        ExpertProfile.number.in_([expert.code for expert in found]),
    )
    return {profile.number: profile for profile in work.session.scalars(query)}


def _added(work: Work, host: Host, expert: Expert) -> ExpertProfile:
    """The sheet names no telephone: a placeholder nobody can dial keeps the number unique.

    Such an expert enters with a code, and the officer adds the mobile number.
    """
    person = Person(
        mobile=f"expert:{host.id}:{expert.code}"[:30], name=expert.code, created_at=work.now
    )
    work.session.add(person)
    work.session.flush()
    profile = ExpertProfile(person_id=person.id, host_id=host.id, number=expert.code)
    work.session.add(profile)
    return profile


def _describe(profile: ExpertProfile, expert: Expert) -> None:
    profile.field = "、".join(expert.fields)[:60]
    profile.employer = expert.workplace[:100]
    profile.title = expert.job_title[:60]
    profile.street = expert.street[:60]
    profile.max_load = _NO_LIMIT if expert.most_reviews is None else expert.most_reviews
