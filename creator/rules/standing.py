"""How the rounds of an edition make one order (名次), and what breaks its ties."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.db import READS_ONLY
from creator.i18n import Label
from creator.models.edition import Edition
from creator.models.review import RoundResult
from creator.programme.programme import Programme
from creator.reckoning.facts import Facts
from creator.reckoning.ranking import LINKS, Place, Tiebreak, rank
from creator.reckoning.rounding import ONE, Rounding
from creator.reckoning.scoring.composite import Addition, CompositeRule, combine
from creator.reckoning.scoring.results import ResultSet
from creator.rules.contenders import Contender, contenders, facts_of
from creator.rules.draws import lots
from creator.rules.programmes import programme_digest, programme_of
from creator.rules.remembered import Remembered
from creator.rules.sealed import sealed_results
from creator.rules.sheets import rubric_of

_KEY = "basis"


@dataclass(frozen=True)
class Basis:
    """Everything a ranking is made of. Equal ones give the same ranking, so it may be kept."""

    edition_id: int
    programme: str
    """Digest of the rules in force."""
    round_index: int
    rounds: tuple[tuple[int, str], ...]
    """Index and digest of every closed round."""
    lots: tuple[tuple[str, int], ...]
    contenders: tuple[Contender, ...]


_bases: Remembered[Basis, Basis] = Remembered(most=16)
_kept: Remembered[Basis, tuple[Place, ...]] = Remembered(most=16)


def basis_of(session: Session, edition: Edition) -> Basis:
    """What the ranking is made of now.

    A unit opened for reading sees one moment, so its page and its guards read this once.
    """
    if not session.info.get(READS_ONLY):
        return _basis(session, edition)
    known: dict[int, Basis] = session.info.setdefault(_KEY, {})
    if edition.id not in known:
        known[edition.id] = _basis(session, edition)
    return known[edition.id]


def _basis(session: Session, edition: Edition) -> Basis:
    programme = programme_of(session, edition)
    rounds = _sealed(session, edition, programme)
    found = Basis(
        edition_id=edition.id,
        programme=programme_digest(session, edition),
        round_index=edition.round_index,
        rounds=rounds,
        lots=tuple(sorted(lots(session, edition.id, rounds[-1][0]).items())) if rounds else (),
        contenders=contenders(session, edition, programme),
    )
    # The same object as last time where nothing changed: compared once, not by each who keeps it.
    return _bases.get(edition.id, found, lambda: found)


def places(session: Session, edition: Edition) -> list[Place]:
    """The ranking after all rounds closed so far, best first.

    Raises `LookupError` before the first round closed.
    """
    basis = basis_of(session, edition)
    return list(_kept.get(edition.id, basis, lambda: _ranked(session, edition, basis)))


def _ranked(session: Session, edition: Edition, basis: Basis) -> tuple[Place, ...]:
    programme = programme_of(session, edition)
    results = final_results(session, edition, programme)
    found = [one for one in basis.contenders if one.number in results.results]
    known = facts_of(found, programme, dict(basis.lots))
    return tuple(rank(results, known, chain_of(programme, results)))


def undecided(session: Session, edition: Edition) -> list[str]:
    """Case numbers of the ties nothing decides: by rank, then by number. None before results."""
    if not basis_of(session, edition).rounds:
        return []
    tied = [p for p in places(session, edition) if p.tied_with and p.rank is not None]
    return [p.proposal for p in sorted(tied, key=lambda p: (p.rank or 0, p.proposal))]


def facts_among(
    session: Session,
    edition: Edition,
    programme: Programme,
    cases: Container[str],
    round_index: int,
) -> dict[str, Facts]:
    """The facts of these cases after a round, by case number."""
    found = [one for one in contenders(session, edition, programme) if one.number in cases]
    return facts_of(found, programme, lots(session, edition.id, round_index))


def _sealed(
    session: Session, edition: Edition, programme: Programme
) -> tuple[tuple[int, str], ...]:
    query = select(RoundResult.round, RoundResult.digest).where(
        RoundResult.edition_id == edition.id, RoundResult.round < len(programme.rounds)
    )
    rows = session.execute(query.order_by(RoundResult.round))
    return tuple((row.round, row.digest) for row in rows)


def final_results(session: Session, edition: Edition, programme: Programme) -> ResultSet:
    """The sealed rounds as one result: weighted sum, last round alone, or base plus bonuses."""
    closed = closed_rounds(session, edition, programme)
    if not closed:
        raise LookupError(f"edition {edition.id} has no closed round")
    return combined(programme, closed)


def combined(programme: Programme, closed: Sequence[tuple[str, ResultSet]]) -> ResultSet:
    """(round id, results) of rounds in order, as one result by the programme's rule."""
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


def chain_of(programme: Programme, results: ResultSet) -> list[Tiebreak]:
    """The declared tie chain; a recorded draw is its last resort even where it is not declared."""
    links = [_link(programme, word, results) for word in programme.ranking.ties]
    if all(link.by != "draw" for link in links):
        links.append(Tiebreak("draw"))
    return links


def _link(programme: Programme, word: str, results: ResultSet) -> Tiebreak:
    name, _colon, criterion = word.partition(":")
    if name != "criterion":
        return Tiebreak(LINKS[name])
    scored_as = _scored_as(programme, criterion, results)
    return Tiebreak("criterion", scored_as, _label(programme, criterion, scored_as))


def _label(programme: Programme, criterion: str, scored_as: str) -> Label | None:
    """What the round whose points are compared calls it, else the first round that has it."""
    of = scored_as.rpartition(".")[0]
    rounds = sorted(range(len(programme.rounds)), key=lambda n: programme.rounds[n].id != of)
    items = (rubric_of(programme, index).criterion(criterion) for index in rounds)
    return next((item.label for item in items if item), None)


def _scored_as(programme: Programme, criterion: str, results: ResultSet) -> str:
    """The criterion's name in the results: a composite calls it `round.criterion`, latest first."""
    scored = {key for result in results.results.values() for key in result.criteria}
    names = [criterion, *(f"{round_.id}.{criterion}" for round_ in reversed(programme.rounds))]
    return next((name for name in names if name in scored), criterion)
