"""Canaries: what is secret or personal is typed everywhere, and must come back nowhere."""

import logging

import pytest

from creator.services import passwords
from tests.web.conftest import PASSWORD, Visitor

NUMBER, WORD = "13977778888", "金丝雀 鸣于 深山 四更"


@pytest.fixture
def heard(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def everything(caplog) -> str:
    formatter = logging.Formatter("%(message)s")  # with the traceback, as a handler writes it
    return "\n".join(map(formatter.format, caplog.records))


def test_nothing_typed_to_sign_in_is_logged_or_shown(site, add_person, code_for, heard):
    visitor, pages = Visitor(site), []
    add_person(NUMBER, password=WORD)
    code = code_for(NUMBER)
    pages.append(visitor.sign_in(NUMBER, "wrong " + WORD))
    pages.append(visitor.fill("/enter/code", code=code[:-1] + "2"))
    pages.append(visitor.fill("/enter/code", code=code))
    token = visitor.client.get_cookie("creator").value
    pages.append(visitor.choose_password("秘密 " + WORD))
    pages.append(visitor.sign_in(NUMBER, "秘密 " + WORD))
    pages.append(visitor.client.post("/enter", data={"mobile": NUMBER, "password": WORD}))
    for _n in range(7):
        pages.append(Visitor(site).sign_in(NUMBER, "不对 " + WORD))
    texts = [everything(heard), *(page.headers.get("Location", "") for page in pages)]
    for secret in (NUMBER, WORD, code, token):
        assert [text for text in texts if secret in text] == []
    for secret in (WORD, token):
        assert [page.request.path for page in pages if secret in page.text] == []
    assert pages[-1].status_code == 429
    assert NUMBER not in pages[-1].text


def test_a_failure_while_signing_in_logs_no_values(site, add_person, heard, sqlite_database):
    """The database's own error names its parameters unless told not to."""
    visitor = Visitor(site)
    add_person(NUMBER, password=PASSWORD)
    hidden = visitor.hidden("/enter")
    with sqlite_database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE throttle")
    answer = visitor.client.post("/enter", data={**hidden, "mobile": NUMBER, "password": WORD})
    assert answer.status_code == 500
    kept = passwords.keep(WORD)[:20]
    for text in (everything(heard), answer.text):
        assert [secret for secret in (NUMBER, WORD, kept) if secret in text] == []
    assert "throttle" in everything(heard)
