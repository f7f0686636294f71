"""Experts drawn by lot from the pool: list, number, order, seats, substitutes."""

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from creator.db import Database
from creator.models.audit import AuditRow
from creator.models.draw import DrawList
from creator.models.person import ExpertProfile, Person
from creator.models.review import PanelSeat
from creator.services import assignments, drawn_panels, invariants, panels
from creator.services.explaining import explain
from creator.services.transitions import fire
from tests.calc.runs import summary_of
from tests.services.drawing import LOTTERY, a_day_later, held_draws, tomorrow
from tests.services.judging import Judging, judging
from tests.services.test_draws import refused, why_not


def to_be_drawn(database: Database, **adjust: object) -> Judging:
    return judging(database, experts=8, experts__drawn=True, **adjust)


def commit(held: Judging, seats: str = "5") -> None:
    data = {"seats": seats, "source": LOTTERY, "known_on": tomorrow(held)}
    held.officer(lambda work, edition: fire(work, edition, "commit_panel_draw", data=data))


def draw(held: Judging, number: str = "3187.45") -> None:
    data = {"number": number, "again": number, "found_at": "第 2017021 期公告"}
    held.officer(lambda work, edition: fire(work, edition, "draw_panel", data=data))


def drawn(held: Judging, seats: str = "5") -> list[int]:
    """Person ids in the order drawn."""
    commit(held, seats)
    a_day_later(held)
    draw(held)
    return list(held.officer(drawn_panels.standing).order.values())


def seat_drawn(held: Judging) -> list[str]:
    return list(held.officer(drawn_panels.seat_drawn))


def call(held: Judging, reason: str = "有专家不参加") -> str:
    return held.officer(lambda work, edition: drawn_panels.seat_substitute(work, edition, reason))


def seats(held: Judging) -> list[PanelSeat]:
    return held.officer(
        lambda work, edition: [m.seat for m in panels.pool(work, edition) if m.seat]
    )


def test_list_then_number_then_seats_in_the_order_drawn(database: Database) -> None:
    held = to_be_drawn(database)
    assert why_not(held, "draw_panel") == ["draw.no_list"]
    assert refused(seat_drawn, held) == ["panel.not_drawn"]
    commit(held)
    assert why_not(held, "draw_panel") == ["draw.early"]
    a_day_later(held)
    draw(held)
    order = held.officer(drawn_panels.standing).order
    assert sorted(order) == [f"X{n}" for n in range(1, 9)]
    assert sorted(order.values()) == sorted(held.experts)
    assert seat_drawn(held) == list(order)[:5]
    assert {seat.expert_id for seat in seats(held)} == set(list(order.values())[:5])
    assert refused(seat_drawn, held) == ["panel.seated"]
    assert why_not(held, "commit_panel_draw") == ["draw.held"]


def test_nobody_is_seated_by_hand(sqlite_database: Database) -> None:
    held = to_be_drawn(sqlite_database)
    assert refused(held.seat_all) == ["panel.drawn"]
    drawn(held)
    assert refused(held.seat_all) == ["panel.drawn"]


def test_a_programme_without_it_has_no_such_step(sqlite_database: Database) -> None:
    offers = judging(sqlite_database).officer(explain)
    assert not any("panel" in offer.transition.id for offer in offers)


def test_a_substitute_is_the_next_of_the_order_with_a_reason(database: Database) -> None:
    held = to_be_drawn(database)
    order = drawn(held)
    assert refused(call, held) == ["panel.not_yet"]
    codes = seat_drawn(held)
    first = order[0]
    held.ground.act_as(first, lambda work: panels.decline(work, held.edition(work), 0))
    assert refused(call, held, " ") == ["panel.reason"]
    called = call(held)
    assert called not in codes
    (seat,) = [seat for seat in seats(held) if seat.reason]
    assert (seat.expert_id, seat.reason) == (order[5], "有专家不参加")
    assert [call(held), call(held)] and refused(call, held) == ["panel.used_up"]
    assert why_not(held, "commit_panel_draw") == ["draw.empty"]


def test_a_seat_given_up_stays_on_record(database: Database) -> None:
    held = to_be_drawn(database)
    order = drawn(held)
    seat_drawn(held)

    def leave(reason: str) -> None:
        held.officer(lambda w, edition: drawn_panels.give_up(w, edition, order[0], reason))

    assert refused(lambda: held.officer(lambda w, e: panels.unseat(w, e, order[0]))) == [
        "panel.drawn"
    ]
    assert refused(leave, "") == ["panel.reason"]
    leave("住院")
    (left,) = [seat for seat in seats(held) if seat.left]
    assert (left.expert_id, left.left, left.declined_at is None) == (order[0], "住院", False)
    assert held.ground.act_as(order[0], panels.my_seats) == []
    call(held)
    assert [seat.expert_id for seat in seats(held) if seat.reason] == [order[5]]


def test_whoever_does_not_suit_is_passed_over_with_the_reason(sqlite_database: Database) -> None:
    held = to_be_drawn(sqlite_database)
    order = drawn(held, "2")

    def share_an_employer(work, _edition) -> None:
        query = select(ExpertProfile).where(ExpertProfile.person_id.in_(order[:2]))
        for profile in work.session.scalars(query):
            profile.employer = "同一单位"
        work.session.get_one(Person, order[2]).disabled_at = work.now

    held.officer(share_an_employer)
    assert len(seat_drawn(held)) == 2
    by_expert = {seat.expert_id: seat for seat in seats(held)}
    assert by_expert.keys() == {order[0], order[3]}
    assert [word for _code, word in by_expert[order[3]].passed] == ["employer", "away"]


@pytest.mark.parametrize("number", ["0", "9", "五", "-1", "2.5"])
def test_seats_are_a_number_that_the_pool_can_fill(sqlite_database: Database, number: str) -> None:
    assert refused(commit, to_be_drawn(sqlite_database), number) == ["draw.seats"]


def test_whoever_has_the_list_repeats_it_and_reads_no_name(
    sqlite_database: Database, tmp_path
) -> None:
    held = to_be_drawn(sqlite_database)
    drawn(held)
    (found,) = held_draws(held)
    assert "专家" not in found.list.names
    (tmp_path / found.file).write_text(found.list.names, "utf-8")
    words = found.command.replace('"', "").split()[2:]
    told = summary_of(*(tmp_path / word if word == found.file else word for word in words))
    assert (told["digest"], told["chosen"]) == (found.result.digest, list(found.chosen))
    query = select(AuditRow.body).where(AuditRow.trigger == "commit_panel_draw")
    with sqlite_database.reading() as session:
        facts = json.loads(session.scalars(query).one())["facts"]
    assert (facts["list"], facts["names"], facts["seats"]) == (found.list.digest, 8, 5)


def test_who_the_codes_are_cannot_be_changed(database: Database) -> None:
    held = to_be_drawn(database)
    drawn(held)
    found = held_draws(held)[0].list
    swapped = dict(zip(found.experts, reversed(found.experts.values()), strict=True))
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(update(DrawList).values(experts=swapped))


def test_the_round_is_held_with_the_panel_drawn(sqlite_database: Database) -> None:
    held = to_be_drawn(sqlite_database)
    order = drawn(held)
    seat_drawn(held)
    for expert in order[:5]:
        held.ground.act_as(expert, lambda work: panels.declare(work, held.edition(work), 0, {}))
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    with sqlite_database.reading() as session:
        assert invariants.breaches(session) == []


def test_a_seat_beside_the_draw_is_named(sqlite_database: Database) -> None:
    held = to_be_drawn(sqlite_database)
    order = drawn(held, "2")
    seat_drawn(held)
    with sqlite_database.engine.begin() as connection:
        connection.execute(update(PanelSeat).where(PanelSeat.expert_id == order[0]).values(round=1))
    with sqlite_database.reading() as session:
        assert [one.rule for one in invariants.breaches(session)] == ["draw.seat"]
