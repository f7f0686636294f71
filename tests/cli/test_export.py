"""`creator export`: the files of the pages, by an officer, and noted like a download."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from creator import cli
from creator.db import Database
from creator.models.access import AccessRow
from creator.services import schema
from creator.services.archive import reader, verify
from creator.services.archive.package import Made, write
from creator.storage import Storage
from tests.services.judging import Judging, judging
from tests.services.repeating import packed

MARKS = [[80, 70, 90]] * 5


@pytest.fixture
def held(tmp_path: Path, monkeypatch) -> Iterator[Judging]:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("CREATOR_DATA_DIR", str(folder))
    database = Database(f"sqlite:///{folder / 'creator.db'}")
    schema.migrate(database)
    yield judging(database)
    database.dispose()


def export(*words: object) -> Result:
    return exported("reckoning", *words)


def exported(what: str, *words: object) -> Result:
    return CliRunner().invoke(cli.main, ["export", what, *map(str, words)])


def noted(held: Judging) -> list[str]:
    with held.ground.database.reading() as session:
        return list(
            session.scalars(select(AccessRow.what).where(AccessRow.what.contains("export")))
        )


def test_it_writes_what_the_page_gives_and_notes_who_took_it(held, tmp_path: Path) -> None:
    held.open_round()
    held.judge(MARKS)
    held.step("close_round")
    out = tmp_path / "out.zip"
    done = export("--edition", "beilin-2017", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes() == packed(held)
    assert noted(held) == ["export.reckoning"]


def test_the_new_file_takes_the_place_of_the_old_one_when_it_is_complete(
    held, tmp_path: Path
) -> None:
    held.open_round()
    held.judge(MARKS)
    held.step("close_round")
    out, same = tmp_path / "out.zip", tmp_path / "same.zip"
    out.write_bytes(b"old")
    same.hardlink_to(out)  # written over in place, this would change as well
    assert export("--edition", "beilin-2017", "-o", out).exit_code == 0
    assert (out.read_bytes(), same.read_bytes()) == (packed(held), b"old")
    assert {one.name for one in tmp_path.iterdir() if one.is_file()} == {"out.zip", "same.zip"}


def test_before_a_result_it_says_so_and_writes_nothing(held, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    done = export("--edition", "beilin-2017", "-o", out)
    assert (done.exit_code, out.exists(), noted(held)) == (1, False, [])
    assert "还没有评审结果" in done.stderr


def test_it_needs_an_edition_and_one_of_its_officers(held, tmp_path: Path) -> None:
    out = ("-o", tmp_path / "out.zip")
    assert "没有“none”这一届" in export("--edition", "none", *out).stderr
    other = export("--edition", "beilin-2017", "--officer", "13911112222", *out)
    assert "经办人" in other.stderr
    assert other.exit_code == 1


def test_the_file_of_a_project_is_that_of_its_page_and_noted_with_its_digest(
    held, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    out.write_text("an older one")
    done = exported("archive", "--proposal", "BL2017-002", "-o", out)
    assert done.exit_code == 0, done.stderr

    def again(work) -> tuple[Made, bytes]:
        stream = BytesIO()
        work.storage = Storage(tmp_path / "instance" / "files")
        return write(reader.opened(work, held.proposals[1]), stream), stream.getvalue()

    made, raw = held.ground.act("officer", again)
    assert out.read_bytes() == raw
    assert f"档案摘要：{made.digest}" in done.stdout
    assert noted(held) == [f"export.archive:{made.digest[:32]}"]
    with ZipFile(out) as zipped:
        zipped.extractall(tmp_path / "unpacked")
    assert verify.main([str(tmp_path / "unpacked"), "--digest", made.digest[:32]]) == 0
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["out.zip"]


def test_a_project_that_is_none_leaves_what_was_there(held, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    out.write_text("an older one")
    done = exported("archive", "--proposal", "BL2017-009", "-o", out)
    assert (done.exit_code, out.read_text(), noted(held)) == (1, "an older one", [])
    assert "没有编号为“BL2017-009”的项目" in done.stderr
    assert list(tmp_path.glob(".out*")) == []
