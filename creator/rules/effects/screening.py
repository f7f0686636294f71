"""Effects of screening."""

from collections.abc import Iterator

from creator.models.proposal import Proposal
from creator.rules import particulars
from creator.rules.checklists import answers_for
from creator.rules.digests import digest_of
from creator.rules.effects.registry import effect
from creator.rules.requests import Fact, Request
from creator.rules.step import Step


@effect("freeze_checklist", zh="固定审查清单", en="freeze the check list")
def freeze_checklist(step: Step) -> Iterator[Request]:
    answers = answers_for(step)
    lines = [[item, answers[item].passed, answers[item].note] for item in sorted(answers)]
    yield Fact("checklist_digest", digest_of(lines))


@effect("correct_particulars", zh="更正单位名称和号码", en="correct the name and number")
def correct_particulars(step: Step) -> Iterator[Request]:
    """The row says what stood there before; what stands there now is in its texts."""
    if not isinstance(step.subject, Proposal):
        raise TypeError(f"{step.subject.type} has no applicant")
    organisation = step.subject.organisation
    yield Fact("organisation", organisation.id)
    for name, value in particulars.present(organisation).items():
        yield Fact(f"{name}_before", value)
    particulars.correct(organisation, particulars.entered(organisation, step.data))
