"""Proposals as a ranking sees them: a few columns in one query, not a thousand whole rows."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
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
    organisation_id: int
    submitted_at: datetime | None
    own_funding: object
    """The answer as it was typed; `None` where the form does not ask."""


def contenders(
    session: Session, edition: Edition, programme: Programme
) -> tuple[Contender, ...]:
    """Every proposal of the edition that has a number, in order of their ids."""
    own = programme.form.with_role("own_funding")
    query = (
        select(
            Proposal.id,
            Proposal.number,
            Proposal.title,
            Organisation.name,
            Proposal.requested_fen,
            Proposal.tier_applied,
            Proposal.category,
            Proposal.organisation_id,
            Proposal.submitted_at,
            # Of the long answers one number: nobody ranks by the rest.
            Proposal.answers[own.id] if own else null(),
        )
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(in_edition(Proposal, edition.id), Proposal.number.is_not(None))
        .order_by(Proposal.id)
    )
    return tuple(map(Contender._make, session.execute(query)))


def applied_before(session: Session, edition: Edition) -> frozenset[int]:
    """Organisations with a submitted application in an earlier edition of the same host."""
    query = select(Proposal.organisation_id).where(
        Proposal.host_id == edition.host_id,
        Proposal.edition_id != edition.id,
        Proposal.number.is_not(None),
    )
    return frozenset(session.scalars(query.distinct()))


def facts_of(
    found: Collection[Contender],
    programme: Programme,
    *,
    before: Collection[int],
    lots: Mapping[str, int],
) -> dict[str, Facts]:
    """What ranking and allocation know beside the score, by case number. Money in 分."""
    moments = sorted({one.submitted_at for one in found if one.submitted_at})
    order: dict[datetime | None, int] = {at: nth for nth, at in enumerate(moments, start=1)}
    return {
        one.number: Facts(
            requested=one.requested_fen or 0,
            tier=one.tier_applied or None,
            category=_category(programme, one.category),
            organisation=one.organisation,
            own_funding=one.own_funding if isinstance(one.own_funding, int) else 0,
            # Whatever the rule of the amount, nobody gets more than was asked for.
            audited=one.requested_fen,
            first_time=one.organisation_id not in before,
            # Unknown ones come last.
            submitted=order.get(one.submitted_at, len(order) + 1),
            drawn=lots.get(str(one.id)),
        )
        for one in found
    }


def _category(programme: Programme, id_: str) -> str:
    known = programme.category(id_)
    return known.label.zh if known else id_
