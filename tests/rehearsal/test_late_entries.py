"""In a demo the others bring a late application into the open round by themselves."""

from sqlalchemy import select

from creator.models.audit import AuditRow
from creator.rehearsal.others import let_others_act
from creator.storage import Storage
from tests.services.late import heard, refused_one

TURNS = 4  # readers, their declarations, joining; one to spare


def test_others_assign_declare_and_bring_it_in(sqlite_database, tmp_path):
    held, late = refused_one(sqlite_database)
    heard(held, late)
    for _turn in range(TURNS):
        let_others_act(sqlite_database, Storage(tmp_path), held.ground.clock, None)
    with sqlite_database.reading() as session:
        steps = select(AuditRow.trigger).where(AuditRow.subject_id == late).order_by(AuditRow.seq)
        taken = session.scalars(steps).all()
    assert "join_round" in taken
