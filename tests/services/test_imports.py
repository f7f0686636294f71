"""The district's summary is stored as a whole, and its contacts get codes."""

import pytest
from sqlalchemy import select

from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.models.person import Appointment
from creator.models.proposal import Proposal
from creator.services import adoption, import_changes, imports, people, soundness
from creator.services.refused import Refused
from creator.services.sign_in import enter_with_code
from creator.services.web_sessions import Door, Entered
from tests.intake.sheets import BEILIN, OVERSUBSCRIBED, sample, workbook
from tests.services.importing import BOOKS, FAULTY, HEADER, Desk


@pytest.fixture
def desk(database, tmp_path) -> Desk:
    return Desk(database, tmp_path / "files")


def test_the_district_summary_becomes_fourteen_drafts_once_four_rows_are_left_out(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    seen = desk.on(batch, imports.preview)
    assert [row.number for row in seen.faulty] == FAULTY
    for row in FAULTY:
        desk.on(batch, import_changes.exclude, row, "退回申报单位核对")
    done = desk.on(batch, imports.confirm, key="k1")

    assert (done.stored, desk.count(Proposal)) == (14, 14)
    with desk.ground.database.reading() as session:
        drafts = session.scalars(select(Proposal).order_by(Proposal.imported_row)).unique().all()
        assert [draft.imported_row for draft in drafts] == [
            row for row in range(4, 22) if row not in FAULTY
        ]
        assert sum(draft.requested_fen for draft in drafts if draft.tier_applied == "A") > 0
        assert {draft.tier_applied for draft in drafts} == {"A", "B"}
        assert soundness.findings(session) == []


def test_a_draft_holds_what_the_row_says(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.exclude_faulty)
    desk.on(batch, imports.confirm)

    with desk.ground.database.reading() as session:
        draft = session.scalars(select(Proposal).filter_by(imported_row=7)).unique().one()
        assert draft.answers == {
            "title": "老年人星期四课堂",
            "tier": "A",
            "category": "elderly",
            "amount": 30_000_00,
            "own_funding": 1_500_00,
            "site_community": "雁北社区",
            "beneficiaries": "辖区60岁以上老人",
            "beneficiary_count": 80,
            "leader": "项目负责人",
            "contact_phone": "02900001003",
            "hearing": {"date": "2017-01-20", "present": 18},
        }
        organisation = draft.organisation
        assert (organisation.name, organisation.legal_class, organisation.identifier) == (
            "长安路街道邻里互助社（示例）",
            "filed",
            "碑林备字〔2016〕103号",
        )
        assert organisation.sponsor.name == "长安路街道社区社会组织联合会（示例）"
        assert organisation.identifiers[0].registrar == "碑林备字"


def test_days_of_the_period_are_taken_over_where_the_sheet_says_them(desk):
    batch = desk.upload(sample(BEILIN), BEILIN)
    desk.on(batch, import_changes.exclude_faulty)
    desk.on(batch, imports.confirm)
    with desk.ground.database.reading() as session:
        draft = session.scalars(select(Proposal).filter_by(imported_row=4)).unique().one()
        assert (draft.answers["start"], draft.answers["end"]) == ("2017-03-01", "2017-12-31")


def test_the_oversubscribed_summary_becomes_forty_five_drafts(desk):
    batch = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED)
    assert desk.on(batch, imports.confirm).stored == 45


def test_a_failure_before_the_unit_ends_undoes_every_row(desk):
    before = desk.stored()
    batch = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED)

    def interrupted(work, found):
        assert imports.confirm(work, found).stored == 45
        raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.on(batch, interrupted)
    assert desk.stored() == before
    assert desk.on(batch, imports.confirm).stored == 45


def test_the_same_file_is_refused_once_it_is_stored_unless_said_so(desk):
    data = sample(OVERSUBSCRIBED)
    first = desk.upload(data)
    assert desk.upload(data, "又一次.xlsx") == first
    desk.on(first, imports.confirm)
    with pytest.raises(Refused) as refused:
        desk.upload(data)
    assert [one.code for one in refused.value.refusals] == ["import.doubled"]
    again = desk.upload(data, again=True)
    assert len(desk.on(again, imports.preview).faulty) == 45  # every title is there already


def test_confirming_twice_stores_once_and_shows_codes_once(desk):
    batch = desk.upload(sample(OVERSUBSCRIBED), OVERSUBSCRIBED)
    first = desk.on(batch, imports.confirm, key="click")
    second = desk.on(batch, imports.confirm, key="click")
    assert (first.stored, second.stored, second.claims) == (45, 45, ())
    assert len(first.claims) > 0
    with pytest.raises(Refused):
        desk.on(batch, imports.confirm, key="another")
    with pytest.raises(Refused):
        desk.on(batch, import_changes.exclude, 4, "晚了")
    assert desk.count(Proposal) == 45


def test_a_contact_enters_with_the_code_and_finds_the_draft(desk):
    batch = desk.upload(workbook([HEADER, BOOKS]))
    (claim,) = desk.on(batch, imports.confirm).claims
    assert (claim.person.name, [draft.title for draft in claim.drafts]) == (
        "联系人01",
        ["童心书屋"],
    )
    entered = desk.act(lambda work: enter_with_code(work, claim.code, Door("127.0.0.1")))
    assert isinstance(entered, Entered)
    assert entered.person_id == claim.person.id
    seen = desk.ground.act_as(
        claim.person.id,
        lambda work: [draft.title for draft in adoption.proposals.mine(work)],
    )
    assert seen == ["童心书屋"]


def test_new_codes_end_those_handed_out_before(desk):
    batch = desk.upload(workbook([HEADER, BOOKS]))
    (first,) = desk.on(batch, imports.confirm).claims
    desk.ground.clock.advance(adoption.people.CODE_LIFETIME / 2)
    (second,) = desk.on(batch, imports.new_codes)
    door = Door("127.0.0.1")
    assert not isinstance(desk.act(lambda work: enter_with_code(work, first.code, door)), Entered)
    assert isinstance(desk.act(lambda work: enter_with_code(work, second.code, door)), Entered)


def test_whoever_has_a_password_needs_no_code(desk):
    def known(work):
        person = people.find_or_add(work, "联系人01", "13900001001")
        person.password_hash = "x"

    desk.act(known)
    batch = desk.upload(workbook([HEADER, BOOKS]))
    (claim,) = desk.on(batch, imports.confirm).claims
    assert claim.code == ""


def test_a_known_organisation_is_found_by_its_number(desk):
    one = desk.upload(workbook([HEADER, BOOKS]))
    desk.on(one, imports.confirm)
    other = ["护河志愿队", "示例服务站（新名）", *BOOKS[2:]]
    two = desk.upload(workbook([HEADER, other]))
    (row,) = desk.on(two, imports.preview).rows
    assert [
        (p.cell, p.fatal, str(p.text)) for p in row.row.problems if p.column == "organisation"
    ] == [("B2", False, "这个号码已登记为示例服务站。")]
    desk.on(two, imports.confirm)
    assert (desk.count(Organisation), desk.count(OrganisationIdentifier)) == (1, 1)


def test_a_sponsor_that_applies_itself_confirms_with_its_own_people(desk):
    group = ["河堤课堂", "河堤学习小组", "备案", "碑林备字〔2016〕103号", "示例服务站", *BOOKS[5:]]
    group[-2:] = ["联系人02", "13900001002"]
    batch = desk.upload(workbook([HEADER, group, BOOKS]))
    desk.on(batch, imports.confirm)
    with desk.ground.database.reading() as session:
        held = session.scalars(select(Appointment).filter_by(role="sponsor")).one()
        assert held.person.name == "联系人01"
        filed = session.scalars(select(Organisation).filter_by(legal_class="filed")).unique().one()
        assert (filed.sponsor.name, held.organisation_id) == ("示例服务站", filed.sponsor_id)
        assert len(session.scalars(select(Organisation)).unique().all()) == 2


def test_a_row_without_a_telephone_becomes_a_draft_nobody_can_claim_yet(desk):
    batch = desk.upload(workbook([HEADER, [*BOOKS[:-1], None]]))
    done = desk.on(batch, imports.confirm)
    assert (done.stored, done.claims) == (1, ())
