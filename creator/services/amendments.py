"""Correction notices (更正公告): drafted by an officer, approved by another, then public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from creator.i18n import Text, _
from creator.models.edition import Amendment, Edition, ProgrammeVersion
from creator.models.subject import in_edition
from creator.programme.fault import FaultyFile
from creator.programme.programme import Programme
from creator.rules.amendments import amended, faults_of, open_keys
from creator.rules.programmes import programme_of, unpacked
from creator.services import find
from creator.services.definitions import load
from creator.services.refused import NotYours
from creator.services.settings import Setting, settings
from creator.services.stages import open_states
from creator.services.transitions import fire
from creator.services.work import Work
from creator.workflow.parts import Transition


@dataclass(frozen=True)
class Difference:
    """One changed key in words: what it said, what it is to say."""

    label: Text | str
    before: str
    after: str


def drafting_step(work: Work, edition: Edition) -> Transition | None:
    """The step that drafts a correction from where the edition stands, if there is one."""
    exits = load(work.session, edition.definition_hash).exits(edition.state)
    return next((step for step in exits if field_of(step)), None)


def changeable(work: Work, edition: Edition) -> list[Setting]:
    """The settings that may be changed as the edition stands."""
    programme = programme_of(work.session, edition)
    allowed = open_keys(work.session, edition, programme)
    return [one for one in settings(programme) if allowed is None or one.key in allowed]


def field_of(step: Transition) -> str:
    """The field of a step's form that takes the changed keys; empty if there is none."""
    return next((name for name, field in step.form.items() if field.type == "amendment"), "")


def draft(
    work: Work,
    edition: Edition,
    changes: Mapping[str, Any],
    reason: str,
    *,
    key: str | None = None,
    expected_seq: int | None = None,
) -> Amendment:
    """A correction notice with these changes, waiting for approval.

    Raises `FaultyFile` when the corrected programme would not be sound, `NotYours` where rules are
    frozen, and whatever `fire` raises.
    """
    step = drafting_step(work, edition)
    if step is None:
        raise NotYours(str(_("无人（规则在评审开始后冻结）")))
    faults = faults_of(version_of(work, edition, edition.version), changes)
    if faults:
        raise FaultyFile(faults)
    fire(
        work,
        edition,
        step.id,
        data={field_of(step): dict(changes)},
        reason=reason,
        key=key,
        expected_seq=expected_seq,
    )
    newest = select(func.max(Amendment.id)).where(in_edition(Amendment, edition.id))
    return work.session.get_one(Amendment, work.session.scalar(newest))


def version_of(work: Work, edition: Edition, number: int) -> ProgrammeVersion:
    """A version of the edition's programme. Raises `LookupError` for one it never had."""
    return work.session.get_one(ProgrammeVersion, (edition.id, number))


def pending(work: Work, edition: Edition) -> Sequence[Amendment]:
    """Corrections not decided yet, oldest first."""
    undecided = Amendment.state.in_(open_states(work, edition, "amendment"))
    query = find.scope(work, Amendment).where(in_edition(Amendment, edition.id), undecided)
    return work.session.scalars(query.order_by(Amendment.id)).all()


def issued(work: Work, edition: Edition) -> Sequence[Amendment]:
    """Corrections in force, in the order of their numbers: anybody may read them."""
    query = select(Amendment).where(
        in_edition(Amendment, edition.id), Amendment.issued_at.is_not(None)
    )
    return work.session.scalars(query.order_by(Amendment.issued_at, Amendment.id)).all()


def differences(work: Work, edition: Edition, amendment: Amendment) -> list[Difference]:
    """What the correction changes. For one not in force: from the rules it would change."""
    old, new = _both_sides(work, edition, amendment)
    if old is None or new is None:
        return [Difference(key, "—", str(value)) for key, value in amendment.changes.items()]
    before = _by_key(old)
    after = _by_key(new)
    return [_difference(key, before, after, value) for key, value in amendment.changes.items()]


def _difference(
    key: str, before: Mapping[str, Setting], after: Mapping[str, Setting], value: object
) -> Difference:
    if key not in after:
        return Difference(key, "—", str(value))
    old = before.get(key)
    return Difference(after[key].label, old.shown if old else "—", after[key].shown)


def _by_key(programme: Programme) -> dict[str, Setting]:
    return {one.key: one for one in settings(programme)}


def _both_sides(
    work: Work, edition: Edition, amendment: Amendment
) -> tuple[Programme | None, Programme | None]:
    versions = {one.number: one for one in edition.versions if one.number}
    mine = versions.get(amendment.number)
    if mine is not None:
        return unpacked(_earlier(edition, mine).body), unpacked(mine.body)
    stored = version_of(work, edition, edition.version)
    try:
        return unpacked(stored.body), amended(stored, amendment.changes)
    except FaultyFile:
        return None, None


def _earlier(edition: Edition, version: ProgrammeVersion) -> ProgrammeVersion:
    return next(one for one in edition.versions if one.version == version.version - 1)
