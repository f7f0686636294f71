"""Counting tries, on both databases and by several processes at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from creator.models.person import Person
from creator.services import people, sign_in, throttles
from creator.services.web_sessions import Door, Entered
from creator.services.work import Work

LIMIT = throttles.Limit("test", 3)


def test_tries_are_counted_until_the_window_ends(database, clock):
    def one_try(session):
        return throttles.count(Work(session, clock.now()), LIMIT, "13900000001")

    assert [database.write(one_try) for _n in range(4)] == [None] * 3 + [throttles.WINDOW]
    clock.advance(timedelta(minutes=5))
    assert database.write(one_try) == timedelta(minutes=10)
    clock.advance(timedelta(minutes=10))
    assert database.write(one_try) is None


def test_parallel_tries_do_not_slip_through(database, clock):
    def one_try(_n):
        return database.write(
            lambda session: throttles.count(Work(session, clock.now()), LIMIT, "somebody")
        )

    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(one_try, range(20)))
    assert waits.count(None) == 3


def test_of_several_browsers_with_one_code_exactly_one_gets_in(database, clock):
    with database.writing() as session:
        work = Work(session, clock.now())
        person = Person(mobile="13900000001", name="申报人", created_at=clock.now())
        session.add(person)
        session.flush()
        code = people.issue_code(work, person)

    def enter(n):
        return database.write(
            lambda session: sign_in.enter_with_code(
                Work(session, clock.now()), code, Door(address=f"10.0.0.{n}")
            )
        )

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(enter, range(8)))
    assert sum(isinstance(answer, Entered) for answer in answers) == 1


def test_a_room_full_of_people_may_come_in_by_their_slips(database, clock):
    """Thirty people share the address of their street office; only wrong codes count."""
    address = Door(address="192.0.2.1")

    def enter(code):
        with database.writing() as session:
            return sign_in.enter_with_code(Work(session, clock.now()), code, address)

    with database.writing() as session:
        work = Work(session, clock.now())
        comers = [
            Person(mobile=f"139000000{n:02d}", name="申报人", created_at=clock.now())
            for n in range(30)
        ]
        session.add_all(comers)
        session.flush()
        codes = [people.issue_code(work, person) for person in comers]
    assert [type(enter(code)) for code in codes] == [Entered] * 30
    wrong = [str(enter("WRONG")) for _n in range(throttles.CODE.most + 1)]
    assert [text for text in wrong if "尝试次数太多" in text] == wrong[-1:]
