"""How an officer draws ties or experts: fixes the list, and draws when the number has come."""

from collections.abc import Callable
from datetime import timedelta

from creator.clock import local
from creator.models.edition import Edition
from creator.rehearsal.world import World
from creator.rules.draws import waiting
from creator.services.explaining import Offer, explain
from creator.services.rankings import board
from creator.services.transitions import fire
from creator.services.work import Work
from creator.workflow.parts import Use


def draw(world: World, work: Work, edition: Edition) -> bool | None:
    """One of the two acts; False: there is no tie; None: the day of the number is to come."""
    if waiting(work.session, edition, "ties") is not None:
        return _take(work, edition, Use("draw", {"purpose": "ties"}), lambda: _number(world))
    if not board(work, edition).ties:
        return False
    return _take(work, edition, Use("commit_ties", {}), lambda: _list(work))


def draw_experts(world: World, work: Work, edition: Edition, seats: int) -> bool | None:
    """One of the two acts; None: the day of the number is to come."""
    if waiting(work.session, edition, "panel") is not None:
        return _take(work, edition, Use("draw", {"purpose": "panel"}), lambda: _number(world))
    form = {**_list(work), "seats": str(seats)}
    return _take(work, edition, Use("commit_panel", {}), lambda: form)


def _take(
    work: Work, edition: Edition, effect: Use, form: Callable[[], dict[str, str]]
) -> bool | None:
    offers = (o for o in explain(work, edition) if effect in o.transition.effect)
    offer: Offer | None = next((o for o in offers if o.allowed), None)
    if offer is None:
        return None
    fire(work, edition, offer.transition.id, data=form())
    return True


def _list(work: Work) -> dict[str, str]:
    tomorrow = local(work.now).date() + timedelta(days=1)
    return {"source": "双色球开奖号码（示例）", "known_on": tomorrow.isoformat()}


def _number(world: World) -> dict[str, str]:
    number = " ".join(map(str, world.random.sample(range(1, 34), 6)))
    return {"number": number, "again": number, "found_at": "开奖公告（示例）"}
