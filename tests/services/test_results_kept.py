"""The board keeps what it reckoned only while everything it was made of is the same."""

import pytest

from creator.models.organisation import Organisation
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import FrozenRanking, RoundResult
from creator.rules import standing
from creator.services import rankings
from creator.services.work import Work, actor_for
from tests.databases import counting
from tests.services.copying import copied, emptied
from tests.services.drawing import hold_a_draw
from tests.services.judging import judging


@pytest.fixture(scope="module")
def as_judged(sqlite_copies, tmp_path_factory):
    return sealed(judging(emptied(sqlite_copies, tmp_path_factory.mktemp("kept"))))


@pytest.fixture
def judged(as_judged):
    with copied(as_judged) as held:
        look(held)
        yield held


def sealed(held):
    """Three proposals: the first two are equal in score, the third is ahead."""
    held.open_round()
    held.judge([[80, 80, 90]] * 5)
    held.step("close_round")
    look(held)
    return held


def look(held):
    """The board as a page sees it: in a unit that only reads."""
    with held.ground.database.reading() as session:
        officer = session.get_one(Person, held.ground.people["officer"])
        now = held.ground.clock.now()
        work = Work(session, now, actor_for(session, officer, now))
        return rankings.board(work, held.edition(work))


def change(held, which: int, **values):
    def set_all(work, _edition):
        proposal = work.session.get_one(Proposal, held.proposals[which])
        for name, value in values.items():
            setattr(proposal, name, value)

    held.officer(set_all)


def titles(board):
    return [row.proposal.title for row in board.rows]


def test_nothing_changed_nothing_is_reckoned_anew(judged):
    assert look(judged) is look(judged)


def test_a_changed_request_moves_a_tie_at_once(judged):
    assert titles(look(judged)) == ["项目03", "项目01", "项目02"]
    change(judged, 1, requested_fen=1_000_000)
    board = look(judged)
    assert titles(board) == ["项目03", "项目02", "项目01"]
    assert [row.proposal.requested_fen for row in board.rows] == [2_200_000, 1_000_000, 2_000_000]
    assert board.proposed == 5_200_000


def test_a_changed_title_or_name_shows_at_once(judged):
    change(judged, 2, title="改过的名字")

    def rename(work, _edition):
        proposal = work.session.get_one(Proposal, judged.proposals[2])
        work.session.get_one(Organisation, proposal.organisation_id).name = "改过的单位"

    assert titles(look(judged))[0] == "改过的名字"
    judged.officer(rename)
    assert look(judged).rows[0].proposal.organisation == "改过的单位"


def test_a_changed_answer_about_own_money_counts_at_once_where_awards_match_it(database):
    matching = sealed(judging(database, award__amount="match", award__match="1/2"))
    change(matching, 0, answers={"own_funding": 123_400})
    assert look(matching).rows[1].place.facts.own_funding == 123_400
    change(matching, 0, answers={"own_funding": "123400"})
    assert look(matching).rows[1].place.facts.own_funding == 0


def test_an_earlier_application_counts_at_once(judged):
    assert look(judged).rows[0].place.facts.first_time
    before = judged.ground.edition(slug="beilin-2016")

    def apply_before(work, _edition):
        here = work.session.get_one(Proposal, judged.proposals[2])
        same = {name: getattr(here, name) for name in ("host_id", "definition_hash", "state")}
        same |= {"organisation_id": here.organisation_id, "edition_id": before}
        earlier = Proposal(number="BL2016-001", entered_at=work.now, created_at=work.now, **same)
        work.session.add(earlier)

    judged.officer(apply_before)
    assert [row.place.facts.first_time for row in look(judged).rows] == [False, True, True]


def test_a_changed_pool_moves_the_line_at_once(judged):
    def poorer(_work, edition):
        edition.pool_fen = 4_500_000

    judged.officer(poorer)
    board = look(judged)
    assert (board.pool, board.proposed) == (4_500_000, 4_200_000)
    assert [row.outcome.kind for row in board.rows] == ["award", "award", "waitlist"]


def test_a_draw_decides_at_once(judged):
    change(judged, 0, requested_fen=2_100_000)
    assert [len(tied) for tied in look(judged).ties] == [2]
    # By this number the second is drawn first.
    assert hold_a_draw(judged, "1").chosen == ("BL2017-002", "BL2017-001")
    board = look(judged)
    assert (titles(board), board.ties) == (["项目03", "项目02", "项目01"], ())


def test_the_frozen_ranking_takes_over_at_once(judged):
    before = look(judged)
    judged.step("start_deciding")
    board = look(judged)
    assert before.frozen is None
    with judged.ground.database.reading() as session:
        row = session.get(FrozenRanking, judged.edition_id)
        assert board.frozen == (row.digest, row.frozen_at)
    # A request that changes later moves nothing any more, but shows.
    change(judged, 1, requested_fen=1_000_000)
    assert titles(look(judged)) == titles(board)
    assert look(judged).rows[2].proposal.requested_fen == 1_000_000


def test_a_change_inside_a_unit_counts_inside_it(judged):
    def change_and_rank(work, edition):
        before = [place.proposal for place in standing.places(work.session, edition)]
        work.session.get_one(Proposal, judged.proposals[1]).requested_fen = 1_000_000
        return before, [place.proposal for place in standing.places(work.session, edition)]

    assert judged.officer(change_and_rank) == (
        ["BL2017-003", "BL2017-001", "BL2017-002"],
        ["BL2017-003", "BL2017-002", "BL2017-001"],
    )


def test_a_second_look_loads_no_results(judged):
    with counting(judged.ground.database) as sent:
        look(judged)
    assert not [one for one in sent if "round_result.body" in one]
    with judged.ground.database.reading() as session:
        assert session.get(RoundResult, (judged.edition_id, 0)).body
