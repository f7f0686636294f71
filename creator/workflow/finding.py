"""What a check of the verifier found, before it is given its file and line."""

from collections.abc import Iterator
from dataclasses import dataclass

from creator.i18n import Text
from creator.workflow.fault import Fault, Severity
from creator.workflow.lines import Lines, Where


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place of the definition; `word` is what to look for in its lines."""

    where: Where
    text: Text
    remedy: Text
    word: str | None = None
    severity: Severity = "error"

    def located(self, lines: Lines) -> Fault:
        """The same, as a fault of the file."""
        line = lines.at(self.where, self.word)
        return Fault(lines.path, line, self.text, self.remedy, self.severity)


Findings = Iterator[Finding]
