"""The smallest programme: the first example of docs/programme.md."""

import re

from creator.home import home
from creator.programme import checker, reader
from creator.programme.fault import Fault, FaultyFile
from creator.programme.programme import Programme

PAGE = (home() / "docs" / "programme.md").read_text("utf-8")
EXAMPLES: list[str] = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TEXT = EXAMPLES[0]
LIFECYCLES = ("proposal", "edition", "review", "decision", "notice", "objection")


def programme(**changes: object) -> Programme:
    """The smallest programme with some keys changed; `__` stands for the dot of a key."""
    overrides = {key.replace("__", "."): value for key, value in changes.items()}
    return reader.parse(TEXT, "minimal.toml", overrides)


def faults_of(text: str) -> list[Fault]:
    """What reader and checker say about this text."""
    try:
        read = reader.parse(text, "minimal.toml")
    except FaultyFile as faulty:
        return list(faulty.faults)
    return checker.check(read, lifecycles=LIFECYCLES, actors=("approver",))


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which these words stand first."""
    return text[: text.index(words)].count("\n") + 1


def said(**changes: object) -> list[tuple[str, str]]:
    """Severity and text of every fault of the smallest programme after these changes."""
    read = programme(**changes)
    found = checker.check(read, lifecycles=LIFECYCLES, actors=("approver",))
    return [(fault.severity, str(fault.text)) for fault in found]


def errors(more: str, text: str = TEXT) -> list[str]:
    """Texts of the faults after adding these lines."""
    return [str(fault.text) for fault in faults_of(f"{text}\n{more}")]
