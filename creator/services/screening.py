"""Screening (资格审查): the queue, and answering the check list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import ChecklistAnswer, Proposal
from creator.models.subject import Subject, in_edition
from creator.programme.screening import CheckItem
from creator.rules.checklists import answers_for, items_for, items_of
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.visibility import of_others
from creator.services import find
from creator.services.locking import lock_row
from creator.services.mailbox import standing
from creator.services.offices import need_no_interest_in, need_officer, need_staff
from creator.services.refused import Invalid, Refused, Stale
from creator.services.stages import has_mark, states_with
from creator.services.transitions import edition_of
from creator.services.work import Work


@dataclass(frozen=True)
class Checked:
    """One item of the list with its answer, if there is one."""

    item: CheckItem
    answer: ChecklistAnswer | None


@dataclass(frozen=True)
class Count:
    """How far the screening of an edition is: proposals by where they stand."""

    waiting: int
    open: int
    done: int

    @property
    def total(self) -> int:
        return self.waiting + self.open + self.done


def checklist(work: Work, proposal: Proposal) -> Sequence[Checked]:
    """The items that apply, each with the answer given for the present version."""
    step = standing(work, proposal)
    answers = answers_for(step)
    return [Checked(item, answers.get(item.id)) for item in items_for(step)]


def answer(
    work: Work,
    proposal: Proposal,
    answers: Mapping[str, tuple[bool, str]],
    *,
    expected_revision: int | None = None,
) -> None:
    """Record item id -> (passed, note).

    Raises `NotYours` for anybody but the officer, `NotFound` for one with an interest, `Refused`
    outside screening, `Stale`, `Invalid` (field `check.<item>`).
    """
    need_officer(work, edition_of(work, proposal))
    need_no_interest_in(work, proposal)
    lock_row(work, Proposal, proposal.id)
    if not has_mark(work, proposal, "checklist_open"):
        raise Refused([Refusal("checklist.closed", _("该项目现在不在审查中。"))])
    if expected_revision is not None and expected_revision != proposal.revision:
        raise Stale
    known = {item.id for item in items_for(standing(work, proposal))}
    for item, (passed, note) in answers.items():
        if item not in known:
            raise Invalid(f"check.{item}", _("审查清单里没有“{item}”。", item=item))
        _record(work, proposal, item, passed=passed, note=note.strip())
    proposal.revision += 1
    work.session.flush()


def _record(work: Work, proposal: Proposal, item: str, *, passed: bool, note: str) -> None:
    work.session.merge(
        ChecklistAnswer(
            proposal_id=proposal.id,
            item=item,
            version=proposal.version,
            passed=passed,
            note=note,
            answered_by_id=work.actor.person_id,
            answered_at=work.now,
        )
    )


def _of_office(work: Work, edition: Edition) -> Select[Proposal]:
    of_edition = find.scope(work, Proposal).where(in_edition(Proposal, edition.id))
    return of_edition.where(of_others(work.actor))


def queue(work: Work, edition: Edition, which: str) -> Select[Proposal]:
    """Proposals of a queue, in order of receipt: `waiting`, `open` (in screening) or `done`.

    For staff. Raises `NotFound` for others.
    """
    need_staff(work, edition)
    chosen = _of_office(work, edition).where(Proposal.state.in_(_states(work, edition)[which]))
    return chosen.order_by(Proposal.submitted_at, Proposal.id)


def _states(work: Work, edition: Edition) -> Mapping[str, frozenset[str]]:
    waiting = states_with(work, edition, "proposal", "before_screening")
    open_ = states_with(work, edition, "proposal", "in_screening")
    handed_in = states_with(work, edition, "proposal", "counts_as_submitted")
    return {"waiting": waiting, "open": open_, "done": handed_in - waiting - open_}


def count(work: Work, edition: Edition) -> Count:
    """The lengths of the queues, in one query."""
    per_state = (
        _of_office(work, edition)
        .with_only_columns(Proposal.state, func.count())
        .group_by(Subject.state)
    )
    found = {row[0]: row[1] for row in work.session.execute(per_state)}
    return Count(
        **{
            name: sum(found.get(state, 0) for state in states)
            for name, states in _states(work, edition).items()
        }
    )


def answered(
    work: Work, edition: Edition, proposals: Sequence[Proposal]
) -> Mapping[int, tuple[int, int, int]]:
    """Proposal id -> (items answered for its present version, of them failed, items that apply)."""
    programme = programme_of(work.session, edition)
    counts = {proposal.id: [0, 0] for proposal in proposals}
    query = (
        select(ChecklistAnswer.proposal_id, ChecklistAnswer.passed)
        .join(Proposal, Proposal.id == ChecklistAnswer.proposal_id)
        .where(Proposal.id.in_(counts), ChecklistAnswer.version == Proposal.version)
    )
    for proposal_id, passed in work.session.execute(query):
        counts[proposal_id][0] += 1
        counts[proposal_id][1] += not passed
    asked = {p.id: len(items_of(programme, p.organisation.legal_class)) for p in proposals}
    return {id: (done, failed, asked[id]) for id, (done, failed) in counts.items()}


def next_unscreened(work: Work, proposal: Proposal) -> int | None:
    """The proposal that waits longest for screening after this one; None when none is left."""
    edition = edition_of(work, proposal)
    states = _states(work, edition)
    definition = pinned(work.session, edition, "proposal")
    ours = {
        s for s in states["waiting"] | states["open"] if definition.states[s].owner == "officer"
    }
    query = _of_office(work, edition).where(Proposal.state.in_(ours), Proposal.id != proposal.id)
    return next(_ids(work, query, after=proposal), None)


def _ids(work: Work, query: Select[Proposal], *, after: Proposal) -> Iterator[int]:
    """Those that came in later, then round to the first."""
    rows = work.session.execute(
        query.with_only_columns(Proposal.id, Proposal.submitted_at).order_by(
            Proposal.submitted_at, Proposal.id
        )
    ).all()
    here = (after.submitted_at, after.id)
    yield from (id for id, at in rows if at is not None and here < (at, id))
    yield from (id for id, _at in rows)
