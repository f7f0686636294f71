"""Editions: created from a programme file, adjusted while in preparation."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from creator.i18n import _
from creator.models.edition import Edition, ProgrammeVersion, TierUse
from creator.models.person import Host
from creator.programme import reader
from creator.programme.fault import Fault, FaultyFile
from creator.programme.programme import Programme
from creator.rules.actors import STAFF_ROLES, appointed
from creator.rules.amendments import errors_of
from creator.rules.effects.calls import take_over
from creator.rules.programmes import programme_of
from creator.rules.visibility import staff_of
from creator.services import children, definitions, find
from creator.services.locking import lock_row
from creator.services.offices import need_officer, need_staff
from creator.services.refused import Invalid, NotFound, NotYours, Stale
from creator.services.stages import has_mark
from creator.services.work import Work
from creator.workflow.fault import FaultyFile as FaultyLifecycle
from creator.workflow.parts import Scalar

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,58}")
_HELPERS = ("community", "coach", "supervisor")


def create(
    work: Work,
    host: Host,
    text: str,
    *,
    slug: str,
    name: str = "programme.toml",
    adjustments: Mapping[str, Any] | None = None,
) -> Edition:
    """A new edition from a programme text. Raises `FaultyFile` or `Invalid`, storing nothing."""
    if host.id not in {one.id for one in hosts(work)}:
        raise NotYours(str(_("主办方的经办人")))
    if not _SLUG.fullmatch(slug):
        raise Invalid("slug", _("网址名只能用小写英文字母、数字和连字符，例如 beilin-2017。"))
    if work.session.scalar(select(Edition.id).where(Edition.slug == slug)) is not None:
        raise Invalid("slug", _("“{slug}”已被使用，请换一个。", slug=slug))
    programme = checked(reader.parse(text, name, dict(adjustments or {})))
    pins = _pins(work, programme, name)
    edition = Edition(
        title=programme.title.zh, slug=slug, pool_fen=programme.pool, definitions=pins
    )
    edition.host_id, edition.version = host.id, 1
    edition.versions = [_version(work, edition, text, dict(adjustments or {}), programme)]
    children.begin(work, edition, edition, pins[programme.lifecycles.edition])
    _set_tiers(work, edition, programme)
    work.session.flush()
    return edition


def checked(programme: Programme) -> Programme:
    """The programme, if nothing is wrong with it. Raises `FaultyFile` with every fault."""
    faults = errors_of(programme)
    if faults:
        raise FaultyFile(faults)
    return programme


def _pins(work: Work, programme: Programme, name: str) -> dict[str, Any]:
    try:
        resolved = definitions.resolved(programme.switches, lifecycle_params(programme))
    except FaultyLifecycle as faulty:
        # The file is sound in itself, but asks the lifecycles for what they do not allow.
        raise FaultyFile([Fault(name, 0, one.text, one.remedy) for one in faulty.faults]) from None
    return {name: definitions.store(work, found) for name, found in resolved.items()}


def lifecycle_params(programme: Programme) -> dict[str, Scalar]:
    """Periods of the programme under the names the lifecycle files give them."""
    return {
        "correction_days": str(programme.correction.within),
        "remedy_days": str(programme.remedy.ineligible),
        "approval_days": str(programme.approval.within),
        "objection_days": str(programme.objection.answer_within),
        "acceptance_days": str(programme.award.accept_within),
    }


def _version(
    work: Work, edition: Edition, text: str, adjustments: dict[str, Any], programme: Programme
) -> ProgrammeVersion:
    return ProgrammeVersion(
        edition_id=edition.id,
        version=edition.version,
        text=text,
        adjustments=adjustments,
        body=programme.canonical(),
        digest=programme.digest,
        created_at=work.now,
    )


def _set_tiers(work: Work, edition: Edition, programme: Programme) -> None:
    work.session.execute(delete(TierUse).where(TierUse.edition_id == edition.id))
    for tier in programme.tiers:
        if tier.slots is not None:
            work.session.add(TierUse(edition_id=edition.id, tier=tier.id, slots=tier.slots))


def adjust(
    work: Work,
    edition: Edition,
    changes: Mapping[str, Any],
    *,
    expected_revision: int | None = None,
) -> Edition:
    """Lay changed dates, pool or other keys over the programme while nothing is published.

    Raises `FaultyFile` when the result would not be sound, `NotYours` once it is published,
    `Stale` when somebody else adjusted it since `expected_revision`.
    """
    lock_row(work, Edition, edition.id)
    need_officer(work, edition)
    if expected_revision not in (None, edition.revision):
        raise Stale
    if not has_mark(work, edition, "settable"):
        raise NotYours(str(_("更正公告（发布后只能通过更正公告修改）")))
    old = work.session.get(ProgrammeVersion, (edition.id, edition.version))
    if old is None:
        raise LookupError(f"edition {edition.id} has no programme")
    adjustments = {**old.adjustments, **changes}
    programme = checked(reader.parse(old.text, "programme.toml", adjustments))
    edition.version += 1
    edition.revision += 1
    work.session.add(_version(work, edition, old.text, adjustments, programme))
    take_over(edition, programme)
    _set_tiers(work, edition, programme)
    work.session.flush()
    return edition


def published(work: Work) -> Sequence[Edition]:
    """Editions whose call anybody may read, newest first."""
    query = select(Edition).where(Edition.announced_at.is_not(None))
    return work.session.scalars(query.order_by(Edition.announced_at.desc())).all()


def of_office(work: Work) -> Sequence[Edition]:
    """Editions the actor holds an office in, newest first. Raises `NotFound` without any office."""
    if not any(held.role in STAFF_ROLES for held in work.actor.appointments):
        raise NotFound
    query = select(Edition).where(staff_of(work.actor)).order_by(Edition.id.desc())
    return work.session.scalars(query).all()


def in_office(work: Work, edition_id: int) -> Edition:
    """The edition, for those who hold an office in it; to others it does not exist (`NotFound`).

    The call of another host is public, its set-up is not: `find.one` alone would show it.
    """
    edition = find.one(work, Edition, edition_id)
    need_staff(work, edition)
    return edition


def at_work(work: Work, edition_id: int) -> Edition:
    """The edition, for those who hold an office in it or help with its projects."""
    edition = find.one(work, Edition, edition_id)
    if not any(appointed(work.actor, role, edition) for role in (*STAFF_ROLES, *_HELPERS)):
        raise NotFound
    return edition


def hosts(work: Work) -> Sequence[Host]:
    """The hosts for which the actor may set up editions."""
    held = work.actor.appointments
    ids = {one.host_id for one in held if one.role == "officer" and one.edition_id is None}
    return work.session.scalars(select(Host).where(Host.id.in_(ids)).order_by(Host.id)).all()


def hosts_of(work: Work, listed: Collection[Edition]) -> Sequence[Host]:
    """The hosts of these editions."""
    ids = {edition.host_id for edition in listed}
    return work.session.scalars(select(Host).where(Host.id.in_(ids)).order_by(Host.id)).all()


def programme(work: Work, edition: Edition) -> Programme:
    """The rules in force."""
    return programme_of(work.session, edition)


def places(work: Work, edition: Edition, paths: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Path -> file and line of the edition's programme where it is said."""
    stored = work.session.get_one(ProgrammeVersion, (edition.id, edition.version))
    source = reader.parse(stored.text, "programme.toml", stored.adjustments).source
    return {path: source.place(path) for path in paths}
