"""Slips a stranger makes: each is named at its own file and line, and none is let through."""

from pathlib import Path

import pytest

from creator.programme import reader
from creator.programme.fault import Fault, FaultyFile
from tests.programme.minimal import TEXT, faults_of, line_of

LABEL = 'label = { zh = "甲", en = "A" }\n'
CLOSES = "closes = 2026-04-10T18:00:00\n"
CAP = "cap = 10000\n"
KIND = 'kind = "registered"\n'
RUBRIC = f'\n[[rubrics]]\nid = "own"\n{LABEL}\n[[rubrics.criteria]]\nid = "all"\n{LABEL}'
QUESTION = f'\n[[form.sections]]\nid = "need"\n[[form.sections.fields]]\nid = "q"\n{LABEL}'


def told(text: str) -> list[tuple[str, int, str]]:
    """File, line and text of every error in this programme."""
    return [(f.path, f.line, str(f.text)) for f in faults_of(text) if f.severity == "error"]


def test_a_fault_in_an_own_rubric_is_found_in_the_own_file() -> None:
    text = TEXT + RUBRIC + "weight = 99\n"
    found = [
        ("minimal.toml", line_of(text, "[[rubrics]]"), "评分表“own”各项权重合计 99，不是 100。")
    ]
    assert told(text) == found


def test_a_rubric_that_is_not_there_can_be_any_of_the_ready_ones() -> None:
    text = TEXT.replace(CLOSES, CLOSES + 'rubric = "nothing"\n')
    remedies = [str(fault.remedy) for fault in faults_of(text)]
    assert remedies == ["可以写：final、micro、midterm、selection。"]


def test_the_community_can_only_confirm_a_hearing_that_is_held() -> None:
    text = TEXT + "\n[options]\ncommunity_hearing = true\n"
    said = "写了由社区确认论证会，但没有打开 hearing。"
    assert told(text) == [("minimal.toml", line_of(text, "community_hearing"), said)]


@pytest.mark.parametrize("words", ["min_sheets = 3\n", 'below_minimum = "wait"\n'])
def test_three_experts_never_suffice_for_a_trimmed_mean(words: str) -> None:
    text = TEXT.replace(CLOSES, f"{CLOSES}panel = 3\n{words}")
    said = "去掉最高最低分至少要 5 张评分表，本轮只有 3 位专家。"
    assert told(text) == [("minimal.toml", line_of(text, "panel = 3"), said)]


def test_three_experts_suffice_where_their_plain_mean_is_taken() -> None:
    assert told(TEXT.replace(CLOSES, CLOSES + 'panel = 3\nbelow_minimum = "mean"\n')) == []


@pytest.mark.parametrize(
    ("after", "words", "said"),
    [
        (CLOSES, "advance_quota = 3", "最后一轮以后没有下一轮，用不到“advance_quota”。"),
        (CLOSES, "advance_line = 60", "最后一轮以后没有下一轮，用不到“advance_line”。"),
        (KIND, "cap = 50", "“registered”最多可申请 50.00 元，低于每个档次的最低额。"),
    ],
)
def test_a_rule_that_cannot_work(after: str, words: str, said: str) -> None:
    text = TEXT.replace(CAP, f"{CAP}min = 100\n").replace(after, f"{after}{words}\n")
    assert told(text) == [("minimal.toml", line_of(text, words), said)]


def test_a_line_nobody_can_reach() -> None:
    second = f'\n[[rounds]]\nid = "pitch"\n{LABEL}opens = 2026-04-20\ncloses = 2026-04-21\n'
    first = f"{CLOSES}weight = 50\nadvance_line = 130\n"
    text = TEXT.replace(CLOSES, first) + second + "weight = 50\n"
    said = "没有项目能得到 130 分：评分表“selection”最高 100 分。"
    assert told(text) == [("minimal.toml", line_of(text, "advance_line"), said)]


@pytest.mark.parametrize("key", ["period", "supplementary"])
def test_a_notice_lasts_whole_days(key: str) -> None:
    text = f'{TEXT}\n[notice]\n{key} = "12h"\n'
    assert told(text) == [("minimal.toml", line_of(text, f"{key} ="), "公示期要按天计算。")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("min = 5", "字段“q”的类型是 text，用不到“min”。"),
        ('type = "date"\nmax = 5', "字段“q”的类型是 date，用不到“max”。"),
        ('type = "integer"\nmax_chars = 5', "字段“q”的类型是 integer，用不到“max_chars”。"),
        ("max_count = 5", "字段“q”的类型是 text，用不到“max_count”。"),
        ('kinds = ["pdf"]', "字段“q”的类型是 text，用不到“kinds”。"),
    ],
)
def test_a_limit_that_would_not_be_looked_at(words: str, said: str) -> None:
    text = f"{TEXT}{QUESTION}{words}\n"
    assert told(text) == [("minimal.toml", line_of(text, words.splitlines()[-1]), said)]


def test_two_questions_of_one_role_are_named_where_the_second_stands() -> None:
    text = f'{TEXT}{QUESTION}role = "title"\n'
    said = "字段“title”和“q”的 role 都是 title。"
    assert told(text) == [("minimal.toml", line_of(text, 'role = "title"'), said)]


@pytest.mark.parametrize(
    "words", ["x = " + "[" * 3000 + "]" * 3000, ".".join("a" * 3000) + " = 1", "{a=" * 900]
)
def test_brackets_without_end(words: str) -> None:
    text = f"{TEXT}\nq = {words}\n" if words.startswith("{") else f"{words}\n{TEXT}"
    [(file, _line, said)] = told(text)
    assert (file, said[:3]) in {("minimal.toml", "括号或"), ("minimal.toml", "不是合")}


def faults_in(file: Path) -> list[Fault]:
    with pytest.raises(FaultyFile) as faulty:
        reader.read(file)
    return list(faulty.value.faults)


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gbk.toml"
    file.write_bytes(TEXT.encode("gbk"))
    [fault] = faults_in(file)
    assert (fault.line, str(fault.text)) == (line_of(TEXT, "title"), "文件不是 UTF-8 编码。")


def test_a_file_too_large_to_be_a_programme(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_text(TEXT + "# 长" * 300_000, "utf-8")
    [fault] = faults_in(file)
    assert str(fault.text) == "文件有 2 MB，方案文件不能超过 1 MB。"


def test_a_name_too_long_to_be_read() -> None:
    text = TEXT.replace('zh = "立项"', f'zh = "{"长" * 3000}"')
    found = [(fault.line, str(fault.remedy)) for fault in faults_of(text)]
    assert found == [(line_of(text, '"长'), "请写得短一些，最多 2000 个字。")]
