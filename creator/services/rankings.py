"""The ranking board (排名与定档): who may look, and what was listed so far."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from creator.i18n import _
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition
from creator.models.review import FrozenRanking
from creator.models.subject import in_edition
from creator.reckoning.funding.outcome import Allocation
from creator.reckoning.ranking import Place
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.remembered import Remembered
from creator.rules.sealed import frozen_places, sealed_results
from creator.rules.standing import Basis, basis_of, places
from creator.services.boards import Board, Ground, Seal, board_of
from creator.services.offices import need_no_interest, need_staff
from creator.services.refused import Refused
from creator.services.stages import has_mark
from creator.services.work import Work

_kept: Remembered[tuple[Basis, Seal | None, int, str], Board] = Remembered(most=8)


class Listed(NamedTuple):
    """What was decided about a proposal so far. Money in 分."""

    outcome: str
    amount_fen: int | None


def board(work: Work, edition: Edition) -> Board:
    """The ranking, and the allocation the rules make of it.

    Raises `NotFound` for outsiders; `Refused` before a result is sealed, and for somebody with an
    interest in one of the proposals.
    """
    need_staff(work, edition)
    need_no_interest(work, edition)
    return _board(work, edition)


def allocation(work: Work, edition: Edition) -> Allocation:
    """What the programme's rules make of the ranking; `Outcome.proposal` is the id as text.

    For the steps that follow; a page shows `board`. Raises `Refused` before a result is sealed.
    """
    return _board(work, edition).allocation


def listed(work: Work, edition: Edition) -> dict[int, Listed]:
    """What has been listed so far, by proposal id."""
    query = (
        select(DecisionItem.proposal_id, DecisionItem.outcome, DecisionItem.amount_fen)
        .join(Decision, DecisionItem.decision_id == Decision.id)
        .where(in_edition(Decision, edition.id))
        .order_by(DecisionItem.id)
    )
    rows = work.session.execute(query)
    return {id_: Listed(outcome, amount) for id_, outcome, amount in rows}


def _board(work: Work, edition: Edition) -> Board:
    seal = _seal(work, edition)
    if seal is None and not has_mark(work, edition, "results_sealed"):
        raise Refused([Refusal("ranking.none", _("还没有评审结果。"))])
    basis = basis_of(work.session, edition)
    naming = edition.naming_seed
    key = basis, seal, edition.pool_fen, naming
    return _kept.get(edition.id, key, lambda: board_of(_ground(work, edition, basis, seal, naming)))


def _seal(work: Work, edition: Edition) -> Seal | None:
    query = select(FrozenRanking.digest, FrozenRanking.frozen_at)
    row = work.session.execute(query.where(FrozenRanking.edition_id == edition.id)).one_or_none()
    return None if row is None else Seal._make(row)


def _ground(work: Work, edition: Edition, basis: Basis, seal: Seal | None, naming: str) -> Ground:
    results = sealed_results(work.session, edition.id, edition.round_index)
    programme = programme_of(work.session, edition)
    return Ground(
        naming=naming,
        pool=edition.pool_fen,
        programme=programme,
        frozen=seal,
        ranking=_ranking(work, edition),
        contenders=basis.contenders,
        scored=results.results if results else {},
        decimals=programme.rounds[edition.round_index].decimals,
    )


def _ranking(work: Work, edition: Edition) -> Sequence[Place]:
    frozen = frozen_places(work.session, edition.id)
    return places(work.session, edition) if frozen is None else frozen
