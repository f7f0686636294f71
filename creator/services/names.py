"""What the names of experts (E1, E2 …) in rankings and files are drawn from."""

from sqlalchemy import select

from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.services.work import Work


def drawn_from(work: Work, edition: Edition) -> str:
    """The seal of the edition's first audit row: frozen, and on no page.

    It holds the number of a request drawn at random, so that nobody without the database can
    repeat the draw.
    """
    query = select(AuditRow.hash).where(AuditRow.subject_id == edition.id, AuditRow.seq == 0)
    return work.session.scalars(query).one()
