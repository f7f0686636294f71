"""From sealed sheets to the frozen ranking: sums, ties, draws, and who may look."""

from datetime import timedelta
from decimal import Decimal

import pytest

from creator.models.proposal import Proposal
from creator.models.review import FrozenRanking, RoundResult
from creator.reckoning.canonical import digest
from creator.rules.pseudonyms import pseudonyms
from creator.rules.sealed import frozen_places, sealed_results
from creator.services import people, rankings, results, reviews
from creator.services.explaining import explain
from creator.services.refused import NotFound, Refused
from creator.services.transitions import fire
from tests.services.copying import copied, emptied
from tests.services.judging import judging

# One row for each expert. Without the highest and the lowest sheet: 85.33, 70.00, 90.00.
TOTALS = [[80, 70, 90], [85, 70, 90], [86, 70, 90], [85, 70, 90], [99, 70, 90]]


@pytest.fixture(scope="module")
def as_judged(sqlite_copies, tmp_path_factory):
    held = judging(emptied(sqlite_copies, tmp_path_factory.mktemp("judged")))
    held.open_round()
    held.judge(TOTALS)
    held.step("close_round")
    return held


@pytest.fixture
def judged(as_judged):
    """A round judged and closed."""
    with copied(as_judged) as held:
        yield held


def refused_codes(held, trigger):
    return held.officer(
        lambda work, edition: [
            refusal.code
            for offer in explain(work, edition, trigger=trigger)
            for refusal in offer.refusals
        ]
    )


def test_the_trimmed_mean_is_the_mean_of_the_middle_totals(judged):
    with judged.ground.database.reading() as session:
        found = sealed_results(session, judged.edition_id, 0).results
        assert {case: result.total for case, result in found.items()} == {
            "BL2017-001": Decimal("85.33"),
            "BL2017-002": Decimal("70.00"),
            "BL2017-003": Decimal("90.00"),
        }
        assert [session.get(Proposal, id_).state for id_ in judged.proposals] == ["judged"] * 3


def test_sealed_results_are_read_back_exactly(judged):
    with judged.ground.database.reading() as session:
        row = session.get(RoundResult, (judged.edition_id, 0))
        assert digest(sealed_results(session, judged.edition_id, 0).results) == row.digest


def test_the_preview_is_what_closing_seals(sqlite_database):
    held = judging(sqlite_database)
    held.open_round()
    held.judge(TOTALS)
    before = held.officer(results.preview).results.digest
    held.step("close_round")
    with sqlite_database.reading() as session:
        assert session.get(RoundResult, (held.edition_id, 0)).digest == before


def test_a_round_does_not_close_with_too_few_sheets(sqlite_database):
    held = judging(sqlite_database)
    held.open_round()
    held.judge(TOTALS[:4])
    assert refused_codes(held, "close_round") == ["round.unsealed"]
    sheets = held.expert(4, reviews.mine)
    for sheet in sheets:
        held.officer(
            lambda work, _e, id_=sheet.review.id: fire(
                work, held.review(work, id_), "excuse", reason="出差"
            )
        )
    assert refused_codes(held, "close_round") == ["round.short"] * 3


def test_the_frozen_ranking_gives_score_and_rank(judged):
    judged.step("start_deciding")
    with judged.ground.database.reading() as session:
        ranked = [session.get(Proposal, id_) for id_ in judged.proposals]
        assert [(p.rank, p.score) for p in ranked] == [
            (2, Decimal("85.33")),
            (3, Decimal("70.00")),
            (1, Decimal("90.00")),
        ]
        frozen = session.get(FrozenRanking, judged.edition_id)
        assert digest(frozen_places(session, judged.edition_id)) == frozen.digest


def test_the_board_shows_places_dots_and_money(judged):
    board = judged.officer(rankings.board)
    assert [(row.proposal.title, row.place.rank, row.outcome.amount) for row in board.rows] == [
        ("项目03", 1, 2_200_000),
        ("项目01", 2, 2_000_000),
        ("项目02", 3, 2_100_000),
    ]
    assert [row.spent for row in board.rows] == [2_200_000, 4_200_000, 6_300_000]
    middle = board.rows[1]
    assert sorted((dot.total, dot.dropped) for dot in middle.dots) == [
        (80, True), (85, False), (85, False), (86, False), (99, True),
    ]  # fmt: skip
    assert sorted(dot.name for dot in middle.dots) == ["E1", "E2", "E3", "E4", "E5"]
    assert [(line.tier.zh, line.line.awarded) for line in board.lines] == [("A类", 3), ("B类", 0)]
    assert board.left == board.pool - 6_300_000


def test_the_names_of_experts_are_drawn_from_what_no_page_shows(judged):
    """Numbers of people and editions stand in addresses; their order tells nothing any more."""
    experts = [str(number) for number in range(1, 21)]

    def order(work, edition):
        return list(pseudonyms(edition.naming_seed, experts))

    seen = judged.officer(order)
    assert judged.officer(order) == seen != experts
    assert sorted(seen) == sorted(experts)
    assert list(pseudonyms("another edition", experts)) != seen


def test_the_allocation_speaks_of_proposal_ids(judged):
    found = judged.officer(rankings.allocation)
    assert [int(outcome.proposal) for outcome in found.outcomes] == [
        judged.proposals[2], judged.proposals[0], judged.proposals[1],
    ]  # fmt: skip


def test_a_tie_is_broken_as_declared(sqlite_database):
    # Equal sheets: the tie chain goes on to the lower request.
    held = judging(sqlite_database)
    held.open_round()
    held.judge([[80, 80, 90]] * 5)
    held.step("close_round")
    rows = held.officer(rankings.board).rows
    assert [row.proposal.title for row in rows] == ["项目03", "项目01", "项目02"]
    assert [str(broken.text) for broken in rows[1].place.broken] == [
        "2 个项目同为 80 分，先后依据：申请金额低者先。"
    ]


def test_nobody_with_an_interest_sees_the_ranking(judged):
    def join_the_applicant(work, edition):
        proposal = work.session.get_one(Proposal, judged.proposals[0])
        people.appoint(
            work, work.actor.person, "applicant", organisation_id=proposal.organisation_id
        )

    judged.officer(join_the_applicant)
    with pytest.raises(Refused) as refused:
        judged.officer(rankings.board)
    assert refused.value.refusals[0].code == "office.interest"
    desks = judged.officer(results.desks)
    assert {desk.all for desk in desks} == {2}


def test_outsiders_and_experts_find_no_board(judged):
    with pytest.raises(NotFound):
        judged.expert(0, rankings.board)
    with pytest.raises(NotFound):
        judged.ground.act_as(None, lambda work: rankings.board(work, judged.edition(work)))


def test_a_veto_keeps_a_proposal_out_of_the_ranking(database):
    held = judging(database)
    held.open_round()
    for number, row in enumerate(TOTALS):
        held.score(number, row)

    def veto(work, edition):
        sheet = reviews.mine(work, edition)[2]
        notes = {"false_material": "合同重号"}
        reviews.save(work, sheet.review, {"false_material": "1"}, notes=notes)

    held.expert(0, veto)
    for number in range(5):
        held.seal(number)
    held.step("close_round")
    held.step("start_deciding")
    rows = held.officer(rankings.board).rows
    assert [(row.proposal.title, row.place.rank) for row in rows] == [
        ("项目01", 1),
        ("项目02", 2),
        ("项目03", None),
    ]
    assert [str(text) for text in rows[2].place.barred] == ["一票否决：材料虚假（1 位专家）。"]


def test_the_earlier_submission_goes_first_where_the_programme_says_so(sqlite_database):
    held = judging(sqlite_database, ranking__ties=["earlier", "draw"])

    def submit_in_reverse(work, _edition):
        for number, id_ in enumerate(held.proposals):
            proposal = work.session.get_one(Proposal, id_)
            proposal.submitted_at = work.now - timedelta(hours=number)

    held.officer(submit_in_reverse)
    held.open_round()
    held.judge([[80, 80, 80]] * 5)
    held.step("close_round")
    rows = held.officer(rankings.board).rows
    assert [row.proposal.title for row in rows] == ["项目03", "项目02", "项目01"]
