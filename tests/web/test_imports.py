"""An officer imports the district's summary at a browser, and hands out the slips."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from creator.app import create_app
from creator.db import Database
from creator.models.person import Person
from creator.models.proposal import ImportBatch, Proposal
from creator.services import passwords
from tests.intake.sheets import BEILIN, OVERSUBSCRIBED, sample, workbook
from tests.services.ground import with_people
from tests.services.importing import BOOKS, HEADER
from tests.web.conftest import PASSWORD, Visitor

FAULTY = [10, 13, 19, 21]
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}")
MOBILES = {"officer": "13900000000", "approver": "13900000001"}


class Desk(Visitor):
    """The officer's browser, on a site with one edition."""

    def __init__(self, database: Database, folder) -> None:
        self.ground, self.database = with_people(database), database
        self.edition_id = self.ground.edition()
        settings = {"DATA_DIR": str(folder)}
        super().__init__(create_app(settings, database=database, clock=self.ground.clock))
        for role in MOBILES:
            self.ground.act(role, self._set_password)
        assert self.sign_in(MOBILES["officer"]).status_code == 303

    @staticmethod
    def _set_password(work) -> None:
        work.session.get_one(Person, work.actor.person_id).password_hash = passwords.keep(PASSWORD)

    @property
    def place(self) -> str:
        return f"/editions/{self.edition_id}/imports"

    def upload(self, data: bytes, name: str, **more):
        sent = {**self.hidden(self.place), "file": (BytesIO(data), name), **more}
        return self.client.post(self.place, data=sent, content_type="multipart/form-data")

    def cells(self, path: str) -> dict[str, str]:
        """The fields of the form that corrects a row, as a browser would send them."""
        form = self.get(path).text.split('class="form"')[1].split("</form>")[0]
        tags = re.findall(r"<input[^>]*>", form)
        return {attribute(tag, "name"): attribute(tag, "value") for tag in tags}

    def count(self, kind) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(kind))


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1].replace("&#34;", '"').replace("&amp;", "&") if found else ""


@pytest.fixture
def desk(sqlite_database, tmp_path) -> Desk:
    return Desk(sqlite_database, tmp_path)


@pytest.fixture
def batch(desk) -> str:
    """The address of the district's summary, uploaded."""
    answer = desk.upload(sample(BEILIN), BEILIN)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_the_edition_leads_to_its_imports(desk):
    assert f'href="{desk.place}"' in desk.get(f"/editions/{desk.edition_id}").text


def test_the_preview_shows_the_faulty_rows_with_each_problem_at_its_cell(desk, batch):
    page = desk.get(batch).text
    assert re.findall(r'href="/imports/1/rows/(\d+)"', page) == list(map(str, FAULTY))
    for cell in ("E10", "I13", "B19", "B21"):
        assert f"<strong>{cell}</strong>" in page
    assert "/imports/1/confirm" not in page
    assert "第 10 行还有问题没有处理" in page
    everything = desk.get(f"{batch}?show=all").text
    assert len(re.findall(r'href="/imports/1/rows/\d+"', everything)) == 18


def test_correcting_a_cell_and_leaving_rows_out_opens_the_button(desk, batch):
    row = f"{batch}/rows/13"
    page = desk.get(row)
    assert "申请 35,000.00 元，超过A类最高 30,000.00 元。" in page.text
    answer = desk.client.post(row, data={**desk.cells(row), "I": "3"})
    assert (answer.status_code, answer.location) == (303, batch)
    assert "经办人已更正，原为“3.5”" in desk.get(row).text

    for number in (10, 19, 21):
        path = f"{batch}/rows/{number}/exclude"
        sent = {"csrf_token": desk.token(), "out-csrf_token": desk.token()}
        assert desk.client.post(path, data={**sent, "out-reason": "退回核对"}).status_code == 303
    page = desk.get(batch).text
    assert "将导入 15 个申报草稿，剔除 3 行" in page
    assert "/imports/1/confirm" in page


def test_no_cell_of_a_row_is_called_optional(desk, batch):
    assert "选填" not in desk.client.get(f"{batch}/rows/13").text


def test_a_reason_is_needed_and_asked_for_at_its_field(desk, batch):
    sent = {"csrf_token": desk.token(), "out-csrf_token": desk.token(), "out-reason": " "}
    answer = desk.client.post(f"{batch}/rows/10/exclude", data=sent)
    assert (answer.status_code, 'id="out-reason-error"' in answer.text) == (422, True)


def test_a_correction_and_an_exclusion_can_be_taken_back(desk, batch):
    row = f"{batch}/rows/13"
    desk.client.post(row, data={**desk.cells(row), "I": "3"})
    assert desk.press(f"{batch}/cells/I13/restore").location == row
    assert "超过A类最高" in desk.get(row).text
    desk.press(f"{batch}/exclude-faulty")
    assert "这一行已剔除" in desk.get(row).text
    desk.press(f"{row}/include")
    assert "这一行已剔除" not in desk.get(row).text


def test_the_error_sheet_can_be_taken_away(desk, batch):
    answer = desk.get(f"{batch}/errors.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == FAULTY


def test_the_slips_are_shown_once(desk, batch):
    desk.press(f"{batch}/exclude-faulty")
    sent = desk.hidden(batch)
    done = desk.client.post(f"{batch}/confirm", data=sent)
    assert done.status_code == 200
    codes = CODE.findall(done.text)
    assert len(set(codes)) == 14
    assert done.text.count('class="qr-code"') == 14
    assert desk.count(Proposal) == 14

    again = desk.client.post(f"{batch}/confirm", data=sent)
    assert (again.status_code, CODE.findall(again.text)) == (200, [])
    assert desk.count(Proposal) == 14
    assert "导入结果" in desk.get(batch).text
    assert CODE.findall(desk.get(batch).text) == []

    code = codes[0].replace("-", "")
    contact = Visitor(desk.site)
    entered = contact.client.post(
        "/enter/code", data={**contact.hidden("/enter/code"), "code": code}
    )
    assert (entered.status_code, entered.location) == (303, "/password")

    fresh = CODE.findall(desk.press(f"{batch}/codes").text)
    assert len(fresh) == 14
    assert set(fresh) & set(codes) == set()


def test_a_contact_with_a_landline_comes_in_again_and_gets_another_code(desk):
    """The number a sheet names is the one of the account, whatever the way it is written."""
    place = desk.upload(workbook([HEADER, [*BOOKS[:-1], "029-00001000"]]), "一家.xlsx").location
    slips = desk.client.post(f"{place}/confirm", data=desk.hidden(place)).text
    contact = Visitor(desk.site)
    contact.fill("/enter/code", code=CODE.findall(slips)[0])
    contact.choose_password()
    for written in ("02900001000", "029-00001000", "（029）0000 1000", "+86 29 0000 1000"):
        assert Visitor(desk.site).sign_in(written).status_code == 303, written

    people = f"/editions/{desk.edition_id}/people"
    invited = {"name": "联系人01", "role": "entrant", "scope": "edition"}
    assert desk.fill(f"{people}/invite", mobile="029-00001000", **invited).status_code == 303
    codes = re.search(rf'href="({people}/\d+/code)"', desk.get(people).text)
    lost = Visitor(desk.site)
    again = CODE.findall(desk.fill(codes[1]).text)[0]
    assert lost.fill("/enter/code", code=again).location == "/password"


def test_a_confirmation_of_an_older_preview_is_stale(desk, batch):
    desk.press(f"{batch}/exclude-faulty")
    sent = desk.hidden(batch)
    desk.press(f"{batch}/rows/13/include")
    assert desk.client.post(f"{batch}/confirm", data=sent).status_code == 409
    assert desk.count(Proposal) == 0


def test_confirming_with_a_faulty_row_is_refused_whatever_the_page_said(desk, batch):
    answer = desk.press(f"{batch}/confirm")
    assert (answer.status_code, desk.count(Proposal)) == (409, 0)
    assert "第 10 行还有问题没有处理" in answer.text


def test_a_file_that_cannot_be_read_is_explained_at_its_field(desk):
    answer = desk.upload(b"PK\x03\x04 nonsense", "汇总.xlsx")
    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)
    assert desk.count(ImportBatch) == 0


def test_the_same_file_is_refused_unless_said_so(desk):
    first = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED).location
    desk.client.post(f"{first}/confirm", data=desk.hidden(first))
    refused = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED)
    assert (refused.status_code, "导入过，共 45 个项目" in refused.text) == (422, True)
    assert desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED, again="y").status_code == 303


def test_nobody_else_sees_an_import(desk, batch):
    paths = [desk.place, batch, f"{batch}/rows/10", f"{batch}/errors.xlsx"]
    approver = Visitor(desk.site)
    approver.sign_in(MOBILES["approver"])
    assert [approver.get(path).status_code for path in paths] == [404] * 4
    assert [Visitor(desk.site).get(path).status_code for path in paths] == [302] * 4
    assert approver.press(f"{batch}/exclude-faulty").status_code == 404


def test_a_batch_or_row_that_does_not_exist_is_not_found(desk, batch):
    paths = ("/imports/99", f"{batch}/rows/23", f"{batch}/rows/999", "/editions/99/imports")
    assert [desk.get(path).status_code for path in paths] == [404] * 4
