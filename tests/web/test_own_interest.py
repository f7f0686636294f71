"""An officer whose own organisation applies: the office tells nothing of that application."""

import io

import pytest
from openpyxl import load_workbook

from creator.models.proposal import Proposal
from creator.services import people, screening, todos
from creator.services.refused import NotFound, Refused
from tests.services.deciding import copied, reviewed
from tests.web.reviewing import stage


@pytest.fixture
def held(sqlite_copies, tmp_path_factory, tmp_path):
    """The first-ranked proposal is of an organisation for which the officer applies."""
    with copied(reviewed(sqlite_copies, tmp_path_factory)) as made:

        def join(work):
            proposal = work.session.get_one(Proposal, made.ranked(1))
            officer = work.session.get_one(people.Person, made.ground.people["officer"])
            people.appoint(work, officer, "applicant", organisation_id=proposal.organisation_id)

        made.ground.act_as(None, join)
        yield made


@pytest.fixture
def officer(held, tmp_path):
    return stage(held.held, tmp_path).officer()


def test_the_lists_of_the_office_leave_the_own_application_out(held, officer):
    edition, own = held.held.edition_id, held.ranked(1)
    title = held.ground.act("officer", lambda w: w.session.get_one(Proposal, own).title)
    for page in ("list/proposal", "screening?queue=done"):
        assert title not in officer.get(f"/editions/{edition}/{page}").text
    sheet = load_workbook(io.BytesIO(officer.get(f"/editions/{edition}/list/proposal.xlsx").data))
    assert title not in {cell.value for row in sheet.active.iter_rows() for cell in row}


def test_the_page_of_the_edition_tells_no_sums(held, officer):
    page = officer.get(f"/editions/{held.held.edition_id}").text
    assert "已占用" not in page
    assert "档次和名额" not in page


@pytest.mark.parametrize("page", ["ranking", "ranking.xlsx", "assignment"])
def test_ranking_and_readers_are_for_others(held, officer, page):
    assert officer.get(f"/editions/{held.held.edition_id}/{page}").status_code == 409


def test_a_line_of_the_list_is_for_others(held, officer):
    held.ground.act("officer", lambda work: None)
    decision = held.decision_id()
    assert officer.get(f"/decisions/{decision}/lines/1").status_code == 409


def test_the_check_list_is_for_others(held, officer):
    own = held.ranked(1)
    assert officer.get(f"/screening/{own}").status_code == 404

    def answer(work):
        screening.answer(work, work.session.get_one(Proposal, own), {})

    with pytest.raises((NotFound, Refused)):
        held.ground.act("officer", answer)


def test_the_own_application_is_read_as_by_any_applicant(held, officer):
    page = officer.get(f"/proposals/{held.ranked(1)}")
    assert page.status_code == 200
    assert "评审结束" in page.text
    assert "已排名" not in page.text


def test_the_to_do_list_does_not_count_it(held):
    def count(work):
        return sum(
            todo.count
            for todo in todos.todos(work, todos.every_edition(work))
            if todo.kind == "proposal"
        )

    assert held.ground.act("officer", count) == 2
