"""One operation after the other against a running server; queries counted in this process."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from statistics import quantiles

from sqlalchemy.orm import Session

from bench.client import Answer, Ask, send_all
from bench.operations import STEP, Operation
from bench.server import HOST, Server, postgres_cpu
from creator.db import Database
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.services.transitions import fire
from creator.services.work import Work, actor_for
from creator.web.request import Site
from tests.databases import counting

WARMING = 2
"""Writes of each browser that are not measured."""
OWN_QUERIES = 1
"""Session, person and appointments: what every page of somebody signed in asks first."""


@dataclass(frozen=True)
class Measured:
    """How one operation went. Times in milliseconds, processor time per request."""

    name: str
    count: int
    rate: float
    p50: float
    p95: float
    cpu: float
    database_cpu: float
    size: float
    """KB of the body as it went over the line."""
    errors: tuple[str, ...]
    """Status and words of every answer that was not as it should be."""


def measure(server: Server, operation: Operation, seconds: float) -> Measured:
    """Send the operation's requests for some seconds, after a short warming up: a process writes
    its queries at the first of a kind. Of what can be sent only once the first few are given up."""
    if operation.writes:
        first = [own[:WARMING] for own in operation.plan]
        _send(server, replace(operation, plan=first), seconds)
        operation = replace(operation, plan=[own[WARMING:] for own in operation.plan])
    else:
        _send(server, operation, min(1.0, seconds / 4))
    before, database_before = server.cpu(), postgres_cpu()
    taken, answers = _send(server, operation, seconds)
    cpu, database_cpu = server.cpu() - before, postgres_cpu() - database_before
    wanted = 303 if operation.writes else 200
    good = [one for one in answers if one.status == wanted]
    times = sorted(one.seconds * 1000 for one in good) or [0.0]
    cuts = quantiles(times, n=20) if len(times) > 1 else times * 19
    return Measured(
        name=operation.name,
        count=len(good),
        rate=len(good) / taken,
        p50=cuts[9],
        p95=cuts[18],
        cpu=cpu * 1000 / max(1, len(answers)),
        database_cpu=database_cpu * 1000 / max(1, len(answers)),
        size=sum(one.size for one in good) / max(1, len(good)) / 1000,
        errors=tuple(f"{one.status} {one.said}" for one in answers if one.status != wanted),
    )


def _send(server: Server, operation: Operation, seconds: float) -> tuple[float, list[Answer]]:
    again = not operation.writes
    return send_all(HOST, server.port, operation.plan, seconds=seconds, again=again)


def queries(site: Site, database: Database, operation: Operation) -> list[int]:
    """Statements behind the operation, without those of session and person.

    Of a page: in the small edition (where there is one), then in the large one. What is written
    while counting stays written.
    """
    ask = next(one for own in operation.plan for one in reversed(own))
    return [_count(site, database, one) for one in (operation.small, ask) if one is not None]


def _count(site: Site, database: Database, ask: Ask) -> int:
    browser = site.test_client()
    browser.set_cookie("creator", ask.cookie)
    if ask.data is None:
        browser.get(ask.path)  # definitions and programmes are read once per process
    with counting(database) as sent:
        answer = (
            browser.get(ask.path)
            if ask.data is None
            else browser.post(ask.path, data=dict(ask.data))
        )
    if answer.status_code not in (200, 303):
        raise RuntimeError(f"{ask.path}: {answer.status}")
    return len([one for one in sent if not one.startswith("PRAGMA")]) - OWN_QUERIES


def yardstick() -> float:
    """Milliseconds of processor time for a million additions here and now.

    Other work on the machine, or a slower one, stretches this as it stretches everything else.
    """
    begun, total = time.thread_time(), 0
    for number in range(1_000_000):
        total += number
    return (time.thread_time() - begun) * 1000


def steps_per_second(database: Database, officer: int, ids: list[int]) -> float:
    """Steps through the gate in this process, one unit of work each."""
    begun = time.perf_counter()
    for one in ids:
        database.write(partial(_step, officer, one))
    return len(ids) / (time.perf_counter() - begun)


def _step(officer: int, subject_id: int, session: Session) -> None:
    now = datetime.now(UTC)
    actor = actor_for(session, session.get_one(Person, officer), now)
    fire(Work(session, now, actor), session.get_one(Proposal, subject_id), STEP)
