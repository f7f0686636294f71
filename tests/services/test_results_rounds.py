"""Two rounds: who goes on, who is told no, and how the rounds make one score."""

from decimal import Decimal

from creator.models.proposal import Proposal
from creator.services import assignments, panels, rankings
from tests.services.judging import judging, pitch


def test_the_best_enter_the_second_round_and_the_rest_are_told(database):
    held = judging(
        database,
        proposals=4,
        extra=pitch(3, "mean"),
        rounds__desk__weight=60,
        rounds__desk__advance_quota=2,
    )
    held.open_round()
    held.judge([[80, 70, 90, 60]] * 5)
    held.step("close_round")
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[:3]))
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    with database.reading() as session:
        entered = [session.get(Proposal, id_).state for id_ in held.proposals]
        assert entered == ["judging", "not_selected", "judging", "not_selected"]

    for number in range(3):
        held.score(number, [90, 85])
        held.seal(number)
    held.step("close_round")
    held.step("start_deciding")
    rows = held.officer(rankings.board).rows
    assert [(row.proposal.title, row.place.total) for row in rows] == [
        ("项目03", Decimal("88.00")),  # 90 x 60 % + 85 x 40 %
        ("项目01", Decimal("84.00")),
    ]
