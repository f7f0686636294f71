"""`creator programme …` as an officer uses it."""

from pathlib import Path

from click.testing import CliRunner, Result

from creator.cli import main
from tests.programme.minimal import TEXT, line_of


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["programme", *map(str, words)])


def test_a_sound_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TEXT, "utf-8")
    result = run("check", file)
    assert (result.exit_code, result.output) == (0, f"{file}：0 个错误，0 条提醒。\n")


def test_a_faulty_file_is_exit_code_1_and_a_line_for_each_fault(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = TEXT.replace("percent = 70", "percent = 71")
    file.write_text(text, "utf-8")
    result = run("check", file)
    line = line_of(text, "percent = 71")
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"{file}:{line}: 错误：各批拨款合计 101%，不是 100%。 办法：请调整 percent，合计 100。",
            f"{file}：1 个错误，0 条提醒。",
        ],
    )


def test_trying_another_value(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TEXT, "utf-8")
    assert run("check", file, "--set", "pool=90000").exit_code == 0
    assert run("check", file, "--set", "pool=9000").exit_code == 1
    assert run("check", file, "--set", "pool").exit_code == 2


def test_the_words_of_a_group() -> None:
    result = run("words", "trim_over")
    assert result.output == "[trim_over]\n  sheet  按整张评分表去掉\n  criterion  按每个指标去掉\n"
    assert run("words", "trim").exit_code == 2
    assert run("words").output.count("[") > 40
