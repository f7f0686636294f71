"""A panel drawn by lot (随机抽取), seated in the order drawn; who comes later is a substitute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.review import PanelSeat
from creator.programme.programme import Programme
from creator.reckoning.panel_order import Candidate, Choice, Need, next_of
from creator.rules import drawn_panels, rounds
from creator.rules.conflicts import conflicts_between
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.services import panels
from creator.services.locking import lock_row
from creator.services.offices import need_officer
from creator.services.panels import Member
from creator.services.refused import NotFound, Refused
from creator.services.seating import seat_one
from creator.services.work import Work

WHY_PASSED: Mapping[str, Text] = {
    "away": _("已不在专家库"),
    "conflict": _("与申报项目有利益关系"),
    "employer": _("与已请入的专家同一单位"),
    "field": _("还缺其他专业领域的专家"),
}


@dataclass(frozen=True)
class DrawnPanel:
    """How far the seats of a round are given. Codes in the order drawn."""

    order: Mapping[str, int]
    """Code -> person id; empty before the draw."""
    seats: int
    """So many are seated before anybody is a substitute."""
    given: int
    """Seats given so far, those given up included."""
    choice: Choice
    """Who is next, and who is passed over for it."""

    @property
    def next_is_substitute(self) -> bool:
        return self.given >= self.seats


def standing(work: Work, edition: Edition) -> DrawnPanel:
    """For the officer. Raises `NotYours`, `Refused` while no panel can be formed."""
    members = {member.person.id: member for member in panels.pool(work, edition)}
    index = panels.index_now(work, edition)
    order = drawn_panels.order(work.session, edition.id, index)
    seats = drawn_panels.seats_drawn(work.session, edition.id, index)
    return _standing(work, edition, index, members, order, seats)


def _standing(
    work: Work,
    edition: Edition,
    index: int,
    members: Mapping[int, Member],
    order: Mapping[str, int],
    seats: int,
) -> DrawnPanel:
    programme = programme_of(work.session, edition)
    entering = rounds.entering(work.session, edition, programme, index)
    conflicts = conflicts_between(work.session, edition, programme, order.values(), entering)
    barred = {expert for expert, _proposal in conflicts}
    known = {
        code: _candidate(programme, code, members.get(person), person in barred)
        for code, person in order.items()
    }
    called = {code: seat for code in order if (seat := _seat(members, order[code]))}
    sitting = [known[code] for code, seat in called.items() if seat.declined_at is None]
    left = [known[code] for code in order if code not in called]
    return DrawnPanel(
        order, seats, len(called), next_of(left, sitting, _need(programme, index, seats))
    )


def _seat(members: Mapping[int, Member], person: int) -> PanelSeat | None:
    return members[person].seat if person in members else None


def _candidate(programme: Programme, code: str, member: Member | None, barred: bool) -> Candidate:
    if member is None:
        return Candidate(code, away=True)
    written = set(member.profile.field.replace("、", " ").split())
    ids = {one.id for one in programme.experts.fields if one.label.zh in written}
    return Candidate(code, member.profile.employer, frozenset(written | ids), barred)


def _need(programme: Programme, index: int, seats: int) -> Need:
    round_ = programme.rounds[index]
    return Need(
        seats,
        {mix.field: mix.min for mix in round_.mix},
        round_.mode == "panel",
        programme.experts.one_per_employer,
    )


def seat_drawn(work: Work, edition: Edition) -> Sequence[str]:
    """Seat everybody up to the number fixed with the list; the codes of those seated now.

    Raises `NotYours`, and `Refused` before the draw or where all of them were called.
    """
    seated = []
    while not (found := _open(work, edition)).next_is_substitute and found.choice.taken:
        seated.append(_seat_next(work, edition, found, ""))
    if not seated:
        text = _("抽中的专家都已请入。还要增加，请按顺序请入候补专家。")
        raise Refused([Refusal("panel.seated", text)])
    return seated


def seat_substitute(work: Work, edition: Edition, reason: str) -> str:
    """Seat the next one of the order, whose code it returns. Raises `NotYours` and `Refused`."""
    found = _open(work, edition)
    if not reason.strip():
        raise Refused([Refusal("panel.reason", _("请写明为什么要请候补专家。"), "reason")])
    if not found.next_is_substitute:
        text = _("抽中的专家还没有全部请入，请先请入他们。")
        raise Refused([Refusal("panel.not_yet", text)])
    if found.choice.taken is None:
        text = _("抽取的顺序已经用完。请先登记新的专家，再抽取一次。")
        raise Refused([Refusal("panel.used_up", text)])
    return _seat_next(work, edition, found, reason)


def _open(work: Work, edition: Edition) -> DrawnPanel:
    need_officer(work, edition)
    lock_row(work, Edition, edition.id)
    found = standing(work, edition)
    if not found.order:
        text = _("还没有抽取专家。请先确定名单，到日期后按公开数字抽取。")
        raise Refused([Refusal("panel.not_drawn", text)])
    return found


def _seat_next(work: Work, edition: Edition, found: DrawnPanel, reason: str) -> str:
    if found.choice.taken is None:
        raise NotFound
    code, index = found.choice.taken.name, panels.index_now(work, edition)
    person = next(m.person for m in panels.pool(work, edition) if m.person.id == found.order[code])
    seat = seat_one(work, edition, index, person)
    seat.reason, seat.passed = reason.strip(), [list(one) for one in found.choice.passed]
    work.session.flush()
    return code


def give_up(work: Work, edition: Edition, expert_id: int, reason: str) -> None:
    """Somebody drawn does not come: the seat stays on record, with the reason.

    Raises `NotYours`, `NotFound`, and `Refused` without a reason or once sheets exist.
    """
    if not reason.strip():
        raise Refused([Refusal("panel.reason", _("请写明理由。"), "reason")])
    seat = panels.free_seat(work, edition, expert_id)
    seat.left, seat.declined_at = reason.strip(), work.now
    work.session.flush()
