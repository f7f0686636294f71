"""Letters as people get them: in the in-app inbox always, by mail where that is configured."""

from collections.abc import Mapping
from typing import Any

from creator.i18n import Text, speaking
from creator.models.outbox import Letter, OutboxItem
from creator.models.person import Person
from creator.models.subject import Subject
from creator.rules.effects.acts import holders, letter_params
from creator.rules.letters import TEMPLATES
from creator.rules.pins import load
from creator.rules.requests import Tell
from creator.rules.step import Step
from creator.services import letters
from creator.services.stages import state_of
from creator.services.transitions import edition_of
from creator.services.work import Work


class _Params(dict[str, Any]):
    """A letter never fails for want of a detail: what is missing stays empty."""

    def __missing__(self, _key: str) -> str:
        return ""


_STOPS = {"zh": "。", "en": "."}
_ENDINGS, _CLOSING = "。．！？；….!?;", "”’）】》\"')]"


def _sentence(typed: str, language: str) -> str:
    """What somebody typed with a full stop, for another sentence may follow it."""
    whole = typed.rstrip()
    ended = whole.rstrip(_CLOSING).endswith(tuple(_ENDINGS))
    return whole if ended else whole + _STOPS[language]


def deliver(work: Work, item: OutboxItem) -> Letter | None:
    """Write the letter into its reader's inbox, in the reader's language."""
    person = work.session.get(Person, item.payload["person"])
    if person is None or person.disabled_at is not None:
        return None
    title, body = written(person.language, item.payload["template"], item.payload["params"])
    letter = Letter(
        outbox_id=item.id,
        person_id=person.id,
        subject_id=item.subject_id,
        template=item.payload["template"],
        title=title[:200],
        body=body,
        sent_at=work.now,
        mail_next=work.now,
    )
    work.session.add(letter)
    return letter


def written(language: str, template: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Title and body of a letter in one language.

    Its values were written when it was queued, in both languages where they differ.
    """
    found = TEMPLATES[template]
    values = _Params({k: v[language] if isinstance(v, dict) else v for k, v in params.items()})
    if values.get("reason"):
        values["reason"] = _sentence(values["reason"], language)
    with speaking(language):
        title = str(type(found.heading)(found.heading.msgid)).format_map(values)
        body = str(type(found.body)(found.body.msgid)).format_map(values)
    return " ".join(title.split()), body


def tell_officers(work: Work, subject: Subject, template: str, reason: Text, origin: str) -> None:
    """Queue a letter to the officers of a subject's edition; `origin` names what it is about."""
    step = standing(work, subject)
    params = {**letter_params(step), "state": state_of(work, subject).label, "reason": reason}
    letters.queue_letters(work, subject, Tell(holders(step, "officer"), template, params), origin)


def standing(work: Work, subject: Subject) -> Step:
    """A subject as it stands, for words that need a step but take none."""
    definition = load(work.session, subject.definition_hash)
    transition = next(iter(definition.transitions.values()))
    return Step(
        work.session,
        work.now,
        subject,
        edition_of(work, subject),
        work.actor,
        definition,
        transition,
    )
