"""Effects of the call: publishing it, and changing it by correction notice."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from creator.models.decision import FrozenText
from creator.models.edition import Amendment, Edition, ProgrammeVersion, TierUse
from creator.programme.programme import Programme
from creator.rules.amendments import amended, stored_version
from creator.rules.digests import digest_of
from creator.rules.effects.registry import effect
from creator.rules.numbers import next_number
from creator.rules.requests import Add, Fact, Open, Request, RereadTimers
from creator.rules.step import Step


@effect("publish_call", zh="发布征集公告", en="publish the call")
def publish_call(step: Step) -> Iterator[Request]:
    step.edition.announced_at = step.now
    programme = step.programme
    yield Add(
        FrozenText(
            subject_id=step.edition.id,
            kind="call",
            body=programme.canonical(),
            digest=programme.digest,
            created_at=step.now,
        )
    )
    yield Fact("programme", programme.digest)


@effect("open_amendment", zh="开启更正公告", en="open a correction notice")
def open_amendment(step: Step) -> Iterator[Request]:
    changes: dict[str, Any] = dict(step.data["changes"])
    yield Open("amendment", Amendment(changes=changes, reason=step.reason))
    yield Fact("changes", digest_of(changes))


@effect("number_amendment", zh="更正公告编号", en="number the correction notice")
def number_amendment(step: Step) -> Iterator[Request]:
    amendment = step.subject
    if isinstance(amendment, Amendment):
        amendment.number = next_number(step, "amendment", "更正")
        amendment.issued_at = step.now
        yield Fact("number", amendment.number)


@effect("apply_amendment", zh="更正生效", en="put the correction into force")
def apply_amendment(step: Step) -> Iterator[Request]:
    amendment = step.cause
    if not isinstance(amendment, Amendment) or not amendment.number:
        return  # refused or called off: nothing changes
    old = stored_version(step)
    programme = amended(old, amendment.changes)
    yield Add(_next_version(step, old, amendment, programme))
    step.edition.version += 1
    take_over(step.edition, programme)
    _resize_tiers(step, programme)
    yield Fact("programme", programme.digest)
    yield RereadTimers()


def _next_version(
    step: Step, old: ProgrammeVersion, amendment: Amendment, programme: Programme
) -> ProgrammeVersion:
    return ProgrammeVersion(
        edition_id=step.edition.id,
        version=step.edition.version + 1,
        text=old.text,
        adjustments={**old.adjustments, **amendment.changes},
        body=programme.canonical(),
        digest=programme.digest,
        reason=amendment.reason,
        number=amendment.number,
        created_at=step.now,
    )


def take_over(edition: Edition, programme: Programme) -> None:
    """Columns of the edition that mirror its programme."""
    edition.pool_fen = programme.pool
    edition.title = programme.title.zh


def _resize_tiers(step: Step, programme: Programme) -> None:
    query = select(TierUse).where(TierUse.edition_id == step.edition.id)
    for use in step.session.scalars(query):
        tier = programme.tier(use.tier)
        if tier is not None and tier.slots is not None:
            use.slots = tier.slots
