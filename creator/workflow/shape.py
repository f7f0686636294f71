"""Strict shapes of a TOML document: what may stand where, and nothing else.

A shape is a function that looks at one value and reports what is wrong with it. `format.py` puts
them together to the format of lifecycle files.
"""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from creator.i18n import LANGUAGES, Text, _
from creator.workflow.duration import Duration
from creator.workflow.fault import Fault
from creator.workflow.lines import Lines, Where, entry_name


@dataclass
class Report:
    """Collects the faults of one file, and which parameters it uses where."""

    lines: Lines
    faults: list[Fault] = field(default_factory=list)
    uses: list[tuple[Where, str, str]] = field(default_factory=list)

    def fault(self, where: Where, text: Text, remedy: Text, word: str | None = None) -> None:
        """Something is wrong at this place (at this word of it)."""
        self.faults.append(Fault(self.lines.path, self.lines.at(where, word), text, remedy))


Shape = Callable[[object, Where, Report], None]
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_OPTION = re.compile(r"!?[a-z][a-z0-9_]*(\|!?[a-z][a-z0-9_]*)*")


def nearest(word: str, known: Collection[str]) -> Text:
    """What was probably meant, or what there is to choose from."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    if close:
        return _("是否想写“{word}”？", word=close[0])
    if not known:
        return _("先定义它，或删去这个名称。")
    return _("可以写：{words}。", words=_listed(known))


def _listed(known: Collection[str], most: int = 12) -> str:
    shown = ", ".join(sorted(known)[:most])
    return f"{shown} …" if len(known) > most else shown


def _expect(right: bool, where: Where, report: Report, what: Text) -> bool:
    if not right:
        report.fault(where, _("“{key}”的值不对。", key=where[-1]), _("请写{what}。", what=what))
    return right


def text(value: object, where: Where, report: Report) -> None:
    """A string that says something."""
    right = isinstance(value, str) and bool(value.strip())
    _expect(right, where, report, _("一段不为空的文字"))


def flag(value: object, where: Where, report: Report) -> None:
    """`true` or `false`."""
    _expect(isinstance(value, bool), where, report, _(" true 或 false"))


def identifier(value: object, where: Where, report: Report) -> None:
    """A name of ours: small letters, digits, underscores."""
    right = isinstance(value, str) and _IDENTIFIER.fullmatch(value) is not None
    _expect(right, where, report, _("小写字母开头、由小写字母、数字和下划线组成的名称"))


def word(value: object, where: Where, report: Report) -> None:
    """A word of the vocabulary, possibly dotted (`call.closes_at`)."""
    right = isinstance(value, str) and _WORD.fullmatch(value) is not None
    _expect(right, where, report, _("词表中的一个词"))


def actor(value: object, where: Where, report: Report) -> None:
    """An actor word or a pseudo-actor (`@clock`, `@children:review`)."""
    bare = value.removeprefix("@").removeprefix("children:") if isinstance(value, str) else ""
    right = _IDENTIFIER.fullmatch(bare) is not None
    _expect(right, where, report, _("一个角色，或 @clock、@children:<名称>、@<流程名称>"))


def target(value: object, where: Where, report: Report) -> None:
    """A state, or `@same` for the one the subject is in."""
    if value != "@same":
        identifier(value, where, report)


def option(value: object, where: Where, report: Report) -> None:
    """`"a"`, `"!a"` (only without it) or alternatives `"a|b"`."""
    right = isinstance(value, str) and _OPTION.fullmatch(value) is not None
    _expect(right, where, report, _("选项名称，例如 hearing、!hearing 或 a|b"))


def scalar(value: object, where: Where, report: Report) -> None:
    """A literal a word may take. No floats: they have no canonical form to hash."""
    if isinstance(value, str) and value.startswith("$"):
        report.uses.append((where, value[1:], "any"))
    right = isinstance(value, str | int)
    _expect(right, where, report, _('文字、整数或 true/false（小数写成文字，例如 "62.5"）'))


def _or_param(kind: str, literal: Callable[[object], bool], what: Text) -> Shape:
    def check(value: object, where: Where, report: Report) -> None:
        if isinstance(value, str) and value.startswith("$"):
            report.uses.append((where, value[1:], kind))
        else:
            _expect(literal(value), where, report, what)

    return check


def is_duration(value: object) -> bool:
    """Whether this is a duration as files write it (`5wd`, `3d`, `2h`)."""
    try:
        return isinstance(value, str) and Duration.parse(value) is not None
    except ValueError:
        return False


duration = _or_param(
    "duration", is_duration, _("期限：5wd（工作日）、3d（自然日）、2h（小时）或 $参数")
)
whole = _or_param(
    "integer",
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    _("不小于零的整数或 $参数"),
)


def one_of(*words: str) -> Shape:
    """Exactly one of these."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, str) or value not in words:
            text = _("“{key}”不能是 {value}。", key=where[-1], value=repr(value)[:40])
            report.fault(where, text, nearest(str(value), words))

    return check


def many(shape: Shape, least: int = 0) -> Shape:
    """A list of the same thing, without repetition of plain values."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, list) or len(value) < least:
            _expect(False, where, report, _("方括号中的列表，至少 {n} 项", n=least))
            return
        plain = [item for item in value if isinstance(item, str)]
        for item in sorted({item for item in plain if plain.count(item) > 1}):
            text = _("“{word}”在“{key}”中写了两次。", word=item, key=where[-1])
            report.fault(where, text, _("删去一个。"), word=item)
        for item in value:
            shape(item, where, report)

    return check


def table(fields: Mapping[str, Shape], required: Collection[str] = ()) -> Shape:
    """A table with exactly these keys, of which `required` must be there."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, dict):
            _expect(False, where, report, _("一个表，例如 {{ … }}"))
            return
        for key in value.keys() - fields.keys():
            text = _("不认识的键“{key}”。", key=key)
            report.fault((*where, key), text, nearest(key, fields.keys()), word=key)
        for key in sorted(set(required) - value.keys()):
            report.fault(where, _("缺少“{key}”。", key=key), _("补上 {key} = …", key=key))
        for key in value.keys() & fields.keys():
            fields[key](value[key], (*where, key), report)

    return check


def named(shape: Shape, key: Shape = identifier) -> Shape:
    """A table whose keys are names of the author's, all holding the same thing."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, dict) or not value:
            _expect(False, where, report, _("一个不为空的表，例如 {{ … }}"))
            return
        for name, item in value.items():
            key(name, (*where, name), report)
            shape(item, (*where, name), report)

    return check


def entries(shape: Shape) -> Shape:
    """A list of tables with an `id`, e.g. every `[[state]]`; they are addressed by it."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, list):
            _expect(False, where, report, _("双方括号的表 [[{key}]]", key=where[-1]))
            return
        for index, item in enumerate(value):
            shape(item, (*where, entry_name(value, index)), report)

    return check


label = table(dict.fromkeys(LANGUAGES, text), required=LANGUAGES)
