"""Proves a definition sound before anything runs on it.

What passes here cannot leave a subject stuck, forgotten or on a way around a policy, and uses only
words that mean something. Everything is checked on the resolved definition, so that an option
cannot break what was sound without it.
"""

from collections.abc import Collection

from creator.i18n import _
from creator.workflow.advice import advise
from creator.workflow.branch_checks import check_branches
from creator.workflow.child_checks import check_children
from creator.workflow.deadline_checks import check_deadlines
from creator.workflow.definition import Definition
from creator.workflow.fault import Fault
from creator.workflow.finding import Finding, Findings
from creator.workflow.lines import Lines
from creator.workflow.path_checks import check_paths
from creator.workflow.vocabulary import Vocabulary
from creator.workflow.word_checks import check_words


def verify(
    definition: Definition,
    vocabulary: Vocabulary,
    lifecycles: Collection[str],
    lines: Lines | None = None,
) -> list[Fault]:
    """Every fault and warning, in the order of the file. No error in the list = sound.

    `lifecycles` are the ids of all lifecycles there are (also what may be locked); `lines` come
    from `Lifecycle.lines` and are absent for a definition loaded from the database.
    """
    place = lines or Lines(definition.id)
    found = [finding.located(place) for finding in _findings(definition, vocabulary, lifecycles)]
    return sorted(dict.fromkeys(found), key=lambda fault: (fault.line, fault.severity))


def _findings(
    definition: Definition, vocabulary: Vocabulary, lifecycles: Collection[str]
) -> Findings:
    yield from _labels(definition)
    yield from check_words(definition, vocabulary, lifecycles)
    yield from check_branches(definition)
    yield from check_deadlines(definition)
    yield from check_paths(definition)
    yield from check_children(definition)
    yield from advise(definition)


def _labels(definition: Definition) -> Findings:
    """The reader asks for both languages too; a body from elsewhere is asked here."""
    for kind, parts in (
        ("phase", definition.phases),
        ("state", definition.states),
        ("transition", definition.transitions),
    ):
        for name, part in parts.items():
            if not (part.label.zh.strip() and part.label.en.strip()):
                text = _("“{id}”的名称缺少一种语言。", id=name)
                yield Finding((kind, name, "label"), text, _("补上 zh 和 en。"))
    for state in definition.states.values():
        if state.phase not in definition.phases:
            text = _("状态“{state}”的阶段“{phase}”不存在。", state=state.id, phase=state.phase)
            yield Finding(("state", state.id, "phase"), text, _("定义该阶段，或改用已有的。"))
