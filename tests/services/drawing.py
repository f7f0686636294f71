"""A draw by a public number, as an officer holds it: the list today, the number tomorrow."""

from datetime import timedelta

from creator.clock import local
from creator.services.draws import Draw, draws
from creator.services.transitions import fire
from tests.services.judging import Judging

LOTTERY = "双色球开奖号码"


def tomorrow(held: Judging) -> str:
    return (local(held.ground.clock.now()).date() + timedelta(days=1)).isoformat()


def commit(held: Judging, known_on: str = "") -> None:
    data = {"source": LOTTERY, "known_on": known_on or tomorrow(held)}
    held.officer(lambda work, edition: fire(work, edition, "commit_draw", data=data))


def draw(held: Judging, number: str, again: str = "") -> None:
    data = {"number": number, "again": again or number, "found_at": "第 2017021 期公告"}
    held.officer(lambda work, edition: fire(work, edition, "draw", data=data))


def a_day_later(held: Judging) -> None:
    held.ground.clock.instant += timedelta(days=1)


def hold_a_draw(held: Judging, number: str = "2 5 8") -> Draw:
    """The whole of it; the draw as its page tells it."""
    commit(held)
    a_day_later(held)
    draw(held, number)
    return held_draws(held)[-1]


def held_draws(held: Judging) -> list[Draw]:
    return held.officer(lambda work, edition: list(draws(work, edition)))
