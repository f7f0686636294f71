"""What is said when a sum cannot be done."""

from creator.i18n import Text


class Unreckonable(ValueError):
    """The rule and the data do not fit; `text` says what is missing, for the officer to read."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text
