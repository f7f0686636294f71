"""The file of a project at the desk: one page in order, each document, and the ZIP."""

import re

import pytest

from creator.app import create_app
from creator.web import openings
from tests.databases import counting
from tests.services.archiving import Filed, copied, once
from tests.web.desk import Desk


@pytest.fixture
def found(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(once(sqlite_copies, tmp_path_factory), tmp_path) as made:
        yield made


@pytest.fixture
def desk(found: Filed, tmp_path) -> Desk:
    ground, settings = found.ground, {"DATA_DIR": str(tmp_path)}
    site = create_app(settings, database=ground.database, clock=ground.clock)
    return Desk(ground, site, found.held.held.edition_id)


def address(found: Filed, rest: str = "") -> str:
    return f"/proposals/{found.proposal}/file{rest}"


def links(found: Filed, browser) -> list[str]:
    """The documents on the page, in order."""
    return re.findall(rf'href="({address(found)}/[^"]+)"', browser.get(address(found)).text)


def test_the_project_leads_to_its_file(desk, found):
    for browser in (desk.browser("officer"), desk.browser_of(found.applicant.person_id)):
        assert address(found) in browser.get(f"/proposals/{found.proposal}").text


def test_every_document_opens(desk, found):
    for browser in (desk.browser("officer"), desk.browser_of(found.applicant.person_id)):
        documents = links(found, browser)
        assert len(documents) >= 17
        for path in documents:
            with browser.get(path) as answer:
                assert answer.status_code == 200, path


def test_a_document_reads_in_words_and_gives_its_text(desk, found):
    officer = desk.browser("officer")
    page = officer.get(address(found, "/version/2")).text
    assert "老人编织课堂" in page
    assert "志愿者补贴" in page
    text = officer.get(address(found, "/version/2/json"))
    assert text.get_json()["answers"]["title"] == "老人编织课堂"
    for gone in ("/version/3", "/version/2/toml", "/nothing/1", "/file/1/json"):
        assert officer.get(address(found, gone)).status_code == 404


def test_an_applicant_opens_nothing_that_is_of_the_office(desk, found):
    officer, applicant = desk.browser("officer"), desk.browser_of(found.applicant.person_id)
    theirs = set(links(found, applicant))
    others = [path for path in links(found, officer) if path not in theirs]
    kinds = {path.split("/")[4] for path in others}
    assert kinds == {"checklist", "sheet", "decision", "minutes", "objection"}
    assert [applicant.get(path).status_code for path in others] == [404] * len(others)
    assert "审计链" not in applicant.get(address(found)).text


def test_it_is_nothing_for_others(desk, found):
    for who in (found.ground.people["community"], found.held.held.experts[0]):
        browser = desk.browser_of(who)
        for rest in ("", ".zip", "/version/1", "/version/1/json"):
            assert browser.get(address(found, rest)).status_code == 404


def test_the_zip_is_that_of_the_service_and_stays_in_no_cache(desk, found):
    with desk.browser("officer").get(address(found, ".zip")) as answer:
        assert answer.data == found.packed("officer")
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_access_log_keeps_what_the_verifier_prints(desk, found, monkeypatch):
    monkeypatch.setattr(openings, "_recent", {})  # what other tests opened in this process
    officer = desk.browser("officer")
    officer.get(address(found, ".zip")).close()
    officer.get(address(found, "/version/1"))
    log = officer.get(f"/editions/{desk.edition}/access").text
    assert f"下载项目档案（摘要 {found.made('officer')[0].digest[:32]}）" in log
    assert "查阅项目档案" in log


def test_a_text_taken_by_its_address_is_noted_like_its_page(desk, found, monkeypatch):
    monkeypatch.setattr(openings, "_recent", {})
    officer = desk.browser("officer")
    officer.get(address(found, "/version/1/json"))
    assert "查阅项目档案" in officer.get(f"/editions/{desk.edition}/access").text


def test_a_longer_file_costs_no_more_questions_and_is_light(desk, found):
    officer = desk.browser("officer")

    def asked() -> int:
        officer.get(address(found))
        with counting(found.ground.database) as sent:
            page = officer.get(address(found))
        assert len(page.data) < 100_000
        return len(sent)

    before, documents = asked(), len(links(found, officer))
    found.held.rule(found.held.object_to(2, key="again")[0], "dismiss")
    assert len(links(found, officer)) > documents
    assert asked() == before
