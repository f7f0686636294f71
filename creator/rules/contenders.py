"""Proposals as a ranking sees them: a few columns in one query, not a thousand whole rows."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Exists, Select, Text, bindparam, cast, exists, false, null, select
from sqlalchemy.orm import Session

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.subject import Subject, in_edition
from creator.programme.programme import Programme
from creator.reckoning.facts import Facts


class Contender(NamedTuple):
    """A numbered proposal: what ranking and allocation ask, and what a board shows of it."""

    id: int
    number: str
    title: str
    organisation: str
    requested_fen: int | None
    tier_applied: str
    category: str
    submitted_at: datetime | None
    first_time: bool
    """Whether this is its organisation's first application here; False where no rule asks."""
    own_funding: str | None
    """The answer as JSON; `None` where no rule asks, or nobody answered."""


def contenders(session: Session, edition: Edition, programme: Programme) -> tuple[Contender, ...]:
    """Every proposal of the edition that has a number, in order of their ids."""
    # What no rule of the programme asks is not read: both cost more than all the rest.
    own = programme.form.with_role("own_funding") if programme.award.amount == "match" else None
    first_time = "first_time" in programme.ranking.ties
    asked = {"edition": edition.id} | ({"host": edition.host_id} if first_time else {})
    # Through the connection, past the loading of entities: half the time for a thousand rows.
    session.flush()
    found = session.connection().execute(_query(own.id if own else None, first_time), asked)
    return tuple(map(Contender._make, found.all()))


@cache
def _query(own: str | None, first_time: bool) -> Select[*tuple[Any, ...]]:
    """Written once: the columns in the order of `Contender`."""
    return (
        select(
            Proposal.id,
            Proposal.number,
            Proposal.title,
            Organisation.name,
            Proposal.requested_fen,
            Proposal.tier_applied,
            Proposal.category,
            Proposal.submitted_at,
            ~_applied_before() if first_time else false(),
            # Of the long answers one number: nobody ranks by the rest.
            cast(Proposal.answers[own], Text) if own else null(),
        )
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(in_edition(Proposal, bindparam("edition")), Proposal.number.is_not(None))
        .order_by(Proposal.id)
    )


def _applied_before() -> Exists:
    """Whether its organisation submitted something in another edition of the same host."""
    other, subject = Proposal.bare().alias(), Subject.bare().alias()
    return exists().where(
        other.c.organisation_id == Proposal.organisation_id,
        other.c.number.is_not(None),
        subject.c.id == other.c.id,
        subject.c.host_id == bindparam("host"),
        subject.c.edition_id != bindparam("edition"),
    )


def facts_of(
    found: Collection[Contender], programme: Programme, lots: Mapping[str, int]
) -> dict[str, Facts]:
    """What ranking and allocation know beside the score, by case number. Money in 分."""
    moments = sorted({one.submitted_at for one in found if one.submitted_at})
    order: dict[datetime | None, int] = {at: nth for nth, at in enumerate(moments, start=1)}
    return {
        one.number: Facts(
            requested=one.requested_fen or 0,
            tier=one.tier_applied or None,
            category=category_name(programme, one.category),
            organisation=one.organisation,
            own_funding=_money(one.own_funding),
            # Whatever the rule of the amount, nobody gets more than was asked for.
            audited=one.requested_fen,
            first_time=one.first_time,
            # Unknown ones come last.
            submitted=order.get(one.submitted_at, len(order) + 1),
            drawn=lots.get(one.number),
        )
        for one in found
    }


def _money(answer: str | None) -> int:
    value = json.loads(answer) if answer else None
    return value if isinstance(value, int) else 0


def category_name(programme: Programme, category: str) -> str:
    """What the reckoning calls a category."""
    known = programme.category(category)
    return known.label.zh if known else category
