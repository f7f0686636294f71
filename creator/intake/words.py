"""Texts, choices and numbers that are names."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from creator.i18n import Text, _, listed
from creator.identifiers import NotAnIdentifier, read_phone, read_registration
from creator.intake.grid import Written
from creator.intake.setting import Choice, Read, Setting, Unreadable

LONGEST_TEXT = 500
_SHOWN = 40
_LONGEST_EXACT = 10**15  # Excel keeps 15 digits of a number
_REGISTRATION = {
    "registered": ("登记", "已登记", "注册", "已注册", "登记注册", "正式登记", "注册登记"),
    "filed": ("备案", "已备案", "街道备案", "社区备案", "未登记", "挂靠"),
}


def cleaned(text: str) -> str:
    """NFC, without control and invisible characters, white space folded to single blanks.

    Joiners stay (emoji need them), and so do characters newer than this Python's tables.
    """
    normal = unicodedata.normalize("NFC", text)
    kept = (" " if c.isspace() else c for c in normal if c.isspace() or _is_visible(c))
    return " ".join("".join(kept).split())


def _is_visible(char: str) -> bool:
    if char in "\u200c\u200d":
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs") and char not in "\ufffe\uffff"


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """For comparing: NFKC, case folded, letters and digits only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def read_text(cell: Written, setting: Setting) -> Read:
    """Any text, cleaned."""
    text = cleaned(cell.raw)
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            _("文字有 {n} 字，最多 {most} 字。", n=len(text), most=LONGEST_TEXT),
            _("请缩短，详细内容写在申报书里。"),
            kind="too_long",
        )
    return Read(text)


def read_list(cell: Written, setting: Setting) -> Read:
    """Several words in one cell, separated by 、 or commas -> tuple."""
    parts = re.split(r"[、,，;；/\n]", cell.raw)
    return Read(tuple(word for part in parts if (word := cleaned(part))))


def _as_written(cell: Written) -> str:
    """The text of a number that is a name; a long number cell has already lost digits."""
    value = cell.value
    if isinstance(value, int | float) and abs(value) >= _LONGEST_EXACT:
        raise Unreadable(
            _("号码被存成了数字 {written}，末几位已丢失。", written=cell.raw[:_SHOWN]),
            _("请先把单元格格式改为“文本”，再重新填写号码。"),
        )
    return cell.raw


def read_identifier(cell: Written, setting: Setting) -> Read:
    """A credit code or a filing number, told apart by their form."""
    try:
        return Read(read_registration(_as_written(cell)))
    except NotAnIdentifier as refused:
        raise Unreadable(refused.text, _("请与登记证书或备案凭证核对后改正。")) from refused


def read_telephone(cell: Written, setting: Setting) -> Read:
    """A mobile or landline number."""
    try:
        return Read(read_phone(_as_written(cell)))
    except NotAnIdentifier as refused:
        raise Unreadable(refused.text, _("请向申报单位核实后填写。")) from refused


def read_registration_kind(cell: Written, setting: Setting) -> Read:
    """登记 -> `registered`, 备案 -> `filed`."""
    word = bare(cell.raw)
    for kind, names in _REGISTRATION.items():
        if word in names:
            return Read(kind)
    raise Unreadable(
        _("“{written}”看不出是登记还是备案。", written=cell.raw[:_SHOWN]),
        _("请填“登记”或“备案”。"),
        kind="unknown_word",
    )


def read_tier(cell: Written, setting: Setting) -> Read:
    """The id of the tier applied for; the text itself when the programme has no tiers to choose."""
    return _choose(
        cell, setting.expected.tiers, _("没有“{written}”这一档次。", written=cell.raw[:_SHOWN])
    )


def read_category(cell: Written, setting: Setting) -> Read:
    """The id of the category; the text itself when the programme lists none."""
    return _choose(
        cell, setting.expected.categories, _("没有“{written}”这一类别。", written=cell.raw[:_SHOWN])
    )


def _choose(cell: Written, choices: Sequence[Choice], unknown: Text) -> Read:
    if not choices:
        return Read(cleaned(cell.raw))
    word = _core(cell.raw)
    for choice in choices:
        if word in map(_core, choice.names):
            return Read(choice.id)
    labels = listed(str(choice.label) for choice in choices)
    raise Unreadable(unknown, _("可填：{labels}。", labels=labels), kind="unknown_word")


def _core(name: str) -> str:
    """“A 类”, “A档” and “a” are one word; so are “为老服务” and “为老服务类”."""
    word = bare(name)
    return word.rstrip("类档级组") or word
