"""Money is an integer number of 分 (1/100 元) inside; people write and read 元 or 万元."""

import re
from decimal import Decimal

from creator.half_width import half_width
from creator.i18n import Text, _, current_language

_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d{1,2})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?")
LARGEST = 10_000_000_000_00  # one hundred times the largest programme known; keeps sums in 64 bits


class NotMoney(ValueError):
    """What was written is not an amount; `text` says how to write it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def parse_yuan(written: str) -> int:
    """Amount in 元 as people type it (`30000`, `30,000.50`, full-width digits) -> 分.

    Signs, exponents, underscores and more than two decimals are refused with `NotMoney`.
    """
    cleaned = half_width(written).strip().removesuffix("元").strip()
    if not _PLAIN.fullmatch(cleaned):
        raise NotMoney(
            _(
                "“{written}”不是金额。请只写数字，单位元，例如 30000 或 30000.50。",
                written=cleaned[:40],
            )
        )
    fen = int(Decimal(cleaned.replace(",", "")) * 100)
    if fen > LARGEST:
        raise NotMoney(_("金额太大：最多 {most} 元。", most=f"{LARGEST // 100:,}"))
    return fen


def yuan(fen: int) -> str:
    """分 -> `30,000.00`, without a unit."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def show(fen: int) -> str:
    """分 -> `30,000.00 元` or `CNY 30,000.00`, as the reader's language writes it."""
    return f"CNY {yuan(fen)}" if current_language() == "en" else f"{yuan(fen)} 元"


def wan(fen: int) -> str:
    """分 -> `3.00 万元` (English readers get yuan: there is no word for 万)."""
    if current_language() == "en":
        return f"CNY {yuan(fen)}"
    hundredths = (abs(fen) + 5_000) // 10_000
    sign = "-" if fen < 0 else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d} 万元"


class Amount(int):
    """An amount in 分 as a parameter of a sentence: it reads as money in the reader's language."""

    def __str__(self) -> str:
        return show(int(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
