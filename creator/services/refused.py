"""What a service raises when it will not do what was asked. Each says why, to a person."""

from collections.abc import Sequence

from creator.i18n import Text, _
from creator.rules.refusal import Refusal


class Declined(Exception):
    """Base of all refusals; `text` is the sentence for whoever asked."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


class NotFound(Declined):
    """It does not exist, or not for this person: the two must look alike."""

    def __init__(self) -> None:
        super().__init__(_("没有找到。可能已被移走，或您无权查看。"))


class Refused(Declined):
    """Guards said no; `refusals` holds every reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(self.refusals[0].text if self.refusals else _("现在不能这样做。"))


class NotYours(Declined):
    """The step belongs to somebody else."""

    def __init__(self, owners: str) -> None:
        super().__init__(_("这一步由{owners}办理。", owners=owners))


class Stale(Declined):
    """The page was made before somebody else changed the same thing."""

    def __init__(self) -> None:
        super().__init__(_("这份内容刚刚被别人改动。请核对最新内容后再办理，您填写的内容仍保留。"))


class KeyReused(Declined):
    """The same request key came with another content."""

    def __init__(self) -> None:
        super().__init__(_("同一张表单提交了两份不同的内容。请刷新页面后重新填写。"))


class Invalid(Declined):
    """A value is missing or cannot be understood; `field` names it."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text)
        self.field = field
