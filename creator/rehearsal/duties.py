"""Work that belongs to a state besides its steps: filling in, checking, scoring, listing.

A duty is found by a mark of the state, so that it is done in any lifecycle that carries the mark.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from creator.models.decision import Decision
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import FrozenRanking, Review
from creator.models.subject import Subject
from creator.rehearsal import completing, drawing, extending, panels, revising, scoring
from creator.rehearsal.answers import filled_in
from creator.rehearsal.correcting import change_something
from creator.rehearsal.stories import Stories
from creator.rehearsal.world import World
from creator.rules import rounds
from creator.rules.actors import appointed
from creator.services import (
    assignments,
    decisions,
    late_entries,
    proposals,
    screening,
    sheets,
    supervisors,
)
from creator.services.editions import programme
from creator.services.transitions import edition_of
from creator.services.work import Work


class Did(Enum):
    """What came of looking at something."""

    SOMETHING = "something"
    NOTHING = "nothing"
    WAITS = "waits"
    """Nothing, and no step is to be taken either until something else happens."""


@dataclass(frozen=True)
class Duty:
    """What somebody does with subjects of a kind while their state carries a mark."""

    kind: str
    mark: str
    word: str
    do: Callable[[World, Stories, Work, Subject], Did]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.mark, self.word


def _did(something: bool) -> Did:
    return Did.SOMETHING if something else Did.NOTHING


def complete_application(_world: World, stories: Stories, work: Work, subject: Subject) -> Did:
    """The applicant answers what is open and attaches what is asked; one forgets about it."""
    assert isinstance(subject, Proposal)
    if subject.id in stories.forgotten:
        return Did.WAITS
    if not proposals.may_edit(work, subject):
        return Did.NOTHING
    rules = programme(work, edition_of(work, subject))
    wanted = filled_in(rules, completing.known(work, subject), subject.answers)
    open_now = proposals.editable_sections(work, subject)
    fields = {f.id for s in rules.form.sections if s.id in open_now for f in s.fields}
    news = {
        id: value for id, value in wanted.items()
        if id in fields and subject.answers.get(id) != value
    }  # fmt: skip
    if news:
        proposals.save(work, subject, news)
    return _did(completing.attach(work, subject) or bool(news))


def correct_application(world: World, stories: Stories, work: Work, subject: Subject) -> Did:
    """The same of what was returned, where something else is changed if nothing is missing."""
    did = complete_application(world, stories, work, subject)
    assert isinstance(subject, Proposal)
    return did if did is not Did.NOTHING else _did(change_something(work, subject))


def revise_plan(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The applicant brings the budget to the award before a contract is made."""
    assert isinstance(subject, Proposal)
    return _did(revising.revise(work, subject))


def answer_checklist(_world: World, stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer ticks the list; the stories say who fails what."""
    assert isinstance(subject, Proposal)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    listed = screening.checklist(work, subject)
    if all(one.answer is not None for one in listed):
        return Did.NOTHING
    answers = {one.item.id: (True, "") for one in listed}
    if stories.fails_screening(subject.id, subject.corrections):
        answers[listed[-1].item.id] = (False, "材料不清楚，请补充（示例）。")
    screening.answer(work, subject, answers)
    return Did.SOMETHING


def form_panel(world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer seats experts, and plans who reads what once they have declared."""
    assert isinstance(subject, Edition)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    if not rounds.rounds_left(subject, programme(work, subject)):
        return Did.NOTHING
    done = panels.seat_and_plan(world, work, subject)
    return Did.WAITS if done is None else _did(done)


def assign_late(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer gives readers to what became eligible after the round had opened."""
    assert isinstance(subject, Proposal)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    found = late_entries.waiting(work, edition_of(work, subject))
    if all(one.readers for one in found):
        return Did.NOTHING
    assignments.plan(work, edition_of(work, subject))
    return Did.SOMETHING


def name_supervisors(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer shares the projects out among the supervisors, where there are any."""
    assert isinstance(subject, Edition)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    return _did(supervisors.spread(work, subject) > 0)


def extend_round(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer moves the end of a round that was over before anybody judged."""
    assert isinstance(subject, Edition)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    return _did(extending.extend(work, subject))


def declare_late(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """An expert who is to read a late application declares for it."""
    assert isinstance(subject, Edition)
    return _did(scoring.declare_late(work, subject))


def declare_interests(_world: World, stories: Stories, work: Work, subject: Subject) -> Did:
    """An expert with a new seat declares."""
    assert isinstance(subject, Edition)
    return _did(scoring.declare(stories, work, subject))


def draw_lots(world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer has a tie drawn that the rules leave, once the last round is closed."""
    assert isinstance(subject, Edition)
    drawn = work.session.get(FrozenRanking, subject.id) is not None
    if drawn or not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    if rounds.rounds_left(subject, programme(work, subject)):
        return Did.NOTHING
    done = drawing.draw(world, work, subject)
    return Did.WAITS if done is None else _did(done)


def score(_world: World, stories: Stories, work: Work, subject: Subject) -> Did:
    """The expert fills in the sheet, and seals all own sheets when the last is complete."""
    assert isinstance(subject, Review)
    if subject.expert_id != work.actor.person_id:
        return Did.NOTHING
    edition = edition_of(work, subject)
    if subject.total is None:
        scoring.fill_in(stories, work, sheets.opened(work, subject.id))
        return Did.SOMETHING
    return Did.SOMETHING if scoring.seal(work, edition) else Did.WAITS


def fill_list(_world: World, _stories: Stories, work: Work, subject: Subject) -> Did:
    """The officer lists what the rules say, and promotes from the waitlist what now fits."""
    assert isinstance(subject, Decision)
    if not appointed(work.actor, "officer", subject):
        return Did.NOTHING
    edition = edition_of(work, subject)
    listed = decisions.list_all(work, edition)
    # A list on which something is promoted is begun for that; nobody is promoted by the first.
    if not listed and subject.ordinal > 1:
        listed = decisions.promote_all(work, edition)
    return _did(listed > 0)


DUTIES: tuple[Duty, ...] = (
    Duty("proposal", "editable", "applicant", complete_application),
    Duty("proposal", "correctable", "applicant", correct_application),
    Duty("proposal", "plan_open", "applicant", revise_plan),
    Duty("proposal", "checklist_open", "officer", answer_checklist),
    Duty("edition", "panel_open", "officer", form_panel),
    Duty("edition", "panel_open", "expert", declare_interests),
    Duty("edition", "scoring_open", "expert", declare_late),
    Duty("edition", "scoring_open", "officer", name_supervisors),
    Duty("edition", "scoring_open", "officer", extend_round),
    Duty("proposal", "enters_round", "officer", assign_late),
    Duty("edition", "results_sealed", "officer", draw_lots),
    Duty("review", "scoring_open", "expert", score),
    Duty("decision", "list_open", "officer", fill_list),
)
