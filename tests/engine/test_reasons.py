"""I24: every reason for a refusal has a code for programs and a sentence in both languages."""

import ast

from creator.i18n import Text, speaking
from tests import house

FRAMES = {"{rule}{lines}：{finding}", "“{title}”：{reason}"}
"""Sentences that only put other sentences together."""


def refusals():
    """(place, code, message id) of every `Refusal(…)` and `Breach(…)` written in the house."""
    for path, tree in house.trees().items():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and called(node) in ("Refusal", "Breach"):
                        yield house.place(path, node), node, function


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else ""


def sentences(node, function):
    """Message ids an expression may stand for: `_("…")`, or a name that was given one."""
    found = []
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and called(part) == "_":
            found += [arg.value for arg in part.args if isinstance(arg, ast.Constant)]
        if isinstance(part, ast.Name):
            for line in ast.walk(function):
                if isinstance(line, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == part.id for target in line.targets
                ):
                    found += sentences(line.value, ast.Module([], []))
    return found


def test_every_code_is_written_out_and_has_its_sentence():
    codes, msgids = set(), set()
    for place, node, function in refusals():
        code, text = (node.args[0], node.args[1 if called(node) == "Refusal" else 2])
        written = sentences(text, function)
        if isinstance(code, ast.Constant):
            codes.add(code.value)
            # A sentence taken over from elsewhere (a fault of a file) was written there.
            taken_over = isinstance(text, ast.Attribute | ast.Name | ast.Call)
            assert written or taken_over, place
        msgids |= set(written)
    assert len(codes) > 80 and len(msgids) > 100
    worded = {text for text in msgids if any("\u4e00" <= sign <= "\u9fff" for sign in text)}
    assert msgids - worded <= FRAMES


def test_every_sentence_is_said_in_english_too():
    silent = set()
    for _place, node, function in refusals():
        for msgid in sentences(node, function):
            with speaking("en"):
                if str(Text(msgid)) == msgid:
                    silent.add(msgid)
    assert sorted(silent) == []


def test_codes_look_alike():
    for place, node, _function in refusals():
        code = node.args[0]
        if isinstance(code, ast.Constant):
            assert code.value.replace(".", "").replace("_", "").isalpha(), place
