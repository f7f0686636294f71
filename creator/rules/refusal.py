"""Why a step is refused: a code for programs and a sentence for people."""

from dataclasses import dataclass

from creator.i18n import Text


@dataclass(frozen=True)
class Refusal:
    """One reason. `place` names the form field, section or line it concerns, if any."""

    code: str
    text: Text
    place: str = ""
    idle: bool = False
    """There is nothing the step could be taken for: pages do not offer it, not even shut."""

    def __str__(self) -> str:
        return str(self.text)
