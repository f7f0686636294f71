"""What a step costs: a fixed number of questions to the database, and time of this process."""

import time

from sqlalchemy import event

from tests.databases import counting
from tests.engine.board import AMOUNT, board

AWARD = {"data": {"tier": "A", "amount": AMOUNT}}
MOST_STATEMENTS = 24
LEAST_PER_SECOND = {"sqlite": 100, "postgresql": 60}


def test_a_step_asks_the_database_a_fixed_number_of_times(database):
    counts = {}
    for count in (2, 12):
        held = board_of(database, count) if not counts else counts["held"]
        counts["held"] = held
        held.take("officer", held.proposals[count - 2], "propose", **AWARD)
        with counting(database) as sent:
            held.take("officer", held.proposals[count - 1], "propose", **AWARD, key=f"k{count}")
        counts[count] = len(sent)
    print(f"{database.engine.dialect.name}: {counts[2]} statements for an award")
    assert counts[2] == counts[12] <= MOST_STATEMENTS


def board_of(database, _count):
    return board(database, 12, slots=12)


def test_steps_per_second_of_this_process(database):
    """By the processor's clock, so that what else runs on the machine does not matter."""
    held = board(database, 2)
    one, rounds = held.proposals[0], 60
    for trigger, kwargs in (("propose", AWARD), ("reconsider", {})):
        held.take("officer", one, trigger, **kwargs)
    begun, wall = time.process_time(), time.perf_counter()
    for number in range(rounds):
        held.take("officer", one, "propose", **AWARD, key=f"p{number}")
        held.take("officer", one, "reconsider", key=f"r{number}")
    spent, wall = time.process_time() - begun, time.perf_counter() - wall
    kind = database.engine.dialect.name
    print(f"{kind}: {2 * rounds / spent:.0f} steps per CPU second, {2 * rounds / wall:.0f} per second")
    assert 2 * rounds / spent >= LEAST_PER_SECOND[kind]
    assert event
