"""A telephone number in a sheet is no key to the account, or to the name, of its owner."""

import pytest

from creator.services import imports, people
from tests.intake.sheets import workbook
from tests.services.importing import BOOKS, HEADER, Desk


@pytest.fixture
def desk(database, tmp_path):
    return Desk(database, tmp_path)


def expert_of(desk, host_id, name="联系人01"):
    """Somebody with the number of the sheet who judges for a host and has no password yet."""

    def add(work):
        host = host_id or people.add_host(work, "另一家主办方（示例）").id
        person = people.find_or_add(work, name, BOOKS[-1])
        people.appoint(work, person, "expert", host_id=host)

    desk.act(add)


def remarks(desk, batch):
    (row,) = desk.on(batch, imports.preview).rows
    return [(one.fatal, str(one.text)) for one in row.row.problems if one.column == "phone"]


@pytest.mark.parametrize("own_host", [True, False])
def test_no_code_is_made_for_whoever_holds_an_office(desk, own_host):
    expert_of(desk, desk.ground.host_id if own_host else None)
    batch = desk.upload(workbook([HEADER, BOOKS]))
    (claim,) = desk.on(batch, imports.confirm).claims
    assert claim.code == ""
    (again,) = desk.on(batch, imports.new_codes)
    assert again.code == ""


def test_the_name_of_a_stranger_is_not_told(desk):
    expert_of(desk, None, name="外地专家")
    batch = desk.upload(workbook([HEADER, BOOKS]))
    assert remarks(desk, batch) == [(True, "这个号码已有人使用，姓名与所填的不一致。")]


def test_the_name_of_somebody_known_is_told(desk):
    expert_of(desk, desk.ground.host_id, name="本地专家")
    batch = desk.upload(workbook([HEADER, BOOKS]))
    assert remarks(desk, batch) == [(False, "这个号码是本地专家的。")]
