"""What the verifier refuses, one mistake at a time; and that it accepts what is sound."""

import json

import pytest

from creator.workflow.advice import unused
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.fault import Fault
from creator.workflow.resolve import resolve
from creator.workflow.verifier import verify
from tests.workflow.samples import LIFECYCLES, VOCABULARY, changed, definition, lifecycle

COUNTED = 'choose = { on = "outcome", cases = { carried = "notice", lost = "rejected" } }'
JOIN = (
    'join = { when = "min_success", min = "$quorum", '
    'outcome = { carried = "all:success", lost = "else" } }'
)
SPARE = """
[options.spare]
label = { zh = "多余", en = "Spare" }
[params.spare]
type = "integer"
default = 1
label = { zh = "多余", en = "Spare" }
[params.quorum]
"""


def faults_after(old: str, new: str, *options: str) -> list[Fault]:
    broken = changed("fund", old, new)
    return verify(resolve(broken, options), VOCABULARY, LIFECYCLES, broken.lines)


@pytest.mark.parametrize("name", ["micro_grant", "fund"])
def test_a_sound_lifecycle_is_accepted_with_every_combination_of_options(name: str) -> None:
    sound = lifecycle(name)
    assert unused(sound) == []
    for options in every_combination(sound):
        assert verify(resolve(sound, options), VOCABULARY, LIFECYCLES, sound.lines) == []


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('marks = ["open"]', 'marks = ["opn"]', "没有叫“opn”的标记。"),
        ('owner = "council"', 'owner = "counsil"', "没有叫“counsil”的角色。"),
        ('at = "call.closes_at"', 'at = "call.close_at"', "没有叫“call.close_at”的时点。"),
        ('{ check = "complete" }', '{ check = "complet" }', "没有叫“complet”的条件。"),
        ('do = "open_child"', 'do = "open_chld"', "没有叫“open_chld”的动作。"),
        ('child = "vote" }', 'child = "votes" }', "“open_child”的参数“child”不能是“votes”。"),
        (
            'template = "reminder"',
            'template = "remnder"',
            "“send_letter”的参数“template”不能是“remnder”。",
        ),
        (', most = "$most"', "", "“amount_at_most”缺少参数“most”。"),
        (', most = "$most"', ', max = "$most", most = 1', "“amount_at_most”没有参数“max”。"),
        (', most = "$most"', ', most = "much"', "“amount_at_most”的参数“most”不能是“much”。"),
        (', most = "$most"', ", most = true", "“amount_at_most”的参数“most”不能是“True”。"),
        ('type = "prose"', 'type = "pros"', "没有叫“pros”的字段类型。"),
        (
            'type = "prose"',
            'type = "choice"',
            "字段“summary”：choice 类型必须列出 choices，其他类型不能有。",
        ),
        ('lifecycle = "ballot"', 'lifecycle = "balot"', "没有叫“balot”的流程。"),
        ('locks = ["fund"]', 'locks = ["found"]', "没有叫“found”的流程（可锁定的对象）。"),
        ('every = "mark:awarded"', 'every = "mark:award"', "没有叫“award”的标记。"),
        (
            'by = ["@clock"]\nlabel = { zh = "公示',
            'by = ["@clok"]\nlabel = { zh = "公示',
            "没有叫“@clok”的角色。",
        ),
    ],
)
def test_a_word_that_does_not_exist_is_refused(old: str, new: str, text: str) -> None:
    assert text in [str(fault.text) for fault in faults_after(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('owner = "council"\n', "", "状态“voting”没有 owner：不知道在等谁。"),
        (
            'owner = "council"\ndue = { after = "10wd", escalate = "officer" }',
            'owner = "council"',
            "状态“voting”没有期限 due。",
        ),
        (
            'due = { after = "60d", escalate = "officer" }',
            'due = { after = "60d" }',
            "状态“running”的期限到了没有后果。",
        ),
        (
            'due = { after = "60d", escalate',
            'due = { after = "0d", escalate',
            "状态“running”的期限 0d 必须大于零。",
        ),
        (
            'due = { after = "60d", escalate',
            'due = { at = "call.opens_at", after = "60d", escalate',
            "状态“running”的期限要写 at 或 after 之一。",
        ),
        (
            'due = { after = "60d", escalate',
            "due = { escalate",
            "状态“running”的期限要写 at 或 after 之一。",
        ),
        ('["-2wd", "-1wd"]', '["2wd"]', "提醒 2wd 不在期限之前。"),
        ('then = "expire"', 'then = "withdraw"', "期限到时办理的“withdraw”不允许由 @clock 办理。"),
        ('then = "expire"', 'then = "confirm"', "期限到时办理的“confirm”不离开状态“draft”。"),
        (
            'due = { after = "$notice_days", then = "confirm" }',
            'due = { after = "$notice_days", escalate = "officer" }',
            "状态“notice”没有期限会让时钟办理“confirm”。",
        ),
        (
            'final = "success"',
            'final = "success"\nowner = "officer"',
            "终态“closed”不等待任何人，不能有 owner 或 due。",
        ),
        (
            'from = ["running"]',
            'from = ["running", "rejected"]',
            "终态“rejected”还有出口“report”。",
        ),
        ('to = "running"', 'to = "rejected"', "状态“running”从起点到不了。"),
        ('to = "closed"', 'to = "running"', "状态“running”走不到任何终态。"),
        ('final = "success"', 'final = "failure"', "从起始状态走不到成功的终态。"),
        (
            'from = ["notice"]\nto = "running"',
            'from = ["notice", "voting"]\nto = "running"',
            "到达“running”可以不经过“notice”：draft → voting → running。",
        ),
        (
            'carried = "notice", lost = "rejected"',
            'carried = "notice", draw = "rejected"',
            "“count_finally”没有写“outcome”为“lost”时去哪里。",
        ),
        (
            COUNTED,
            'choose = { on = "check:herd", cases = { true = "notice", false = "rejected" } }',
            "没有叫“herd”的条件。",
        ),
        (
            COUNTED,
            'choose = { on = "check:heard", cases = { true = "notice" } }',
            "“count_finally”没有写“check:heard”为“false”时去哪里。",
        ),
        (COUNTED, f'to = "notice"\n{COUNTED}', "“count_finally”要写 to 或 choose 之一。"),
        (COUNTED, "", "“count_finally”要写 to 或 choose 之一。"),
        (
            'min = "$quorum", ',
            "",
            "join 的 min 只用于 min_success, quorum_or_deadline，并且必须写。",
        ),
        ('lost = "else"', 'lost = "any:failure"', "“vote”的汇总结果没有覆盖所有情况。"),
        (JOIN, "", "“vote”没有 join，“count_finally”永远不会办理。"),
        (
            'by = ["@children:vote"]\nlabel = { zh = "计票定案"',
            'by = ["officer"]\nlabel = { zh = "计票定案"',
            "“vote”的 join 满足后没有任何一步。",
        ),
        (
            'by = ["applicant"]\nlabel = { zh = "结项"',
            'by = ["applicant", "@clock"]\nlabel = { zh = "结项"',
            "“report”可由系统办理，但字段“summary”必填。",
        ),
    ],
)
def test_a_lifecycle_that_could_strand_somebody_is_refused(old: str, new: str, text: str) -> None:
    assert text in [str(fault.text) for fault in faults_after(old, new)]


@pytest.mark.parametrize(
    ("cases", "text"),
    [
        ('yes = "notice", no = "rejected"', "“rule”没有写“ruling”为“again”时去哪里。"),
        (
            'yes = "notice", no = "rejected", again = "@same", never = "rejected"',
            "“ruling”不会是“never”。",
        ),
    ],
)
def test_a_branch_must_cover_exactly_the_choices(cases: str, text: str) -> None:
    whole = 'yes = "notice", no = "rejected", again = "@same"'
    found = faults_after(f"cases = {{ {whole} }}", f"cases = {{ {cases} }}", "approval")
    assert [str(fault.text) for fault in found] == [text]


def test_a_branch_cannot_look_at_what_may_be_missing() -> None:
    found = faults_after(
        '{ type = "choice", label', '{ type = "choice", optional = true, label', "approval"
    )
    assert [str(fault.text) for fault in found] == ["“ruling”不是可以分支的字段或汇总结果。"]


def test_a_clock_that_only_turns_in_circles_is_refused() -> None:
    circling = lifecycle("fund")
    (running,) = [state for state in circling.document["state"] if state["id"] == "running"]
    running["due"] = {"after": "5wd", "then": "back"}
    label = {"zh": "返回", "en": "Back"}
    back = {"id": "back", "from": ["running"], "to": "notice", "by": ["@clock"], "label": label}
    circling.document["transition"].append(back)
    (fault,) = verify(resolve(circling, ()), VOCABULARY, LIFECYCLES)[:1]
    assert str(fault.text) == "时钟会在这些状态之间自己循环：running → notice。"


def test_the_same_trigger_twice_in_a_stored_body_is_refused() -> None:
    body = json.loads(definition("micro_grant").body)
    body["transitions"].append(body["transitions"][0])
    found = verify(Definition.of(body), VOCABULARY, LIFECYCLES)
    assert [str(fault.text) for fault in found] == ["“pay”定义了 2 次。"]


def test_a_fault_points_at_its_line_and_suggests_a_word() -> None:
    old, new = 'owner = "council"', 'owner = "counsil"'
    (fault,) = [f for f in faults_after(old, new) if f.severity == "error"]
    assert fault.line == changed("fund", old, new).lines.at(("state", "voting", "owner"))
    assert str(fault.remedy) == "是否想写“council”？"


def test_what_is_probably_not_meant_is_a_warning() -> None:
    (fault,) = faults_after('owner = "resident"', 'owner = "council"')
    assert fault.severity == "warning"
    assert str(fault.text) == "等待“council”，但其在“notice”办不了任何一步。"
    (fault,) = faults_after(
        'by = ["resident", "officer"]\n', 'by = ["resident"]\nguard = [{ check = "heard" }]\n'
    )
    assert (fault.severity, str(fault.text)) == (
        "warning",
        "离开“notice”的每一步都有条件，可能全部被拒绝。",
    )


def test_what_is_defined_and_never_used_is_a_warning() -> None:
    spare = changed("fund", "[params.quorum]\n", SPARE)
    found = unused(spare)
    assert [(fault.severity, str(fault.text)) for fault in found] == [
        ("warning", "参数“spare”没有用到。"),
        ("warning", "选项“spare”没有用到。"),
    ]
    assert [fault.line for fault in found] == sorted((fault.line for fault in found), reverse=True)
