from tests.databases import counting
from tests.engine.board import AMOUNT, board
import cProfile, pstats
AWARD = {"data": {"tier": "A", "amount": AMOUNT}}
def test_probe(database):
    held = board(database, 3)
    held.take("officer", held.proposals[1], "propose", **AWARD, key="0")
    with counting(database) as sent:
        held.take("officer", held.proposals[0], "propose", **AWARD, key="1")
    for s in sent: print("  ", " ".join(s.split())[:60], "...", " ".join(s.split())[-90:])
    p=cProfile.Profile()
    one=held.proposals[2]
    p.enable()
    for number in range(30):
        held.take("officer", one, "propose", **AWARD, key=f"p{number}")
        held.take("officer", one, "reconsider", key=f"r{number}")
    p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
