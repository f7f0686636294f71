"""Every word a programme file may use, by group, with its meaning in both languages.

This is the one place: the reader refuses what is not here, `creator programme words` prints it, and
a test compares it with docs/programme.md.
"""

from collections.abc import Mapping

from creator.i18n import Label
from creator.programme.words import after, asking, judging, money, people

WORDS: Mapping[str, Mapping[str, Label]] = {
    **money.WORDS,
    **people.WORDS,
    **asking.WORDS,
    **judging.WORDS,
    **after.WORDS,
}
