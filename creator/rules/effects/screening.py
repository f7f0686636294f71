"""Effects of screening."""

from collections.abc import Iterator

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
