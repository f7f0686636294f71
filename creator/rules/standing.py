"""How the rounds of an edition make one order (名次), and what breaks its ties."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import TieDraw
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.reckoning.composite import Addition, CompositeRule, combine
from creator.reckoning.facts import Facts
from creator.reckoning.ranking import By, Place, Tiebreak, rank
from creator.reckoning.results import ResultSet
from creator.reckoning.rounding import ONE, Rounding
from creator.rules.results import case_of
from creator.rules.sealed import sealed_results
from creator.rules.sheets import rubric_of

_KEY = "places"
_LINKS: dict[str, By] = {
    "untrimmed_mean": "untrimmed",
    "lower_request": "lower_request",
    "first_time": "first_time",
    "earlier": "earlier",
    "draw": "draw",
}


def places(session: Session, edition: Edition, programme: Programme) -> list[Place]:
    """The ranking after all rounds closed so far, best first.

    Raises `LookupError` before the first round closed. Sealed results do not change, so a unit of
    work ranks them once for each set of lots drawn: page and guards ask for the same.
    """
    known: dict[Any, tuple[list[Place], object]] = session.info.setdefault(_KEY, {})
    key = (
        edition.id,
        edition.version,
        edition.round_index,
        str(sorted(_lots(session, edition).items())),
    )
    if key not in known:
        known[key] = _ranked(session, edition, programme)
    return list(known[key][0])


def _ranked(
    session: Session, edition: Edition, programme: Programme
) -> tuple[list[Place], Sequence[Proposal]]:
    """The ranking, and its proposals: whoever shows it needs them again."""
    results = final_results(session, edition, programme)
    query = select(Proposal).where(
        in_edition(Proposal, edition.id), Proposal.number.in_(results.results)
    )
    if programme.form.with_role("own_funding") is None:
        query = query.options(defer(Proposal.answers))  # they fill pages, and nobody asks them
    proposals = session.scalars(query).all()
    known = facts_of(session, edition, programme, proposals)
    return rank(results, known, chain_of(programme, results)), proposals


def _lots(session: Session, edition: Edition) -> dict[str, Any]:
    draw = session.get(TieDraw, edition.id)
    return draw.lots if draw else {}


def final_results(session: Session, edition: Edition, programme: Programme) -> ResultSet:
    """The sealed rounds as one result: weighted sum, last round alone, or base plus bonuses."""
    closed = closed_rounds(session, edition, programme)
    if not closed:
        raise LookupError(f"edition {edition.id} has no closed round")
    last = closed[-1][1]
    if len(closed) == 1 or programme.ranking.composite == "last":
        return last
    parts = dict(closed)
    rule = _composite(programme, [id_ for id_, _results in closed])
    added = {
        case: {a.id: parts[a.id].results[case].total for a in rule.additions}
        for case in last.results
    }
    used = {id_: parts[id_] for id_ in rule.weights}
    return combine(used, rule, added, proposals=list(last.results))


def closed_rounds(
    session: Session, edition: Edition, programme: Programme
) -> list[tuple[str, ResultSet]]:
    """(round id, sealed results) of every closed round, in order."""
    found = []
    for index, round_ in enumerate(programme.rounds):
        results = sealed_results(session, edition.id, index)
        if results is not None:
            found.append((round_.id, results))
    return found


def _composite(programme: Programme, rounds: Collection[str]) -> CompositeRule:
    chosen = [round_ for round_ in programme.rounds if round_.id in rounds]
    places_ = programme.ranking.decimals
    rounding = Rounding(sheet=places_, criterion=places_, part=places_, total=places_)
    if programme.ranking.composite == "bonus":
        extra = tuple(Addition(round_.id, round_.weight) for round_ in chosen[1:])
        return CompositeRule({chosen[0].id: ONE}, extra, rounding)
    return CompositeRule({r.id: r.weight / Decimal(100) for r in chosen}, (), rounding)


def facts_of(
    session: Session, edition: Edition, programme: Programme, proposals: Collection[Proposal]
) -> dict[str, Facts]:
    """What ranking and allocation know beside the score, by case number. Money in 分."""
    lots = _lots(session, edition)
    before = _applied_before(session, edition)
    own = programme.form.with_role("own_funding")
    moments = sorted({p.submitted_at for p in proposals if p.submitted_at})
    order: dict[datetime | None, int] = {at: nth for nth, at in enumerate(moments, start=1)}
    return {
        case_of(proposal): Facts(
            requested=proposal.requested_fen or 0,
            tier=proposal.tier_applied or None,
            category=category_name(programme, proposal.category),
            organisation=proposal.organisation.name,
            own_funding=_money(proposal.answers, own.id) if own else 0,
            # Whatever the rule of the amount, nobody gets more than was asked for.
            audited=proposal.requested_fen,
            first_time=proposal.organisation_id not in before,
            # Unknown ones come last.
            submitted=order.get(proposal.submitted_at, len(order) + 1),
            drawn=lots.get(str(proposal.id)),
        )
        for proposal in proposals
    }


def _applied_before(session: Session, edition: Edition) -> frozenset[int]:
    """Organisations with a submitted application in an earlier edition of the same host."""
    query = select(Proposal.organisation_id).where(
        Proposal.host_id == edition.host_id,
        Proposal.edition_id != edition.id,
        Proposal.number.is_not(None),
    )
    return frozenset(session.scalars(query))


def category_name(programme: Programme, category: str) -> str:
    """What the reckoning calls a category."""
    known = programme.category(category)
    return known.label.zh if known else category


def _money(answers: Mapping[str, object], field: str) -> int:
    value = answers.get(field)
    return value if isinstance(value, int) else 0


def chain_of(programme: Programme, results: ResultSet) -> list[Tiebreak]:
    """The declared tie chain; a recorded draw is its last resort even where it is not declared."""
    links = [_link(programme, word, results) for word in programme.ranking.ties]
    if all(link.by != "draw" for link in links):
        links.append(Tiebreak("draw"))
    return links


def _link(programme: Programme, word: str, results: ResultSet) -> Tiebreak:
    name, _colon, criterion = word.partition(":")
    if name != "criterion":
        return Tiebreak(_LINKS[name])
    label = next(
        (
            item.label
            for index in range(len(programme.rounds))
            if (item := rubric_of(programme, index).criterion(criterion))
        ),
        None,
    )
    return Tiebreak("criterion", _scored_as(programme, criterion, results), label)


def _scored_as(programme: Programme, criterion: str, results: ResultSet) -> str:
    """The criterion's name in the results: a composite calls it `round.criterion`, latest first."""
    scored = {key for result in results.results.values() for key in result.criteria}
    names = [criterion, *(f"{round_.id}.{criterion}" for round_ in reversed(programme.rounds))]
    return next((name for name in names if name in scored), criterion)
