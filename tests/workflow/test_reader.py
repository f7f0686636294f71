"""The strict reader: each mistake is a fault with its line and a way out."""

from pathlib import Path

import pytest

from creator.i18n import speaking
from creator.workflow.fault import Fault, FaultyFile
from creator.workflow.reader import read, read_text
from tests.workflow.samples import FOLDER, source


def faults(text: str) -> list[Fault]:
    with pytest.raises(FaultyFile) as caught:
        read_text(text, "x.toml")
    return caught.value.faults


def broken(old: str, new: str) -> list[Fault]:
    text = source("fund")
    assert text.count(old) >= 1, old
    return faults(text.replace(old, new, 1))


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_sound_file_is_read_with_its_options_and_parameters() -> None:
    fund = read(FOLDER / "fund.toml")
    assert (fund.id, fund.label.zh) == ("fund", "自治金项目")
    assert list(fund.options) == ["hearing", "approval", "quick"]
    assert fund.options["quick"].excludes == ("hearing",)
    assert (fund.params["quorum"].default, fund.params["quorum"].min) == (5, 1)


@pytest.mark.parametrize(
    ("old", "new", "text", "remedy"),
    [
        ('owner = "applicant"', 'ownr = "applicant"', "不认识的键“ownr”。", "是否想写“owner”？"),
        ('phase = "apply"', 'phase = "aply"', "“aply”没有定义。", "是否想写“apply”？"),
        ("reason = true", 'reason = "yes"', "“reason”的值不对。", "请写 true 或 false。"),
        ('to = "running"', 'to = "runing"', "“runing”没有定义。", "是否想写“running”？"),
        ('then = "expire"', 'then = "expires"', "“expires”没有定义。", "是否想写“expire”？"),
        (
            '"$notice_days"',
            '"$notice_day"',
            "参数“$notice_day”没有定义。",
            "是否想写“notice_days”？",
        ),
        (
            '"$notice_days"',
            '"$quorum"',
            "参数“$quorum”的类型不是 duration。",
            "换一个参数，或改它的 type。",
        ),
        (
            'min = "3wd"',
            'min = "6wd"',
            "参数“notice_days”是 5wd，超出界限 6wd。",
            "改为界限以内的值。",
        ),
        ('default = "30000"', 'default = "3万"', "参数“most”不能是 '3万'。", "按类型 money 填写。"),
        (
            'by = ["@children:vote"]',
            'by = ["@children:votes"]',
            "“votes”没有定义。",
            "是否想写“vote”？",
        ),
        ('zh = "草稿", en = "Draft"', 'zh = "草稿"', "缺少“en”。", "补上 en = …"),
        (
            'final = "success"',
            'final = "sucess"',
            "“final”不能是 'sucess'。",
            "是否想写“success”？",
        ),
        ('option = "hearing"', 'option = "haering"', "“haering”没有定义。", "是否想写“hearing”？"),
        ('["-2wd", "-1wd"]', '["-2wd", "-2wd"]', "“-2wd”在“remind”中写了两次。", "删去一个。"),
        (
            'after = "10wd"',
            'after = "10"',
            "“after”的值不对。",
            "请写期限：5wd（工作日）、3d（自然日）、2h（小时）或 $参数。",
        ),
        (
            'on = "option:hearing"',
            'on = "option:heering"',
            "“heering”没有定义。",
            "是否想写“hearing”？",
        ),
        (
            'four_eyes = ["hold_hearing"]',
            'four_eyes = ["hold_hering"]',
            "“hold_hering”没有定义。",
            "是否想写“hold_hearing”？",
        ),
        ("format = 1", "format = 2", "“format”不能是 '2'。", "可以写：1。"),
        (
            'most = "$most"',
            "most = 1.5",
            "“most”的值不对。",
            '请写文字、整数或 true/false（小数写成文字，例如 "62.5"）。',
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_write_instead(
    old: str, new: str, text: str, remedy: str
) -> None:
    (fault,) = broken(old, new)
    assert (str(fault.text), str(fault.remedy)) == (text, remedy)
    changed = source("fund").replace(old, new, 1)
    # A bound is judged where the default breaks it.
    piece = 'default = "5wd"' if new.startswith("min") else new
    assert fault.line == line_of(changed, piece)


def test_a_missing_key_is_reported_at_the_table_it_is_missing_from() -> None:
    (fault,) = broken('id = "voting"\nphase = "vote"\n', 'id = "voting"\n')
    assert str(fault.text) == "缺少“phase”。"
    assert fault.line == line_of(source("fund"), 'id = "voting"') - 1


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    text = (
        source("fund").replace("reason = true", "raison = true").replace("sign = true", "sing = 1")
    )
    assert [str(fault.text) for fault in faults(text)] == [
        "不认识的键“sing”。",
        "不认识的键“raison”。",
        "不认识的键“raison”。",
    ]


def test_the_same_id_twice_is_refused() -> None:
    (fault,) = broken('id = "running"\nphase', 'id = "notice"\nphase')[:1]
    assert str(fault.text) == "[[state]] “notice”定义了两次。"
    assert fault.line == line_of(source("fund"), 'id = "running"') - 1


def test_a_key_written_twice_is_refused_by_toml_itself() -> None:
    (fault,) = broken("sign = true", "sign = true\nsign = false")
    assert str(fault.text) == "同一个键或表写了两次。"
    assert fault.line == line_of(source("fund"), "sign = true") + 1


def test_what_is_not_toml_is_a_fault_with_its_line() -> None:
    (fault,) = faults('format = 1\nid = "x\n')
    assert fault.line == 2
    assert str(fault.remedy) == "请检查前后的引号是否成对，是否用了英文引号。"


def test_another_encoding_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes("format = 1\n# 流程\n".encode("gb18030"))
    with pytest.raises(FaultyFile) as caught:
        read(file)
    (fault,) = caught.value.faults
    assert (fault.line, str(fault.text)) == (2, "文件不是 UTF-8 编码。")


def test_a_fault_prints_as_file_line_and_remedy() -> None:
    (fault,) = broken("sign = true", "sing = true")
    line = line_of(source("fund"), "sign = true")
    assert str(fault) == f"x.toml:{line}: 错误：不认识的键“sing”。 办法：是否想写“sign”？"
    with speaking("en"):
        assert str(fault).startswith(f"x.toml:{line}: ")


def test_a_value_over_several_lines_is_found_at_the_line_of_the_word() -> None:
    text = source("fund").replace('most = "$most"', 'most = "$mots"')
    (fault,) = faults(text)
    assert fault.line == line_of(text, "$mots")


@pytest.mark.parametrize("text", ["", "state = 1\n", "format = 1\nstate = [1]\nphase = {}\n"])
def test_any_document_is_answered_with_faults_and_never_with_a_crash(text: str) -> None:
    assert faults(text)
