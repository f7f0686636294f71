"""Whatever is altered in an archive, its verifier finds it and says where."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from creator.services.archive import verify
from creator.services.archive.verify import Archive
from tests.services.archiving import Filed, once, unpacked

ROUNDS = 2
"""How often each file is flipped."""
_made: list[tuple[Filed, Path]] = []


@pytest.fixture
def whole(sqlite_copies, tmp_path_factory) -> tuple[Filed, Path]:
    """A project and its unpacked archive, made once; not to be altered."""
    if not _made:
        found = once(sqlite_copies, tmp_path_factory)
        _made.append((found, unpacked(found.packed(), tmp_path_factory.mktemp("archive") / "out")))
    return _made[0]


@pytest.fixture
def copy(whole, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole[1], tmp_path / "copy"))


def flaws(folder: Path) -> list[tuple[str, ...]]:
    archive = Archive(str(folder))
    manifest = archive.manifest()
    if manifest:
        archive.check(manifest)
    return archive.flaws


def only(folder: Path, kind: str) -> Path:
    """The one file of this name."""
    [path] = [path for path in folder.rglob("*") if path.match(kind)]
    return path


def test_every_flipped_bit_is_found_and_the_right_file_named(copy):
    chance = random.Random(20170214)
    paths = sorted(path for path in copy.rglob("*") if path.is_file())
    for path in paths * ROUNDS:
        kept = path.read_bytes()
        place, bit = chance.randrange(len(kept)), chance.randrange(8)
        altered = bytearray(kept)
        altered[place] ^= 1 << bit
        path.write_bytes(altered)
        found = flaws(copy)
        name = path.relative_to(copy).as_posix()
        assert found, f"bit {bit} of byte {place} of {name} was not found"
        assert found[0][0] == name, (place, bit, found)
        if name.startswith(verify.CHAIN):
            row = kept.count(b"\n", 0, place) - 1
            inside = 0 <= row < kept.count(b"\n") - 2
            assert not inside or f"row {row}" in found[0][1], (place, bit, found)
        path.write_bytes(kept)
    assert flaws(copy) == []


def test_the_field_is_named_too(copy):
    path = only(copy, "01-申报/01-*.json")
    path.write_text(path.read_text("utf-8").replace("编织课堂", "编制课堂", 1), "utf-8")
    assert flaws(copy)[0][:2] == (path.relative_to(copy).as_posix(), "/answers/title")


def test_a_row_is_named_with_its_time_and_its_field(copy, whole):
    name = f"{verify.CHAIN}proposal-{whole[0].proposal}.json"
    path = copy / name
    path.write_text(
        path.read_text("utf-8").replace(r"\"to\":\"judged\"", r"\"to\":\"ranked\""), "utf-8"
    )
    file, where, _what = flaws(copy)[0]
    assert file == name
    assert "/ row " in where
    assert "(2017-02-14T" in where
    assert where.endswith("body/to")


def test_what_is_missing_and_what_is_new_is_named(copy):
    gone = only(copy, "04-*/02-*.pdf")
    gone.unlink()
    (copy / "01-申报" / "09-补充.pdf").write_bytes(b"%PDF")
    assert [(file, what) for file, _where, what in flaws(copy)] == [
        (gone.relative_to(copy).as_posix(), "文件不见了 / the file is missing"),
        ("01-申报/09-补充.pdf", "清单里没有 / is not on the list"),
    ]


def test_what_a_desktop_leaves_behind_is_no_forgery(copy):
    for name in (".DS_Store", "audit/Thumbs.db"):
        (copy / name).write_bytes(b"0")
    assert flaws(copy) == []


@pytest.mark.parametrize("place", ["list", "line"])
def test_nothing_can_be_added_to_the_list(copy, place):
    path = copy / verify.MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    (manifest if place == "list" else manifest["files"][0])["remark"] = "见附件"
    path.write_bytes(verify.canonical(manifest, ",\n"))
    assert [file for file, *_more in flaws(copy)] == [verify.MANIFEST]


# Somebody who understands the list writes it anew: what the record says stays against it.


def sealed_anew(folder: Path) -> None:
    """The list as a forger would write it, after altering files."""
    manifest = json.loads((folder / verify.MANIFEST).read_text("utf-8"))
    manifest["files"] = [one for one in manifest["files"] if (folder / one["path"]).exists()]
    parts = json.loads((folder / verify.PARTS).read_text("utf-8"))
    for name in parts:
        document = json.loads((folder / name).read_text("utf-8"))
        parts[name] = {at: verify.part(value) for at, value in verify.leaves(document)}
    (folder / verify.PARTS).write_bytes(verify.canonical(parts))
    for line in manifest["files"]:
        content = (folder / line["path"]).read_bytes()
        line["sha256"], line["size"] = verify.digest_of(content), len(content)
    for line, link in zip(manifest["files"], list(verify.links(manifest))[1:], strict=True):
        line["chain"] = manifest["digest"] = link
    (folder / verify.MANIFEST).write_bytes(verify.canonical(manifest, ",\n"))


def edited(folder: Path, name: str, change: Callable[[dict], None]) -> None:
    path = folder / name
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    sealed_anew(folder)


def relinked(audit: dict) -> None:
    """Every hash of a chain made anew."""
    head = verify.GENESIS
    for row in audit["rows"]:
        row["prev"], row["hash"] = head, verify.chained(head, row["body"].encode())
        head = row["hash"]
    audit["head"] = head


def test_a_forged_list_alone_proves_nothing_wrong_but_is_another_digest(copy):
    before = json.loads((copy / verify.MANIFEST).read_text("utf-8"))["digest"]
    page = only(copy, "01-申报/01-*.html")
    page.write_text("<p>另一份</p>", "utf-8")
    sealed_anew(copy)
    assert flaws(copy) == []
    assert json.loads((copy / verify.MANIFEST).read_text("utf-8"))["digest"] != before
    assert verify.main([str(copy), "--digest", before]) == 1


def test_an_exchanged_attachment_is_missed_by_the_application(copy):
    only(copy, "01-申报/02-*.pdf").write_bytes(b"%PDF-1.4\nanother\n")
    sealed_anew(copy)
    file, where, what = flaws(copy)[0]
    assert file == "01-申报/01-申报书第 1 版.json"
    assert where.startswith("/attachments/")
    assert "所引的内容" in what


def test_an_exchanged_application_is_missed_by_the_record(copy, whole):
    name = only(copy, "02-*/02-申报书*.json").relative_to(copy).as_posix()
    edited(copy, name, lambda body: body["answers"].update(title="别的"))
    places = {file: where for file, where, _what in flaws(copy)}
    assert places.keys() == {
        only(copy, "02-*/03-*回执*.json").relative_to(copy).as_posix(),
        f"{verify.CHAIN}proposal-{whole[0].proposal}.json",
    }
    assert [where.rpartition("/")[2] for where in places.values()] == [
        "version_digest",
        "version_digest",
    ]


def test_a_row_rewritten_breaks_its_chain(copy, whole):
    name = f"{verify.CHAIN}proposal-{whole[0].proposal}.json"

    def rewrite(audit):
        audit["rows"][4]["body"] = audit["rows"][4]["body"].replace('"seq":4', '"seq":5')

    edited(copy, name, rewrite)
    file, where, what = flaws(copy)[0]
    assert (file, where.split(" (")[0]) == (name, "第 4 条 / row 4")
    assert "记录被改动" in what


def test_a_chain_rewritten_to_its_head_is_not_what_the_checkpoint_has(copy, whole):
    name = f"{verify.CHAIN}proposal-{whole[0].proposal}.json"

    def rewrite(audit):
        row = audit["rows"][1]
        row["body"] = row["body"].replace("2017-01-10T02:00", "2017-01-10T01:00")
        relinked(audit)

    edited(copy, name, rewrite)
    file, where, _what = flaws(copy)[0]
    assert file == verify.CHECKPOINTS
    assert where.startswith(f"proposal:{whole[0].proposal}:")


@pytest.mark.parametrize("least", [3, 1])
def test_rows_cut_off_at_the_end_are_missed(copy, whole, least):
    name = f"{verify.CHAIN}proposal-{whole[0].proposal}.json"

    def cut(audit):
        del audit["rows"][-least:]

    edited(copy, name, cut)
    assert (name, "", "末尾缺少记录 / rows are missing at the end") in flaws(copy)


def test_a_reason_rewritten_is_not_what_the_row_keeps(copy, whole):
    name = f"{verify.CHAIN}proposal-{whole[0].proposal}.json"

    def rewrite(audit):
        [row, *_more] = [row for row in audit["rows"] if "reason" in row["texts"]]
        row["texts"]["reason"]["text"] = "别的理由"

    edited(copy, name, rewrite)
    file, where, what = flaws(copy)[0]
    assert file == name
    assert where.endswith("reason")
    assert "文字被改动" in what


def test_another_root_on_the_paper_is_not_the_notice(copy):
    [point] = json.loads((copy / verify.CHECKPOINTS).read_text("utf-8"))
    page = copy / point["printed_on"]
    page.write_text(page.read_text("utf-8").replace(point["root"], "0" * 64), "utf-8")
    sealed_anew(copy)
    assert flaws(copy) == [(point["printed_on"], "", "公示上没有这个根 / does not show the root")]
