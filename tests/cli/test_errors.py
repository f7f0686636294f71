"""What people read when a command cannot do what they asked."""

import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result

from creator import cli
from creator.i18n import _
from creator.programme.fault import Fault, FaultyFile


class NotPossible(Exception):
    text = _("还差 {n} 项", n=2)


FAULTS = [
    Fault("demo.toml", 3, _("不认识“teir”。"), _("写“tier”。")),
    Fault("demo.toml", 9, _("没有名称。"), _("写 label。")),
]
FAILURES: dict[str, Exception] = {
    "refuse": NotPossible(),
    "faulty": FaultyFile(FAULTS),
    "absent": FileNotFoundError(2, "No such file or directory", "no.toml"),
    "broken": ZeroDivisionError("division by zero"),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> "Run":
    def listing(*_: object) -> list[str]:
        return ["fail"]

    @click.command(help=str(_("试一试。")))
    @click.argument("how")
    def fail(how: str) -> None:
        raise FAILURES[how]

    module = ModuleType("creator.cli.fail")
    module.fail = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "creator.cli.fail", module)
    monkeypatch.setattr(cli.Commands, "list_commands", listing)
    return Run()


class Run:
    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(cli.main, words)


def test_a_refusal_is_one_sentence(run: Run) -> None:
    result = run("fail", "refuse")
    assert (result.exit_code, result.stderr, result.stdout) == (1, "错误：还差 2 项\n", "")


def test_every_fault_of_a_file_is_a_line(run: Run) -> None:
    result = run("fail", "faulty")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "demo.toml:3: 错误：不认识“teir”。 办法：写“tier”。",
        "demo.toml:9: 错误：没有名称。 办法：写 label。",
    ]


def test_a_missing_file_is_named(run: Run) -> None:
    result = run("fail", "absent")
    assert (result.exit_code, "no.toml" in result.stderr) == (1, True)


def test_our_own_fault_is_admitted_without_a_stack_trace(run: Run) -> None:
    result = run("fail", "broken")
    assert result.exit_code == 70
    assert "程序内部出错（ZeroDivisionError: division by zero）" in result.stderr
    assert "Traceback" not in result.output


def test_a_developer_can_see_it_all(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREATOR_DEBUG", "yes")
    assert isinstance(run("fail", "broken").exception, ZeroDivisionError)


def test_an_unknown_command_is_a_mistake_of_use(run: Run) -> None:
    assert run("nonsense").exit_code == 2


def test_help_names_the_commands(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "公益创投从征集到归档的全过程" in result.stdout
    assert "试一试。" in result.stdout


def test_every_module_of_the_package_is_a_command() -> None:
    here = Path(cli.__file__).parent
    modules = {path.stem.rstrip("_") for path in here.glob("[!_]*.py")}
    context = click.Context(cli.main)
    commands = {
        name: cli.main.get_command(context, name) for name in cli.main.list_commands(context)
    }
    assert {name.replace("-", "_") for name in commands} == modules
    assert all(isinstance(command, click.Command) for command in commands.values())
