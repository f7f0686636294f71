"""Numbers that identify an organisation or a person, read as people write them.

Reading is lenient about form (full-width digits, spaces, brackets) and strict about substance: a
wrong check digit is reported, never repaired.
"""

import re
import unicodedata
from dataclasses import dataclass

from creator.half_width import half_width
from creator.i18n import Text, _

CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_CREDIT_CODE_LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(_CREDIT_CODE_LENGTH - 1))
_REGION = slice(2, 8)
_SHOWN = 40  # how much of a wrong number a message repeats

_FILING = re.compile(
    r"(?P<series>[\u4e00-\u9fff]{1,30})[〔\[(【<《](?P<year>(?:19|20)\d\d)年?[〕\])】>》]"
    r"第?(?P<number>[0-9A-Z-]{1,12})号?"
)
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(?:010|02\d)\d{8}|0[3-9]\d\d\d{7,8}")  # area code and number
_EXTENSION = re.compile(r"(?P<main>.*\d{7})\)?(?:转|EXT\.?|分机|-)(?P<extension>\d{1,6})")
_PUNCTUATION = re.compile(r"[\s()\u2010-\u2015\u2212._/-]")


class NotAnIdentifier(ValueError):
    """What was written is not such a number; `text` says what is wrong with it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class CreditCode:
    """A unified social credit code (统一社会信用代码): 18 characters, the last a check digit."""

    value: str

    def __str__(self) -> str:
        return self.value

    @property
    def region(self) -> str:
        """The six digits of the registrar's administrative division, such as 610103."""
        return self.value[_REGION]


@dataclass(frozen=True)
class FilingNumber:
    """The number of a filed, unregistered group (备案号), such as 碑林备字〔2016〕103号."""

    series: str
    year: int
    number: str

    @property
    def value(self) -> str:
        return f"{self.series}〔{self.year}〕{self.number}号"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Phone:
    """A Chinese telephone number, digits only (`-801` for an extension)."""

    value: str
    mobile: bool

    def __str__(self) -> str:
        return self.value

    @property
    def masked(self) -> str:
        """As strangers may see it: 139****1234."""
        return mask_phone(self.value)


def _plain(written: str) -> str:
    """NFKC, upper case, without any white space or invisible characters."""
    folded = unicodedata.normalize("NFKC", written).upper()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 (GB 32100-2015, ISO 7064 mod 31)."""
    total = sum(CREDIT_CODE_ALPHABET.index(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return CREDIT_CODE_ALPHABET[-total % 31]


def read_credit_code(written: str) -> CreditCode:
    """Read a unified social credit code; raises `NotAnIdentifier` saying which place is wrong."""
    code = _plain(written)
    if len(code) != _CREDIT_CODE_LENGTH:
        raise NotAnIdentifier(
            _(
                "统一社会信用代码应为 18 位，“{written}”是 {n} 位。",
                written=code[:_SHOWN],
                n=len(code),
            )
        )
    for place, char in enumerate(code, start=1):
        if char not in CREDIT_CODE_ALPHABET:
            raise NotAnIdentifier(_foreign_character(place, char))
    if not code[_REGION].isdigit():
        raise NotAnIdentifier(
            _(
                "统一社会信用代码第 3 至 8 位是行政区划，应全为数字，这里是“{part}”。",
                part=code[_REGION],
            )
        )
    if code[-1] != check_digit(code[:-1]):
        raise NotAnIdentifier(_wrong_check_digit(code))
    return CreditCode(code)


def _wrong_check_digit(code: str) -> Text:
    return _(
        "统一社会信用代码“{written}”的校验位不符：最后一位是“{found}”，"
        "按前 17 位计算应为“{expected}”，其中至少有一位写错。",
        written=code,
        found=code[-1],
        expected=check_digit(code[:-1]),
    )


def _foreign_character(place: int, char: str) -> Text:
    if char in "IOZSV":
        return _(
            "统一社会信用代码第 {place} 位写成了“{char}”："
            "代码不用字母 I、O、S、V、Z，请核对是否为数字。",
            place=place,
            char=char,
        )
    return _("统一社会信用代码第 {place} 位“{char}”不是数字或大写字母。", place=place, char=char)


def read_filing_number(written: str) -> FilingNumber:
    """Read a filing number in any brackets; raises `NotAnIdentifier`."""
    match = _FILING.fullmatch(_plain(written))
    if match is None:
        raise NotAnIdentifier(
            _(
                "“{written}”不像备案号。写法如：碑林备字〔2016〕103号。",
                written=written.strip()[:_SHOWN],
            )
        )
    return FilingNumber(match["series"], int(match["year"]), match["number"])


def read_registration(written: str) -> CreditCode | FilingNumber:
    """Read whichever of the two this is: filing numbers have Chinese characters, codes have none.

    Raises `NotAnIdentifier`.
    """
    if re.search(r"[\u4e00-\u9fff]", written):
        return read_filing_number(written)
    return read_credit_code(written)


def read_phone(written: str) -> Phone:
    """Read a mobile or a landline number with area code; raises `NotAnIdentifier`.

    Brackets, blanks, hyphens and +86 are dropped, and the 0 that +86 swallows comes back; 转801 is
    kept as `-801`.
    """
    folded = _plain(written)
    extended = _EXTENSION.fullmatch(folded)
    if extended and _LANDLINE.fullmatch(main := _digits(extended["main"])):
        return Phone(f"{main}-{extended['extension']}", mobile=False)
    digits = _digits(folded)
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise NotAnIdentifier(_not_a_phone(digits, written.strip()[:_SHOWN]))
    return Phone(digits, mobile=_MOBILE.fullmatch(digits) is not None)


_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
_LONGEST_EMAIL = 120


def read_email(written: str) -> str:
    """Read an e-mail address, full-width signs made plain; raises `NotAnIdentifier`."""
    folded = half_width(written).strip()
    if len(folded) > _LONGEST_EMAIL or not _EMAIL.fullmatch(folded):
        text = _("“{written}”不像邮箱地址。请写成 name@example.org 这样。", written=folded[:_SHOWN])
        raise NotAnIdentifier(text)
    return folded


def _digits(written: str) -> str:
    """The number as it is dialled inside the country."""
    found = _PUNCTUATION.sub("", written)
    abroad = re.fullmatch(r"(?:\+86|0086|86(?=1\d{10}$))(?P<rest>.*)", found)
    if abroad is None:
        return found
    rest = abroad["rest"]
    return f"0{rest}" if _LANDLINE.fullmatch(f"0{rest}") else rest


def _not_a_phone(digits: str, written: str) -> Text:
    if _LANDLINE.fullmatch("0" + digits):
        return _("电话“{written}”缺区号前的 0（表格软件常会把它去掉），应为 0{digits}。",
                 written=written, digits=digits)  # fmt: skip
    return _(
        "“{written}”不是电话号码。手机写 11 位，座机连区号写，如 029-12345678。", written=written
    )


def mask_phone(number: str) -> str:
    """A stored number with its middle hidden: 139****1234, 029****1000."""
    main, dash, extension = number.partition("-")
    kept = 4 if len(main) == 12 else 3  # a four-digit area code with an eight-digit number
    return f"{main[:kept]}****{main[-4:]}{dash}{extension}"
