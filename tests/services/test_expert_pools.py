"""The expert pool comes in whole, or says which rows are in the way."""

import pytest
from sqlalchemy import func, select

from creator.models.person import Appointment, ExpertProfile, Host, Person
from creator.services import expert_pools
from creator.services.refused import Invalid, Refused
from tests.intake.sheets import BEILIN, sample, workbook
from tests.services.ground import with_people

HEADER = ["专家编号", "专业领域", "工作单位", "最多评审数"]


def store(work, data: bytes, edition_id: int | None = None) -> expert_pools.Pooled:
    host = work.session.scalars(select(Host)).one()
    return expert_pools.store(
        work, host, expert_pools.read(data, "专家库.xlsx"), edition_id=edition_id
    )


def count(database, kind) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_the_pool_of_the_district_is_appointed_for_an_edition(database):
    ground = with_people(database)
    edition = ground.edition()
    done = ground.act("officer", lambda work: store(work, sample(BEILIN), edition))
    assert (done.added, done.updated) == (12, 0)
    with database.reading() as session:
        held = session.scalars(select(Appointment).filter_by(role="expert")).all()
        assert {(one.edition_id, one.host_id) for one in held} == {(edition, None)}


def test_bringing_the_pool_up_to_date_adds_nobody(database):
    ground = with_people(database)
    ground.act("officer", lambda work: store(work, sample(BEILIN)))
    changed = workbook([HEADER, ["专家01", "财务审计、社会工作", "某会计师事务所", 5]])
    done = ground.act("officer", lambda work: store(work, changed))
    assert (done.added, done.updated) == (0, 1)
    with database.reading() as session:
        first = session.scalars(select(ExpertProfile).filter_by(number="专家01")).one()
        assert (first.field, first.employer, first.max_load) == (
            "财务审计、社会工作",
            "某会计师事务所",
            5,
        )


def test_one_faulty_row_and_nobody_comes_in(database):
    ground = with_people(database)
    before = count(database, Person)
    one, other = ["专家01", "法律", "某所", 5], ["专家02", "法律", "某所", "很多"]
    doubled = workbook([HEADER, one, one, other])
    with pytest.raises(Refused) as refused:
        ground.act("officer", lambda work: store(work, doubled))
    assert [one.place for one in refused.value.refusals] == ["row.3", "row.4"]
    assert count(database, Person) == before


def test_nobody_can_dial_the_placeholder_of_an_expert_without_telephone(database):
    ground = with_people(database)
    ground.act("officer", lambda work: store(work, sample(BEILIN)))
    with database.reading() as session:
        mobiles = session.scalars(select(Person.mobile).where(Person.name.like("专家%"))).all()
    assert (len(set(mobiles)), [one for one in mobiles if one.isdigit()]) == (12, [])


def test_a_file_that_is_no_pool_is_said_plainly():
    with pytest.raises(Invalid):
        expert_pools.read(workbook([["一", "二"], ["三", "四"]]), "别的.xlsx")
