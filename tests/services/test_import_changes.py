"""Before a summary is stored: looked through, put right, left out, or refused."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from creator.models.edition import Edition
from creator.models.proposal import ImportBatch
from creator.services import import_changes, imports
from creator.services.refused import Invalid, NotFound, NotYours, Refused, Stale
from tests.intake.sheets import BEILIN, OVERSUBSCRIBED, sample, workbook
from tests.services.importing import BOOKS, FAULTY, HEADER, Desk


@pytest.fixture
def desk(database, tmp_path) -> Desk:
    return Desk(database, tmp_path / "files")


def test_one_faulty_row_and_nothing_is_stored(desk):
    before = desk.stored()
    batch = desk.upload(sample(BEILIN), BEILIN)
    for row in FAULTY[1:]:
        desk.on(batch, import_changes.exclude, row, "退回")
    with pytest.raises(Refused) as refused:
        desk.on(batch, imports.confirm)
    assert [(one.code, one.place) for one in refused.value.refusals] == [("import.row", "row.10")]
    assert desk.stored() == before


def test_a_correction_is_kept_beside_the_file_and_shown(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.correct, "B19", "失独家庭陪伴")
    desk.on(batch, import_changes.correct, "I13", "3")
    seen = desk.on(batch, imports.preview)
    assert [row.number for row in seen.faulty] == [10, 21]
    row = next(row for row in seen.rows if row.number == 13)
    assert str(row.row.cells["amount"].note) == "经办人已更正，原为“3.5”"

    desk.on(batch, import_changes.correct, "I13", None)
    assert [row.number for row in desk.on(batch, imports.preview).faulty] == [10, 13, 21]
    assert desk.act(lambda work: imports.find(work, batch).corrections) == {"B19": "失独家庭陪伴"}


def test_leaving_out_the_first_of_two_equal_rows_frees_the_second(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.exclude, 4, "以第 21 行为准")
    seen = desk.on(batch, imports.preview)
    assert [row.number for row in seen.faulty] == [10, 13, 19]
    assert [(row.number, row.excluded) for row in seen.excluded] == [(4, "以第 21 行为准")]
    desk.on(batch, import_changes.include, 4)
    assert [row.number for row in desk.on(batch, imports.preview).faulty] == FAULTY


@pytest.mark.parametrize(
    ("change", "args", "field"),
    [
        (import_changes.exclude, (10, "  "), "reason"),
        (import_changes.exclude, (23, "合计"), "row"),
        (import_changes.correct, ("19B", "x"), "cell"),
        (import_changes.correct, ("B3", "x"), "row"),
        (import_changes.correct, ("ZZ10", "x"), "cell"),
    ],
)
def test_what_cannot_be_changed_is_named(desk, change, args, field):
    batch = desk.upload(sample(BEILIN), BEILIN)
    with pytest.raises(Invalid) as invalid:
        desk.on(batch, change, *args)
    assert invalid.value.field == field


def test_the_error_sheet_holds_the_rows_not_taken_and_why(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.exclude, 10, "代码有误，已退回")
    sheet = load_workbook(BytesIO(desk.on(batch, imports.errors))).active
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert list(rows) == FAULTY
    assert rows[10][-2].value.startswith("代码有误，已退回\nE10　统一社会信用代码")
    assert {cell.data_type for row in rows.values() for cell in row} <= {"n", "s"}


def test_after_storing_the_error_sheet_still_holds_the_rows_left_out_only(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.exclude_faulty)
    desk.on(batch, imports.confirm)
    sheet = load_workbook(BytesIO(desk.on(batch, imports.errors))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == FAULTY


def test_a_confirmation_of_what_has_changed_meanwhile_is_stale(desk):
    batch = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED)
    digest = desk.on(batch, imports.preview).digest
    desk.on(batch, import_changes.exclude, 4, "重复")
    with pytest.raises(Stale):
        desk.on(batch, imports.confirm, seen=digest)


def test_a_name_too_long_to_store_is_found_before_storing(desk):
    batch = desk.upload(workbook([HEADER, ["童心书屋", "示" * 101, *BOOKS[2:]]]))
    (row,) = desk.on(batch, imports.preview).faulty
    assert [(p.cell, p.kind) for p in row.row.problems if p.fatal] == [("B2", "too_long")]


def test_a_file_that_is_no_summary_leaves_nothing_behind(desk, tmp_path):
    with pytest.raises(Invalid) as invalid:
        desk.upload(b"not a workbook", "汇总表.xlsx")
    assert invalid.value.field == "file"
    assert desk.count(ImportBatch) == 0
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_only_an_officer_of_the_edition_imports(desk):
    with pytest.raises(NotYours):
        desk.act(
            lambda work: imports.upload(
                work, work.session.get_one(Edition, desk.edition_id), "x.xlsx", BytesIO(b"")
            ),
            role="approver",
        )
    batch = desk.upload(workbook([HEADER, BOOKS]))
    with pytest.raises(NotFound):
        desk.act(lambda work: imports.find(work, batch), role="approver")
    with pytest.raises(NotFound):
        desk.act(lambda work: imports.find(work, 999))


@pytest.mark.parametrize("most", [500, pytest.param(5000, marks=pytest.mark.full)])
def test_a_long_sheet_with_one_fault_stores_nothing(desk, most):
    rows = [[f"项目{n}", f"单位{n}", "", "", "", "A类", 20_000, "", ""] for n in range(most)]
    rows[432][5] = "没有的档"
    before = desk.stored()
    batch = desk.upload(workbook([HEADER, *rows]))
    with pytest.raises(Refused) as refused:
        desk.on(batch, imports.confirm)
    assert [one.place for one in refused.value.refusals] == ["row.434"]
    assert desk.stored() == before


def test_a_preview_asks_the_database_as_often_for_forty_five_rows_as_for_one(desk, statements):
    def asked(batch) -> int:
        with statements() as sent:
            desk.on(batch, imports.preview)
        return len(sent)

    one, many = desk.upload(workbook([HEADER, BOOKS])), desk.upload(sample(OVERSUBSCRIBED))
    assert asked(one) == asked(many)


def test_a_summary_of_which_no_row_is_left_says_what_is_wrong_with_them(desk):
    rows = [["申报单位", "项目名", "申请资金"], ["甲社", "", 1], ["乙社", "", 2]]
    batch = desk.upload(workbook(rows), "空.xlsx")
    desk.on(batch, import_changes.exclude_faulty)
    with pytest.raises(Refused) as refused:
        desk.on(batch, imports.confirm)
    [one] = refused.value.refusals
    assert str(one.text).startswith("没有可以导入的行：2 行都已剔除，例如第 2 行（")


def test_where_tiers_are_assigned_a_request_above_every_cap_is_faulty(database, tmp_path):
    desk = Desk(database, tmp_path / "files", tier_choice="assigned")
    rows = [
        HEADER,
        [*BOOKS[:5], "", 80_001, *BOOKS[7:]],
        ["乙", *BOOKS[1:5], "", 80_000, *BOOKS[7:]],
    ]
    batch = desk.upload(workbook(rows))
    assert [row.number for row in desk.on(batch, imports.preview).faulty] == [2]
