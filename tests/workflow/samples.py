"""The lifecycles the engine's own tests run on, and the words those use."""

from pathlib import Path

from creator.i18n import Label
from creator.workflow.definition import Definition
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.reader import read, read_text
from creator.workflow.resolve import resolve
from creator.workflow.vocabulary import ParamType, Vocabulary, Word

FOLDER = Path(__file__).parent / "lifecycles"
LIFECYCLES = ("micro_grant", "fund", "ballot")


def word(name: str, **params: ParamType) -> Word:
    return Word(name, params, Label(name, name))


def words(*names: str) -> dict[str, Word]:
    return {name: word(name) for name in names}


VOCABULARY = Vocabulary(
    actors=words("applicant", "officer", "approver", "council", "resident"),
    guards={
        **words("money_left", "complete", "heard", "no_objection"),
        "amount_at_most": word("amount_at_most", most="money"),
    },
    effects={
        "open_child": word("open_child", child="child"),
        "send_letter": word("send_letter", template="template"),
    },
    marks=words("open", "public", "awarded"),
    moments=words("call.closes_at", "call.opens_at"),
    field_types=words("choice", "prose", "money", "line"),
    templates=frozenset({"reminder", "receipt"}),
)


def source(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def lifecycle(name: str) -> Lifecycle:
    return read(FOLDER / f"{name}.toml")


def changed(name: str, old: str, new: str) -> Lifecycle:
    """The sample with one piece of its text replaced; the piece must be there exactly once."""
    text = source(name)
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    return read_text(text.replace(old, new), f"{name}.toml")


def definition(name: str, *options: str) -> Definition:
    return resolve(lifecycle(name), options)
