"""An edition at a glance: how many stand where, what the tiers and the pool still hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from creator.i18n import Label
from creator.models.edition import Edition, TierUse
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.visibility import of_others
from creator.services import find
from creator.services.refused import NotFound
from creator.services.work import Work
from creator.workflow.definition import Definition


@dataclass(frozen=True)
class TierLine:
    """A tier with its limits and what is taken; amounts in 分, `slots` None without a limit."""

    id: str
    label: Label
    least: int
    most: int | None
    slots: int | None
    used: int


def counts(work: Work, edition: Edition) -> Mapping[str, int]:
    """State -> how many of the edition's proposals that the actor may see stand in it."""
    seen = listed(work, edition, "proposal")
    query = seen.with_only_columns(Proposal.state, func.count()).group_by(Proposal.state)
    return {row[0]: row[1] for row in work.session.execute(query)}


def tiers(work: Work, edition: Edition) -> list[TierLine]:
    """Every tier of the programme with the slots taken."""
    uses = select(TierUse.tier, TierUse.used).where(TierUse.edition_id == edition.id)
    used = {row[0]: row[1] for row in work.session.execute(uses)}
    return [
        TierLine(tier.id, tier.label, tier.least, tier.most, tier.slots, used.get(tier.id, 0))
        for tier in programme_of(work.session, edition).tiers
    ]


def lifecycle(work: Work, edition: Edition, kind: str) -> Definition:
    """What subjects of this kind follow in this edition. Raises `NotFound` for an unknown kind."""
    if kind not in find.KINDS or kind not in edition.definitions or kind == edition.type:
        raise NotFound
    return pinned(work.session, edition, kind)


def listed(
    work: Work, edition: Edition, kind: str, states: Collection[str] | None = None
) -> Select[Any]:
    """The edition's subjects of a kind that the actor may see; `states`: only those."""
    lifecycle(work, edition, kind)
    model = find.KINDS[kind]
    query: Select[Any] = find.scope(work, model).where(in_edition(model, edition.id))
    query = query.where(of_others(work.actor))
    return query if states is None else query.where(model.state.in_(states))
