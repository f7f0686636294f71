"""What a step costs: a fixed number of questions to the database. `bench/` measures time."""

from tests.databases import counting
from tests.engine.board import AMOUNT, board
from tests.engine.seeding import with_marks

AWARD = {"data": {"tier": "A", "amount": AMOUNT}}
SUBMITTED = with_marks("before_screening", "counts_as_submitted")


def test_a_step_asks_the_database_a_fixed_number_of_times(database):
    held, counts = board(database, 12, slots=12), []
    for first, second in ((0, 1), (10, 11)):
        held.propose("officer", held.proposals[first])
        with counting(database) as sent:
            held.propose("officer", held.proposals[second], key=f"k{second}")
        counts.append(len(sent))
    print(f"{database.engine.dialect.name}: {counts[0]} statements for an award")
    assert counts[0] == counts[1] <= 25


def test_a_plain_step_asks_little(database):
    held = board(database, 2, at=SUBMITTED)
    held.take("officer", held.proposals[0], "begin_screening")
    with counting(database) as sent:
        held.take("officer", held.proposals[1], "begin_screening", key="k")
    print(f"{database.engine.dialect.name}: {len(sent)} statements for a plain step")
    assert len(sent) <= 13
