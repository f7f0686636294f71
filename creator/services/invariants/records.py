"""What authorities recorded of organisations: it can be read, and says who withdrew it."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.organisation import OrganisationRecord
from creator.rules.standing_records import CHECKS, GRADES, LISTS
from creator.services.invariants.breach import Breach
from creator.storage import Storage


def readable(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A record has words for what it says, ends after it begins, and is withdrawn by somebody."""
    record = OrganisationRecord
    known = or_(
        and_(record.kind == "grade", record.value.in_(list(GRADES))),
        and_(record.kind == "annual_check", record.value.in_(list(CHECKS))),
        and_(record.kind.in_(list(LISTS)), record.value == ""),
    )
    torn = record.withdrawn_at.is_(None) != record.withdrawn_by_id.is_(None)
    wrong = or_(~known, record.ends_on < record.on_date, torn)
    for record_id in session.scalars(select(record.id).where(wrong).order_by(record.id)):
        text = _("单位记录的种类、日期或撤回不成立。")
        yield Breach("organisation.record", f"organisation_record:{record_id}", text)
