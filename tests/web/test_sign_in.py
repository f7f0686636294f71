"""Signing in by code and by password, out again, and what strangers cannot learn or break."""

import re
from datetime import timedelta
from statistics import median
from time import process_time

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from creator.app import create_app
from creator.models.access import Throttle, WebSession
from creator.models.person import Person
from creator.services import passwords, sign_in
from tests.web.conftest import PASSWORD, Visitor

PRIVATE = "/devices"  # a page for people who are signed in


def inside(visitor):
    return visitor.get(PRIVATE).status_code == 200


def test_a_password_lets_its_owner_in_and_back_to_the_page_they_wanted(visitor, add_person):
    asked = visitor.get("/devices?x=1")
    assert asked.headers["Location"] == "/enter?next=/devices?x%3D1"
    answer = visitor.fill(asked.headers["Location"], mobile=add_person(), password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/devices?x=1")
    assert inside(visitor)


def test_the_page_to_sign_in_offers_one_way_in(visitor):
    assert len(re.findall(r">登录</(?:a|button)>", visitor.get("/enter").text)) == 1
    assert 'href="/enter">登录</a>' in visitor.get("/enter/code").text


def test_wrong_password_and_unknown_number_are_answered_alike(site, add_person):
    known, unknown = Visitor(site), Visitor(site)
    answers = [
        known.sign_in(add_person(), "not the password"),
        unknown.sign_in("13900000099", "not the password"),
    ]
    words = [answer.text.split('id="summary"')[1].split("</div>")[0] for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert words[0] == words[1]


@pytest.fixture
def in_service(monkeypatch):
    """Passwords are kept as in service; other tests keep them cheaply."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(passwords.PARAMETERS))
    passwords._decoy.cache_clear()
    yield
    passwords._decoy.cache_clear()


@pytest.mark.usefixtures("in_service")
def test_an_unknown_number_costs_as_much_as_a_known_one():
    """Work of the processor, not time: without it an unknown number would cost next to nothing."""
    stored = passwords.keep(PASSWORD)

    def work(kept: str | None) -> float:
        begun = process_time()
        passwords.matches(kept, "not the password")
        return process_time() - begun

    passwords.prepare()
    spent = [(work(stored), work(None)) for _n in range(9)]
    known, unknown = (median(column) for column in zip(*spent, strict=True))
    assert known / 2 < unknown < known * 2


@pytest.mark.usefixtures("in_service")
def test_a_password_kept_with_older_parameters_is_kept_anew(visitor, add_person, sqlite_database):
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    mobile = add_person()
    with sqlite_database.writing() as session:
        session.scalars(select(Person)).one().password_hash = old
    visitor.sign_in(mobile)
    with sqlite_database.reading() as session:
        kept = session.scalars(select(Person.password_hash)).one()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_sixth_try_must_wait_whether_or_not_the_number_is_known(visitor, add_person):
    for mobile in (add_person(), "13900000099"):
        tries = [visitor.sign_in(mobile, "not the password") for _n in range(6)]
        assert [answer.status_code for answer in tries] == [422] * 5 + [429]
        assert tries[-1].headers["Retry-After"] == "901"


def test_the_wait_is_over_after_a_quarter_of_an_hour(visitor, add_person, clock):
    mobile = add_person()
    for _n in range(6):
        visitor.sign_in(mobile, "not the password")
    clock.advance(timedelta(minutes=15))
    assert visitor.sign_in(mobile).status_code == 303


def test_a_stranger_cannot_lock_out_somebody_on_their_own_device(site, add_person):
    mobile, owner, stranger = add_person(), Visitor(site), Visitor(site)
    owner.sign_in(mobile)
    owner.press("/leave")
    for _n in range(6):
        stranger.sign_in(mobile, "not the password")
    assert stranger.sign_in(mobile).status_code == 429
    assert owner.sign_in(mobile).status_code == 303


def test_failed_tries_are_counted_although_the_page_said_no(visitor, add_person, sqlite_database):
    visitor.sign_in(add_person(), "not the password")
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.sum(Throttle.count))) == 2  # the number and the address


def test_signing_out_makes_a_copied_cookie_worthless(visitor, add_person):
    visitor.sign_in(add_person())
    copied = visitor.client.get_cookie("creator").value
    visitor.press("/leave")
    thief = Visitor(visitor.site)
    thief.client.set_cookie("creator", copied)
    assert not inside(thief)


def test_the_session_is_another_one_after_signing_in_again(visitor, add_person):
    mobile = add_person()
    visitor.sign_in(mobile)
    before = visitor.client.get_cookie("creator").value
    visitor.sign_in(mobile)
    assert visitor.client.get_cookie("creator").value != before


def test_a_disabled_person_is_out_at_once(visitor, add_person, sqlite_database, clock):
    visitor.sign_in(add_person())
    with sqlite_database.writing() as session:
        session.scalars(select(Person)).one().disabled_at = clock.now()
    assert not inside(visitor)


def test_opening_a_link_uses_nothing_up_and_its_button_works_once(site, add_person, code_for):
    code = code_for(add_person(password=None))
    first, second = Visitor(site), Visitor(site)
    for _scanner in range(2):
        assert first.get(f"/c/{code}").status_code == 200
    entered = first.client.post("/enter/code", data=first.hidden(f"/c/{code}"))
    assert entered.headers["Location"] == "/password"
    again = second.client.post("/enter/code", data=second.hidden(f"/c/{code}"))
    assert again.status_code == 422
    assert not inside(second)


def test_a_code_may_be_typed_in_groups_and_small_letters(visitor, add_person, code_for):
    code = sign_in.spaced(code_for(add_person())).lower()
    assert visitor.fill("/enter/code", code=code).status_code == 303


def test_a_code_ends_after_a_week(visitor, add_person, code_for, clock):
    code = code_for(add_person())
    clock.advance(timedelta(days=7))
    assert visitor.fill("/enter/code", code=code).status_code == 422


def test_a_demo_code_opens_demo_instances_only(visitor, add_person, code_for, sqlite_database,
                                               clock, tmp_path):  # fmt: skip
    code = code_for(add_person(), "demo")
    demo = create_app(
        {"DATA_DIR": str(tmp_path), "DEMO": True}, database=sqlite_database, clock=clock
    )
    assert visitor.fill("/enter/code", code=code).status_code == 422
    for _time in range(2):
        assert Visitor(demo).fill("/enter/code", code=code).status_code == 303


def test_after_a_code_a_password_is_set_and_other_devices_are_out(site, add_person, code_for):
    mobile, old, new = add_person(), Visitor(site), Visitor(site)
    old.sign_in(mobile)
    new.fill("/enter/code", code=code_for(mobile))
    done = new.fill("/password", password="三只白鹤飞过旧木桥", repeated="三只白鹤飞过旧木桥")
    assert (done.status_code, inside(new), inside(old)) == (303, True, False)
    assert Visitor(site).sign_in(mobile, "三只白鹤飞过旧木桥").status_code == 303


@pytest.mark.parametrize(
    "weak", ["short", "password1", "13900000001", "公益创投2026", "aaaaaaaaaaaa", "x" * 129]
)
def test_weak_passwords_are_refused_with_a_reason(visitor, add_person, weak):
    visitor.sign_in(add_person())
    answer = visitor.fill("/password", password=weak, repeated=weak)
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_a_huge_password_is_refused_before_anything_is_computed(visitor, add_person):
    answer = visitor.sign_in(add_person(), "x" * 400_000)
    assert answer.status_code == 422


def test_changing_the_password_asks_for_the_old_one_when_it_was_typed_long_ago(
    visitor, add_person, clock
):
    visitor.sign_in(add_person())
    clock.advance(timedelta(minutes=11))
    asked = visitor.get("/password")
    assert asked.headers["Location"] == "/again?next=/password"
    assert visitor.fill("/again?next=/password", password="wrong word").status_code == 422
    assert visitor.fill("/again?next=/password", password=PASSWORD).status_code == 303
    assert visitor.get("/password").status_code == 200


@pytest.mark.parametrize(
    ("role", "stay", "idle", "still"),
    [
        ("officer", False, timedelta(minutes=25), True),
        ("officer", False, timedelta(minutes=40), False),
        ("officer", True, timedelta(minutes=40), False),
        ("applicant", False, timedelta(minutes=100), True),
        ("applicant", False, timedelta(minutes=130), False),
        ("applicant", True, timedelta(days=29), True),
        ("applicant", True, timedelta(days=31), False),
    ],
)
def test_how_long_somebody_stays_in(visitor, add_person, clock, role, stay, idle, still):
    visitor.sign_in(add_person("13900000001", role), **({"stay": "y"} if stay else {}))
    assert inside(visitor)
    clock.advance(idle)
    assert inside(visitor) == still


def test_a_working_day_is_the_longest_session_however_busy(visitor, add_person, clock):
    visitor.sign_in(add_person("13900000001", "officer"))
    for _quarter in range(47):
        clock.advance(timedelta(minutes=15))
        assert inside(visitor)
    clock.advance(timedelta(minutes=15))
    assert not inside(visitor)


def test_other_devices_are_listed_and_ended(site, add_person):
    mobile, desk, phone = add_person(), Visitor(site), Visitor(site)
    desk.sign_in(mobile)
    phone.sign_in(mobile)
    assert desk.get("/devices").text.count('name="which"') == 1
    desk.press("/devices")
    assert (inside(desk), inside(phone)) == (True, False)


def test_somebody_elses_session_cannot_be_ended(site, add_person, sqlite_database):
    mine, theirs = Visitor(site), Visitor(site)
    theirs.sign_in(add_person("13900000002"))
    with sqlite_database.reading() as session:
        digest = session.scalars(select(WebSession.digest)).one()
    mine.sign_in(add_person("13900000001"))
    mine.press("/devices", which=digest)
    assert inside(theirs)


def test_the_language_is_kept_with_the_person(site, add_person):
    mobile, one, other = add_person(), Visitor(site), Visitor(site)
    one.sign_in(mobile)
    assert one.press("/language", language="en", next="/devices").headers["Location"] == "/devices"
    assert '<html lang="en">' in one.get("/devices").text
    other.sign_in(mobile)
    assert '<html lang="en">' in other.get("/devices").text
    assert one.press("/language", language="fr").status_code == 400


def test_a_post_without_a_session_is_told_to_sign_in_again(visitor):
    assert visitor.press("/devices").status_code == 401
