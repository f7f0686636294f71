"""All words of this installation, handed to the pure reader and verifier of lifecycle files."""

from functools import lru_cache

from creator.i18n import Label
from creator.rules.actors import actor
from creator.rules.effects import effect
from creator.rules.guards import guard
from creator.rules.letters import TEMPLATES
from creator.rules.marks import MARKS
from creator.rules.moments import moment
from creator.workflow.vocabulary import Vocabulary, Word

_FIELD_TYPES = {
    "line": ("一行文字", "one line of text"),
    "prose": ("多行文字", "text of several lines"),
    "date": ("日期", "a day"),
    "money": ("金额（元）", "amount in yuan"),
    "tier": ("档次", "award tier"),
    "choice": ("选项", "one of the choices"),
    "expert": ("专家", "an expert of the panel"),
    "sections": ("申报书的部分", "sections of the application form"),
    "amendment": ("更正的内容", "changed keys of the programme"),
}

FIELD_TYPES = {name: Word(name, {}, Label(zh, en)) for name, (zh, en) in _FIELD_TYPES.items()}


@lru_cache
def vocabulary() -> Vocabulary:
    """Actors, guards, effects, marks, moments, field types and letter templates."""
    return Vocabulary(
        actors=actor.words,
        guards=guard.words,
        effects=effect.words,
        marks=MARKS,
        moments=moment.words,
        field_types=FIELD_TYPES,
        templates=frozenset(TEMPLATES),
    )
