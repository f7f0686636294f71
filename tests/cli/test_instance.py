"""An instance from the command line: set up, checked, saved, brought back, stopped cleanly."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import select

from creator import cli
from creator.cli._instance import opened
from creator.home import home
from creator.models.access import SignInCode
from creator.models.edition import Edition
from creator.models.instance import WorkDay
from creator.models.person import Appointment, ExpertProfile, Host, Person
from creator.models.proposal import Proposal
from creator.services import editions
from creator.services.work import actor_for

INIT = ("init", "--host", "碑林区民政局（示例）", "--name", "经办人01", "--mobile", "13900000001")
SAMPLE = str(home() / "workflows/samples/beilin-applications.xlsx")
CREATOR = Path(sys.executable).with_name("creator")


class Shell:
    """The command line of one instance."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, **more) -> Result:
        return CliRunner().invoke(cli.main, words, **more)

    def start(self, *words: str) -> subprocess.Popen:
        """The command as a process of its own."""
        return subprocess.Popen([CREATOR, *words], stdout=subprocess.PIPE, text=True)

    def look(self, query):
        with opened() as place:
            return place.look(lambda work: work.session.scalars(query).unique().all())

    def spoil(self, statement: str) -> None:
        """What somebody with the file in hands could do."""
        with closing(sqlite3.connect(self.folder / "creator.db")) as link, link:
            link.execute(statement)

    def edition(self, slug="beilin-2017") -> None:
        text = (home() / "workflows/programmes/beilin.toml").read_text("utf-8")

        def make(work):
            officer = work.session.scalars(select(Person)).unique().first()
            acting = work.acting_as(actor_for(work.session, officer, work.now))
            host = work.session.scalars(select(Host)).one()
            return editions.create(acting, host, text, slug=slug).id

        with opened() as place:
            place.act(make)


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Shell:
    folder = tmp_path / "instance"
    monkeypatch.setenv("CREATOR_DATA_DIR", str(folder))
    return Shell(folder)


@pytest.fixture(scope="module")
def as_begun(tmp_path_factory) -> Path:
    """An instance just set up, to be copied: making the tables takes most of a second."""
    folder = tmp_path_factory.mktemp("begun") / "instance"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CREATOR_DATA_DIR", str(folder))
        assert Shell(folder)(*INIT).exit_code == 0
    return folder


@pytest.fixture
def begun(shell, as_begun) -> Shell:
    shutil.copytree(as_begun, shell.folder)
    return shell


def test_a_fresh_instance_has_one_officer_and_one_code(shell):
    said = shell(*INIT).stdout
    (code,) = re.findall(r"：((?:[0-9A-Z]{4}-){6}[0-9A-Z]{2})$", said, re.MULTILINE)
    assert f"/c/{code.replace('-', '')}" in said
    assert [(p.name, p.mobile, p.password_hash) for p in shell.look(select(Person))] == [
        ("经办人01", "13900000001", None)
    ]
    assert [a.role for a in shell.look(select(Appointment))] == ["officer"]
    assert len(shell.look(select(SignInCode))) == 1
    assert code not in (shell.folder / "creator.db").read_bytes().decode("latin-1")


def test_what_it_keeps_is_closed_to_others(begun):
    paths = [begun.folder, *begun.folder.iterdir()]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}
    assert modes.pop("instance") == 0o700
    assert set(modes.values()) == {0o600}
    assert len((begun.folder / "secret_key").read_text()) >= 32


def test_the_published_working_days_are_in_the_table(begun):
    def works(day):
        return begun.look(select(WorkDay.works).where(WorkDay.day == day))

    assert works(date(2017, 2, 4)) == [True]  # a Saturday worked in the stead of 春节
    assert works(date(2017, 1, 30)) == [False]  # a Monday in 春节


def test_setting_up_twice_is_refused(begun):
    again = begun(*INIT)
    assert (again.exit_code, again.stdout.count("登录码")) == (1, 0)
    assert again.stderr.startswith("错误：这个实例已有人员")


def test_a_folder_that_others_can_read_is_refused(begun):
    begun.folder.chmod(0o755)
    refused = begun("check")
    assert (refused.exit_code, "chmod 700" in refused.stderr) == (1, True)


def test_an_instance_that_was_not_set_up_says_what_to_run(shell):
    refused = shell("check")
    assert (refused.exit_code, "creator migrate" in refused.stderr) == (1, True)


def test_migrating_twice_changes_nothing(shell):
    assert "— → " in shell("migrate").stdout
    assert shell("migrate").stdout.startswith("数据库已是版本")


def test_sound_data_is_said_to_be_sound_in_both_ways(begun):
    begun.edition()
    assert (begun("check").exit_code, begun("check").stdout) == (0, "数据完好。\n")
    assert json.loads(begun("check", "--json").stdout) == {"sound": True, "findings": []}
    assert begun("audit", "verify").stdout == "审计链完好。\n"


def test_a_flipped_byte_is_found_and_its_row_named(begun):
    """RELIABILITY: `creator check` names the row; the append-only trigger had to be dropped."""
    begun.edition()
    begun("audit", "checkpoint")
    begun.spoil("DROP TRIGGER audit_row_no_update")
    begun.spoil("UPDATE audit_row SET body = replace(body, 'creator', 'creatur')")
    for words in (("audit", "verify"), ("check",)):
        found = begun(*words)
        assert found.exit_code == 1
        assert found.stdout.splitlines()[0].startswith("edition:1:0：哈希不符")
    told = json.loads(begun("audit", "verify", "--json").stdout)
    assert told["sound"] is False
    assert (told["findings"][0]["where"], set(told["findings"][0]["text"])) == (
        "edition:1:0",
        {"zh", "en"},
    )


def test_a_checkpoint_gives_its_root(begun):
    begun.edition()
    told = json.loads(begun("audit", "checkpoint", "--json").stdout)
    assert re.fullmatch(r"[0-9a-f]{64}", told["root"])
    assert begun("audit", "verify").exit_code == 0


def test_a_backup_restores_into_an_empty_place(begun, tmp_path, monkeypatch):
    begun.edition()
    saved, place = tmp_path / "one.cbk", tmp_path / "again"
    assert begun("backup", str(saved)).exit_code == 0
    restored = begun("restore", str(saved), "--to", str(place))
    assert (restored.exit_code, "CREATOR_DATA_DIR" in restored.stdout) == (0, True)
    assert (place / "secret_key").read_text() != (begun.folder / "secret_key").read_text()
    monkeypatch.setenv("CREATOR_DATA_DIR", str(place))
    assert begun("check").stdout == "数据完好。\n"
    assert [edition.slug for edition in begun.look(select(Edition))] == ["beilin-2017"]
    assert begun("restore", str(saved), "--to", str(place)).exit_code == 1


def test_a_tick_handles_what_is_due(begun):
    begun.edition()  # its call should have been published long ago: the officer is told
    assert re.fullmatch(r"已办 [1-9]\d* 项，暂缓 0 项。\n", begun("tick").stdout)
    assert begun("tick").stdout == "已办 0 项，暂缓 0 项。\n"


def test_an_import_shows_every_row_and_stores_nothing_while_one_is_faulty(begun, tmp_path):
    begun.edition()
    errors = tmp_path / "errors.xlsx"
    tried = begun("import", "applications", SAMPLE, "--edition", "beilin-2017", "-o", str(errors))
    assert tried.exit_code == 1
    assert tried.stderr.splitlines() == [
        f"第 {row} 行还有问题没有处理：请更正，或写明理由剔除。" for row in (10, 13, 19, 21)
    ]
    lines = tried.stdout.splitlines()
    assert lines[0].split() == ["行", "项目名称", "申报单位", "档次", "申请资金", "情况"]
    assert lines[1].split()[:2] == ["4", "老人编制课堂"]
    assert "  ✗ I13　申请 35,000.00 元，超过A类最高 30,000.00 元。" in tried.stdout
    assert [cell.value for cell in load_workbook(errors).active["A"]][1:] == [10, 13, 19, 21]
    assert begun.look(select(Proposal)) == []
    assert [path for path in (begun.folder / "files").rglob("*") if path.is_file()] == []


def test_rows_left_out_or_put_right_on_the_command_line(begun):
    begun.edition()
    words = ["--correct", "I13=3", "--exclude", "10=退回核对", "--exclude-faulty"]
    order = ["import", "applications", SAMPLE, "--edition", "beilin-2017", *words]
    assert begun(*order, "--dry-run").exit_code == 0
    assert begun.look(select(Proposal)) == []
    done = begun(*order)
    assert (done.exit_code, "已导入 15 个项目，剔除 3 行。" in done.stdout) == (0, True)
    assert len(re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}", done.stdout)) == 15
    assert len(begun.look(select(Proposal))) == 15
    assert begun(*order).stderr.startswith("错误：这份文件已作为")
    assert begun("check").exit_code == 0


def test_an_unknown_edition_and_a_bad_pair_are_said_plainly(begun):
    refused = begun("import", "applications", SAMPLE, "--edition", "nowhere")
    assert (refused.exit_code, refused.stderr) == (1, "错误：没有“nowhere”这一届。\n")
    assert (
        begun("import", "applications", SAMPLE, "--edition", "x", "--exclude", "10").exit_code == 2
    )


def test_the_expert_pool_comes_in_and_is_brought_up_to_date(begun):
    assert begun("import", "experts", SAMPLE).stdout == "专家库：新增 12 位，更新 0 位。\n"
    assert begun("import", "experts", SAMPLE).stdout == "专家库：新增 0 位，更新 12 位。\n"
    profiles = begun.look(select(ExpertProfile).order_by(ExpertProfile.number))
    assert [profile.number for profile in profiles] == [f"专家{n:02}" for n in range(1, 13)]
    sixth = profiles[5]
    assert (sixth.field, sixth.title, sixth.street, sixth.max_load) == (
        "老年服务",
        "注册会计师",
        "张家村街道",
        20,
    )
    held = begun.look(select(Appointment).filter_by(role="expert"))
    assert (len(held), {one.host_id for one in held}) == (12, {1})
    assert {person.name for person in begun.look(select(Person))} == {
        "经办人01",
        *(f"专家{n:02}" for n in range(1, 13)),
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_when_told(begun, number):
    worker = begun.start("worker")
    assert worker.stdout.readline() == "已启动，每秒办理一遍。\n"
    worker.send_signal(number)
    assert worker.communicate(timeout=10)[0] == "已停止，共办 0 项。\n"
    assert worker.returncode == 0


def test_the_server_answers_and_stops_when_told(begun):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = begun.start("serve", "--port", str(port))
    try:
        assert answer(f"http://127.0.0.1:{port}/enter") == 200
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
        assert server.returncode == 0
    finally:
        server.kill()
        server.wait()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_said_before_anything_is_made(begun, command, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        data = ("--data", str(tmp_path / "new")) if command == "demo" else ()
        found = begun(command, "--port", str(port), *data)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(f"错误：不能在 127.0.0.1:{port} 监听：")
    assert not (tmp_path / "new").exists()


def answer(address: str) -> int:
    limit = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                return page.status
        except OSError:
            assert time.monotonic() < limit
            time.sleep(0.1)


def test_help_of_every_command_is_in_the_readers_language(shell):
    for name in ("init", "migrate", "audit", "check", "worker", "tick", "serve", "import",
                 "backup", "restore"):  # fmt: skip
        shown = shell(name, "--help", env={**os.environ})
        assert (shown.exit_code, shown.stdout.startswith("Usage:")) == (0, True)
