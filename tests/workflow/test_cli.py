"""`creator workflow` as somebody who writes a lifecycle uses it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from creator.cli import main
from creator.home import home

SHIPPED = home() / "workflows/lifecycles"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["workflow", *map(str, arguments)])


def test_the_shipped_files_check_clean() -> None:
    result = run("check", *sorted(SHIPPED.glob("*.toml")))
    assert result.exit_code == 0
    assert result.stdout.endswith("0 处错误。\n")


def test_a_typo_is_shown_with_file_line_and_the_word_meant(tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    lines = (SHIPPED / "review.toml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text == 'owner = "expert"')
    lines[line - 1] = 'owner = "exprt"'
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run("check", file)
    assert result.exit_code == 1
    assert f"{file}:{line}: 错误：没有叫“exprt”的角色。 办法：是否想写“expert”？" in result.stderr


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    broken, sound = tmp_path / "broken.toml", SHIPPED / "review.toml"
    broken.write_text("format = ", encoding="utf-8")
    result = run("check", broken, sound)
    assert result.exit_code == 1
    assert f"{broken}:1: " in result.stderr
    assert "检查了 2 个文件：1 处错误。" in result.stderr


@pytest.mark.parametrize(("language", "name"), [("zh", "评分中"), ("en", "Scoring")])
def test_a_drawing_is_written_in_the_language_asked_for(
    tmp_path: Path, language: str, name: str
) -> None:
    file = tmp_path / "review.svg"
    result = run(
        "draw", SHIPPED / "review.toml", "--lang", language, "--here", "scoring", "-o", file
    )
    assert result.exit_code == 0
    assert name in file.read_text(encoding="utf-8")


def test_a_state_that_does_not_exist_cannot_be_marked() -> None:
    result = run("draw", SHIPPED / "review.toml", "--here", "nowhere")
    assert result.exit_code == 2
    assert "没有状态“nowhere”。" in result.stderr


def test_options_that_exclude_each_other_are_refused() -> None:
    options = "approval_before,approval_after"
    result = run("draw", SHIPPED / "decision.toml", "--options", options)
    assert result.exit_code == 1
    assert "不能同时选。" in result.stderr


def test_words_are_listed_with_parameters_and_meaning() -> None:
    result = run("words")
    assert "  moment_reached { moment = moment }: 时间已到\n" in result.stdout
