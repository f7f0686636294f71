"""An expert takes a seat (入席): the seat, who gave it, and the letter about it."""

from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.review import PanelSeat
from creator.rules.panels import declares_by, has_declared
from creator.rules.programmes import programme_of
from creator.rules.requests import Tell
from creator.rules.times import At
from creator.services import access_log, letters
from creator.services.people import appoint
from creator.services.work import Work


def seat_one(work: Work, edition: Edition, index: int, person: Person) -> PanelSeat:
    """Seat somebody who does not sit yet; they are told, once for each time they are seated."""
    # Interests were declared over all applicants: a later round asks nobody a second time.
    known = has_declared(work.session, edition.id, person.id)
    appoint(work, person, "expert", edition_id=edition.id)
    seat = PanelSeat(
        edition_id=edition.id,
        round=index,
        expert_id=person.id,
        seated_at=work.now,
        declared_at=work.now if known else None,
    )
    work.session.add(seat)
    told = _told(work, edition, index, person.id, known=known)
    noted = access_log.note(work, edition, f"seated:{person.id}")
    letters.queue_letters(work, edition, told, f"seated-{noted}")
    return seat


def _told(work: Work, edition: Edition, index: int, person_id: int, *, known: bool) -> Tell:
    programme = programme_of(work.session, edition)
    params = {
        "edition": programme.title,
        "round": programme.rounds[index].label,
        "due": At(declares_by(edition, programme, index)),
    }
    return Tell([person_id], "panel_seated_again" if known else "panel_seated", params)
