"""Slips in the writing of a TOML file are told in the reader's language, with line and remedy."""

import re
import tomllib

import pytest

from creator.i18n import speaking
from creator.toml_errors import explained

SLIPS = {
    "资金池 50 万\n": (1, "这一行看不懂。"),
    "= 3\n": (1, "这一行看不懂。"),
    "a = 1 b = 2\n": (1, "一行里写了多余的内容。"),
    "a 1\n": (1, "键后面缺等号。"),
    "a = 1\n[b\nc = 1\n": (2, "表名的方括号没有关上。"),
    "a = 1\n[[b]\n": (2, "表名的方括号没有关上。"),
    "a = = 3\n": (1, "等号后面的值看不懂。"),
    "a = “甲”\n": (1, "等号后面的值看不懂。"),
    "a = 1\nb = 2026-02-30\n": (2, "日期或时间不对。"),
    "a = [1, 2\n\n": (1, "方括号里的清单没有关上。"),
    "a = { b = 1\n": (1, "花括号没有关上。"),
    'a = "甲\n': (1, "引号里的文字没有写完整。"),
    'a = """甲\n': (1, "引号里的文字没有写完整。"),
    "a = 'b": (1, "引号里的文字没有写完整。"),
    'a = "C:\\路径"\n': (1, "引号里的反斜杠“\\”写法不对。"),
    'a = "\\uD800"\n': (1, "引号里的反斜杠“\\”写法不对。"),
    'a = "\\uXYZW"\n': (1, "引号里的反斜杠“\\”写法不对。"),
    "a = 1 # \x01\n": (1, "有看不见的控制字符。"),
    "a = 1\na = 2\n": (2, "同一个键或表写了两次。"),
    "[a]\n[a]\n": (2, "同一个键或表写了两次。"),
    "a = { b = 1, b = 2 }\n": (1, "同一个键或表写了两次。"),
    "a = { b = 1 }\n[a.c]\n": (2, "同一个键或表写了两次。"),
}


@pytest.mark.parametrize(("text", "told"), SLIPS.items())
def test_a_slip_has_its_line_and_its_words(text: str, told: tuple[int, str]) -> None:
    line, said, remedy = understood(text)
    assert (line, str(said)) == told
    assert re.search(r"[A-Za-z]{4,}", str(remedy)) is None
    with speaking("en"):
        assert str(said) != told[1]
        assert str(remedy).isascii()


def understood(text: str):
    with pytest.raises(tomllib.TOMLDecodeError) as wrong:
        tomllib.loads(text)
    return explained(wrong.value, text)
