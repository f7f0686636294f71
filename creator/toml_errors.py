"""What is wrong in a TOML text, in the reader's language: `tomllib` says it in English only."""

import re
from tomllib import TOMLDecodeError

from creator.i18n import Text, _

_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TWICE = _("同一个键或表写了两次。"), _("请只留一个。")
_STRING = _("引号里的文字没有写完整。"), _("请检查前后的引号是否成对，是否用了英文引号。")
_ESCAPE = (
    _("引号里的反斜杠“\\”写法不对。"),
    _("请写成两个反斜杠“\\\\”，或改用单引号。"),
)
_SAID = {
    "Invalid statement": (
        _("这一行看不懂。"),
        _("每行应是“键 = 值”或“[表名]”；说明文字前面要加“#”。"),
    ),
    "Expected newline": (_("一行里写了多余的内容。"), _("请换行，或在说明文字前面加“#”。")),
    "Expected '='": (_("键后面缺等号。"), _("请写成“键 = 值”。键用英文字母、数字、“_”或“-”。")),
    "Expected ']": (_("表名的方括号没有关上。"), _("请写成“[表名]”或“[[表名]]”。")),
    "Expected": _STRING,
    "Invalid initial": (_("键的写法不对。"), _("键用英文字母、数字、“_”或“-”；其他的要加引号。")),
    "Invalid value": (_("等号后面的值看不懂。"), _("文字要加英文引号；数字里不写逗号和单位。")),
    "Invalid date": (
        _("日期或时间不对。"),
        _("请写成 2026-03-01 或 2026-03-01T18:00:00。"),
    ),
    "Unclosed array": (_("方括号里的清单没有关上。"), _("请补上“]”，各项之间用英文逗号。")),
    "Unclosed inline": (
        _("花括号没有关上。"),
        _("请补上右花括号，各项之间用英文逗号，并写在同一行。"),
    ),
    "Unterminated": _STRING,
    "Illegal character": _STRING,
    "Unescaped": _ESCAPE,
    "Invalid hex": _ESCAPE,
    "Escaped": _ESCAPE,
    "Found invalid": (
        _("有看不见的控制字符。"),
        _("请删去这个字符；从别处粘贴的，先粘贴成纯文字。"),
    ),
    "Cannot": _TWICE,
    "Duplicate": _TWICE,
}
"""How a message of `tomllib` begins -> what is wrong, and what to do."""
_OTHER = (
    _("这里不合 TOML 的写法。"),
    _("请检查这一行的引号、括号和等号，以及是否重复写了同一个键。"),
)


def explained(error: TOMLDecodeError, source: str) -> tuple[int, Text, Text]:
    """Line (from 1), what is wrong there, and what to do; `source` is the text that was read.

    What is never closed is noticed at the end of the text: then it is the last line.
    """
    message = str(error)
    at = _LINE.search(message)
    line = int(at[1]) if at else max(1, len(source.rstrip().splitlines()))
    said = next((words for begin, words in _SAID.items() if message.startswith(begin)), _OTHER)
    return line, *said
