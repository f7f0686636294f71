"""Guards of screening: the check list decides, and every item must be answered."""

from collections.abc import Iterator

from creator.clock import local
from creator.i18n import _
from creator.models.proposal import Proposal
from creator.rules import particulars, standing_records
from creator.rules.checklists import answers_for, items_for
from creator.rules.eligibility import class_of
from creator.rules.guards.registry import guard
from creator.rules.refusal import Refusal
from creator.rules.step import Step


@guard("checklist_answered", zh="审查清单已填完", en="the check list is answered")
def checklist_answered(step: Step) -> Iterator[Refusal]:
    answers = answers_for(step)
    for item in items_for(step):
        if item.id not in answers:
            yield Refusal(
                "checklist.open", _("审查清单未填：{item}。", item=item.label), f"check.{item.id}"
            )
        elif not answers[item.id].passed and not answers[item.id].note.strip():
            yield Refusal(
                "checklist.note",
                _("请写明“{item}”为何不通过。", item=item.label),
                f"check.{item.id}",
            )


@guard("checklist_passed", zh="审查清单全部通过", en="every item of the check list is passed")
def checklist_passed(step: Step) -> Iterator[Refusal]:
    yield from checklist_answered(step)
    answers = answers_for(step)
    for item in items_for(step):
        if item.id in answers and not answers[item.id].passed:
            yield Refusal(
                "checklist.failed",
                _("“{item}”未通过，不能判定审查通过。", item=item.label),
                f"check.{item.id}",
            )


@guard("particulars_sound", zh="单位名称和号码正确", en="name and number are in order")
def particulars_sound(step: Step) -> Iterator[Refusal]:
    if step.data and isinstance(step.subject, Proposal):
        yield from particulars.against(step.session, step.subject.organisation, step.data)


@guard("record_in_order", zh="单位记录符合要求", en="the organisation's record meets the rules")
def record_in_order(step: Step) -> Iterator[Refusal]:
    """What was entered after the application was handed in counts as well."""
    proposal, rules = step.subject, step.programme
    if not isinstance(proposal, Proposal):
        return
    organisation, today = proposal.organisation, local(step.now).date()
    chosen = class_of(rules, organisation, today)
    if chosen is not None:
        yield from standing_records.unmet(chosen, organisation, today)
    yield from standing_records.barred(rules.applicants.blacklist, organisation, today)
