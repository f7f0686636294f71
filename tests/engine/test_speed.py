"""What a step costs: a fixed number of questions to the database, and time of this process."""

import time

from tests.databases import counting
from tests.engine.board import AMOUNT, board
from tests.engine.seeding import with_marks

AWARD = {"data": {"tier": "A", "amount": AMOUNT}}
SUBMITTED = with_marks("before_screening", "counts_as_submitted")
# Steps per second of the processor, so that what else runs on the machine matters less: half of
# what two idle cores do. An award asks six guards, moves money and slot, and writes a list.
LEAST = {("sqlite", "plain"): 100, ("postgresql", "plain"): 60, ("sqlite", "award"): 40,
         ("postgresql", "award"): 30}  # fmt: skip


def test_a_step_asks_the_database_a_fixed_number_of_times(database):
    held, counts = board(database, 12, slots=12), []
    for first, second in ((0, 1), (10, 11)):
        held.propose("officer", held.proposals[first])
        with counting(database) as sent:
            held.propose("officer", held.proposals[second], key=f"k{second}")
        counts.append(len(sent))
    print(f"{database.engine.dialect.name}: {counts[0]} statements for an award")
    assert counts[0] == counts[1] <= 24


def test_a_plain_step_asks_little(database):
    held = board(database, 2, at=SUBMITTED)
    held.take("officer", held.proposals[0], "begin_screening")
    with counting(database) as sent:
        held.take("officer", held.proposals[1], "begin_screening", key="k")
    print(f"{database.engine.dialect.name}: {len(sent)} statements for a plain step")
    assert len(sent) <= 13


def measured(database, name, steps):
    spent, wall = time.process_time(), time.perf_counter()
    for step in steps:
        step()
    spent, wall = time.process_time() - spent, time.perf_counter() - wall
    kind = database.engine.dialect.name
    rates = f"{len(steps) / spent:.0f} a CPU second, {len(steps) / wall:.0f} a second"
    print(f"{kind}, {name} steps: {rates}")
    assert len(steps) / spent >= LEAST[kind, name]


def test_plain_steps_a_second(database):
    held = board(database, 60, at=SUBMITTED)
    ids = iter(held.proposals)
    held.take("officer", next(ids), "begin_screening")
    measured(
        database,
        "plain",
        [lambda one=one: held.take("officer", one, "begin_screening") for one in ids],
    )


def test_awards_a_second(database):
    held, steps = board(database, 1), []
    one = held.proposals[0]
    for number in range(30):
        steps.append(lambda n=number: held.propose("officer", one, key=f"p{n}"))
        steps.append(lambda n=number: held.take("officer", one, "reconsider", key=f"r{n}"))
    for warm_up in steps[:2]:
        warm_up()
    measured(database, "award", steps[2:])
