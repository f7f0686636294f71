"""Sheets: saved piece by piece, sealed together, seen by their own expert alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from creator.models.proposal import Proposal
from creator.models.review import Interest, PanelSeat, Review
from creator.rules.sealed import sealed_results
from creator.services import find, panels, results, reviews
from creator.services.own_sheets import Progress
from creator.services.refused import Invalid, NotFound, NotYours, Refused, Stale
from creator.services.transitions import fire
from tests.services.judging import FULL_MARKS, JUDGING, REASONS, judging, marks


@pytest.fixture
def held(sqlite_database):
    """An open round: five experts, three proposals."""
    prepared = judging(sqlite_database)
    prepared.open_round()
    return prepared


def save(held, number, points, *, which=0, **more):
    return held.expert(
        number,
        lambda work, edition: reviews.save(
            work, reviews.mine(work, edition)[which].review, points, **more
        ),
    )


def test_each_expert_finds_one_sheet_a_proposal(held):
    own = held.expert(0, reviews.mine)
    assert [sheet.proposal.id for sheet in own] == held.proposals
    assert {(sheet.done, sheet.of, sheet.total, sheet.open) for sheet in own} == {
        (0, 7, Decimal("0.00"), True)
    }


def test_what_is_saved_stays_and_adds_up(held):
    first = save(held, 0, {"need": "１２", "fit": " 9 "})
    assert (first.total, first.done, first.complete, first.revision) == (21, 2, False, 1)
    second = save(held, 0, {"fit": "", "team": "13"}, comment="扎实", expected_revision=1)
    assert (second.total, second.done, second.revision) == (25, 2, 2)
    sheet = held.expert(0, reviews.mine)[0]
    assert {p.criterion: p.points for p in sheet.review.points} == {
        "need": 12,
        "fit": None,
        "team": 13,
    }
    assert sheet.review.comment == "扎实"


def test_points_that_cannot_be_are_reported_and_the_rest_is_saved(held):
    saved = save(held, 0, {"need": "16", "fit": "8"})
    assert {field: str(text) for field, text in saved.faults.items()} == {
        "need": "“需求真实、有依据”须在 0 到 15 分之间。"
    }
    assert (saved.total, saved.done) == (8, 1)


def test_the_lowest_and_the_highest_points_need_a_reason(held):
    points = {criterion: str(top - 1) for criterion, top in FULL_MARKS.items()}
    assert save(held, 0, points | {"need": "15"}).complete is False
    faults = held.expert(0, reviews.mine)[0].faults
    assert [(fault.code, str(fault)) for fault in faults] == [
        ("sheet.reason", "“需求真实、有依据”打了 15 分，请写明理由。")
    ]
    assert save(held, 0, {}, notes={"need": "有入户调查"}).complete is True


def test_a_veto_needs_a_reason_and_is_no_unless_cast(held):
    points = {criterion: str(top - 1) for criterion, top in FULL_MARKS.items()}
    assert save(held, 0, points).complete is True
    assert save(held, 0, {"false_material": "1"}).complete is False
    assert save(held, 0, {}, notes={"false_material": "发票重号"}).complete is True


def test_a_stale_page_does_not_overwrite(held):
    save(held, 0, {"need": "12"}, expected_revision=0)
    with pytest.raises(Stale):
        save(held, 0, {"need": "11"}, expected_revision=0)
    assert save(held, 0, {"need": "12"}, expected_revision=0).revision == 1


def test_the_same_request_saves_once(held):
    first = save(held, 0, {"need": "12"}, key="a1")
    assert save(held, 0, {"need": "12"}, key="a1") == first


def test_unknown_criteria_are_refused(held):
    with pytest.raises(Invalid):
        save(held, 0, {"state": "1"})


def test_own_sheets_are_sealed_together_or_not_at_all(held):
    save(held, 0, marks(80), notes=REASONS)
    with pytest.raises(Refused) as refused:
        held.seal(0)
    assert str(refused.value.text) == "“项目02”没有填完：“需求真实、有依据”还没有打分。"
    assert held.expert(0, reviews.progress) == Progress(complete=1, sealed=0, all=3)

    held.score(0, [80, 70, 60])
    held.seal(0)
    own = held.expert(0, reviews.mine)
    assert [(s.review.total, s.open, s.review.sealed_at) for s in own] == [
        (80, False, JUDGING),
        (70, False, JUDGING),
        (60, False, JUDGING),
    ]
    with pytest.raises(Refused) as sealed:
        save(held, 0, {"need": "1"})
    assert sealed.value.refusals[0].code == "sheet.sealed"


def test_one_sheet_alone_cannot_be_sealed(held):
    save(held, 0, marks(80), notes=REASONS)
    review_id = held.sheet(0)
    with pytest.raises(Refused) as refused:
        held.expert(0, lambda work, _e: fire(work, held.review(work, review_id), "seal"))
    assert [r.code for r in refused.value.refusals] == ["sheet.others_open"]


def test_the_list_says_what_the_sheets_themselves_say(held):
    save(held, 0, marks(80), which=0, notes=REASONS)
    save(held, 0, {"need": "12", "fit": ""}, which=1)

    def told(work, edition):
        whole = reviews.mine(work, edition)
        return [
            [(sheet.review.id, sheet.proposal.title, *sums(sheet)) for sheet in whole],
            [(line.id, line.title, *sums(line)) for line in reviews.listed(work, edition)],
        ]

    def sums(one):
        return str(one.total), one.done, one.of, one.complete, one.open

    whole, listed = held.expert(0, told)
    assert listed == whole
    assert [line[2:4] for line in listed] == [("80.00", 7), ("12.00", 1), ("0.00", 0)]


def test_the_next_unscored_sheet_goes_round_the_end(held):
    save(held, 0, marks(80), which=2, notes=REASONS)

    def next_after(which):
        def find_next(work, edition):
            own = reviews.mine(work, edition)
            following = reviews.next_unscored(work, own[which].review)
            return [sheet.review.id for sheet in own].index(following)

        return held.expert(0, find_next)

    assert [next_after(which) for which in range(3)] == [1, 0, 0]


def test_a_foreign_sheet_looks_like_a_missing_one(held):
    foreign = held.sheet(1)
    for review_id in (foreign, 10_000):
        with pytest.raises(NotFound):
            held.expert(0, lambda work, _e, id_=review_id: reviews.opened(work, id_))
    with pytest.raises(NotFound):
        held.expert(
            0, lambda work, _e: reviews.save(work, held.review(work, foreign), {"need": "1"})
        )
    with pytest.raises(NotFound):
        held.officer(lambda work, _e: find.one(work, Review, foreign))
    with pytest.raises(NotYours):
        held.expert(0, lambda work, _e: fire(work, held.review(work, foreign), "begin"))


def test_a_recused_sheet_opens_nothing_and_leaves_the_count(held):
    review_id = held.sheet(0)
    held.expert(
        0, lambda work, _e: reviews.recuse(work, held.review(work, review_id), "负责人是亲戚")
    )
    with pytest.raises(NotFound):
        held.expert(0, lambda work, _e: reviews.opened(work, review_id))
    assert [s.proposal.id for s in held.expert(0, reviews.mine)] == held.proposals[1:]
    with held.ground.database.reading() as session:
        interest = session.get(Interest, (held.edition_id, held.experts[0], held.proposals[0]))
        assert (interest.kind, interest.note) == ("recused", "负责人是亲戚")


def test_after_the_deadline_nothing_is_saved_or_sealed(held):
    held.score(0, [80, 70, 60])
    held.ground.clock.advance(timedelta(days=4))
    with pytest.raises(Refused) as late:
        save(held, 0, {"need": "1"})
    assert str(late.value.text) == "本轮评审已于 2017-02-17（星期五）18:00 截止。"
    with pytest.raises(Refused) as refused:
        held.seal(0)
    assert [r.code for r in refused.value.refusals] == ["round.over"]


def test_an_undeclared_expert_cannot_begin(held):
    def undeclare(work, edition):
        work.session.get_one(PanelSeat, (edition.id, 0, held.experts[0])).declared_at = None

    held.officer(undeclare)
    with pytest.raises(Refused) as refused:
        save(held, 0, {"need": "1"})
    assert refused.value.refusals[0].code == "interest.undeclared"


def test_a_substitute_joins_an_open_round(held):
    review_id = held.sheet(0)
    held.expert(0, lambda work, _e: reviews.recuse(work, held.review(work, review_id), "同事"))

    def add(work, edition):
        proposal = work.session.get_one(Proposal, held.proposals[0])
        fire(work, proposal, "add_reviewer", data={"expert": held.experts[5]})

    with pytest.raises(Refused) as unseated:
        held.officer(add)
    assert [r.code for r in unseated.value.refusals] == ["expert.unseated"]
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[5:]))
    with pytest.raises(Refused) as undeclared:
        held.officer(add)
    assert [r.code for r in undeclared.value.refusals] == ["expert.undeclared"]
    held.expert(5, lambda work, edition: panels.declare(work, edition, 0, {}))
    held.officer(add)
    assert [s.proposal.id for s in held.expert(5, reviews.mine)] == held.proposals[:1]


def test_access_ends_when_the_round_closes(database):
    held = judging(database)
    held.open_round()
    held.judge([[80, 70, 60]] * 5)
    review_id = held.sheet(0)
    held.step("close_round")
    assert held.expert(0, reviews.mine) == []
    with pytest.raises(NotFound):
        held.expert(0, lambda work, _e: reviews.opened(work, review_id))
    with held.ground.database.reading() as session:
        found = sealed_results(session, held.edition_id, 0)
        assert [str(r.total) for r in found.results.values()] == ["80", "70", "60"]


def test_the_officer_sees_who_is_late_but_no_points(held):
    held.score(0, [80, 70, 60])
    held.seal(0)
    desks = held.officer(results.desks)
    assert [(d.open, d.sealed, d.recused) for d in desks] == [(0, 3, 0)] + [(3, 0, 0)] * 4
    found = held.officer(results.preview)
    assert found.results is None
    assert str(found.missing[0]) == (
        "“专家02”还有 3 份评分表没有提交。请催办；不能再评的，记为缺评。"
    )
    with pytest.raises(NotFound):
        held.expert(0, results.preview)
