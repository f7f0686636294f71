"""The file of a project: what is in it, for whom, in which order, and the same every time."""

import ast
import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from creator.models.audit import AuditText
from creator.models.person import Person
from creator.models.proposal import Attachment, Proposal
from creator.services import panels, people
from creator.services.archive import reader, verify
from creator.services.archive.chains import chains
from creator.services.archive.kinds import entries
from creator.services.archive.package import write
from creator.services.refused import NotFound
from creator.services.transitions import fire
from creator.storage import Storage
from tests.services.archiving import Filed, copied, filed, once, unpacked
from tests.services.drawing import hold_a_draw
from tests.services.judging import judging

OWN = {
    "programme": 1, "version": 2, "file": 5, "receipt": 2, "notice": 1, "letter": 6, "record": 1,
}  # fmt: skip
OFFICE = {**OWN, "checklist": 1, "objection": 1}
IMPARTIAL = {**OFFICE, "decision": 1, "minutes": 1}


@pytest.fixture
def found(sqlite_copies, tmp_path_factory, tmp_path: Path) -> Iterator[Filed]:
    with copied(once(sqlite_copies, tmp_path_factory), tmp_path) as made:
        yield made


def kinds(found: Filed, who) -> dict[str, int]:
    """How many documents of each kind somebody sees."""
    counts: dict[str, int] = {}
    for entry in found.read(who, entries):
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return counts


def verified(folder: Path, *words: str) -> tuple[int, str]:
    """Run the verifier of an archive as somebody does who has nothing but Python."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout


def appoint(found: Filed, role: str, **scope) -> int:
    """Somebody new with this role."""

    def act(work) -> int:
        person = people.find_or_add(work, role, "13700009999")
        people.appoint(work, person, role, **scope)
        return person.id

    return found.ground.act_as(None, act)


def test_both_databases_tell_the_same_and_all_is_well(database, tmp_path):
    found = filed(database, tmp_path)
    assert kinds(found, "officer") == {**IMPARTIAL, "sheet": 5}
    raw = found.packed()
    assert found.packed() == raw
    assert verified(unpacked(raw, tmp_path / "out"))[0] == 0


def test_each_reader_finds_what_they_may_see(found):
    assert kinds(found, found.applicant.person_id) == OWN
    assert kinds(found, "officer") == {**IMPARTIAL, "sheet": 5}
    assert kinds(found, "approver") == {**IMPARTIAL, "sheet": 5}
    assert kinds(found, appoint(found, "auditor", host_id=found.ground.host_id)) == IMPARTIAL


def test_no_number_tells_an_approver_which_sheet_is_whose(found):
    """Rows of sheets are made in the order of experts, whom an approver may not know."""
    sheets = [one for one in found.read("approver", entries) if one.kind == "sheet"]
    assert {one.number: str(one.title)[-3:-1] for one in sheets} == {
        n: f"E{n}" for n in range(1, 6)
    }


def test_a_chain_that_names_an_expert_is_for_officers(sqlite_database):
    held = judging(sqlite_database, experts=6)
    held.open_round()
    proposal = held.proposals[0]

    def own(work) -> bool:
        read = reader.opened(work, proposal)
        return f"proposal:{proposal}" in {one.subject for one in chains(read)}

    def seen() -> list[bool]:
        return [held.ground.act(role, own) for role in ("officer", "approver")]

    def add(work, _edition):
        found = work.session.get_one(Proposal, proposal)
        fire(work, found, "add_reviewer", data={"expert": held.experts[5]})

    assert seen() == [True, True]
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[5:]))
    held.expert(5, lambda work, edition: panels.declare(work, edition, 0, {}))
    held.officer(add)
    assert seen() == [True, False]


def test_nobody_else_finds_a_file_at_all(found):
    for who in ("community", found.held.held.experts[0], None):
        with pytest.raises(NotFound):
            found.read(who, entries)


def test_who_has_an_interest_elsewhere_sees_no_sheet_and_no_list(found):
    def join(work):
        officer = work.session.get_one(Person, found.ground.people["officer"])
        people.appoint(work, officer, "applicant", organisation_id=found.other_organisation(work))

    found.ground.act_as(None, join)
    assert kinds(found, "officer") == OFFICE
    names = zipfile.ZipFile(io.BytesIO(found.packed())).namelist()
    assert [name for name in names if name.startswith(("audit/", "definitions/"))] == []


def test_the_applicants_archive_has_no_chain_and_proves_its_files(found, tmp_path):
    folder = unpacked(found.packed(found.applicant.person_id), tmp_path / "out")
    assert not (folder / "audit").exists()
    assert verified(folder)[0] == 0


def test_it_lies_in_folders_by_phase_in_order_of_time(found, tmp_path):
    folder = unpacked(found.packed(), tmp_path / "out")
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.glob("0*/*.html"))
    assert pages[:8] == [
        "00-规则/01-规则第 1 版.html",
        "01-申报/01-申报书第 1 版.html",
        "01-申报/07-申报回执（第 1 版）.html",
        "01-申报/08-信函：已收到申报：编织课堂（致 申报联系人01）.html",
        "02-资格审查/01-信函：请补正：编织课堂（致 申报联系人01）.html",
        "02-资格审查/02-申报书第 2 版.html",
        "02-资格审查/03-申报回执（第 2 版）.html",
        "02-资格审查/04-信函：已收到申报：老人编织课堂（致 申报联系人01）.html",
    ]
    assert (folder / "01-申报/02-会议记录：材料.pdf").read_bytes().startswith(b"%PDF")
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert len(rows) == len(found.read("officer", entries))
    assert [row[1] for row in rows if row[0] == "01-申报"] == ["2017-01-10 10:00:00"] * 8
    index = (folder / "index.html").read_text("utf-8")
    assert "老人编织课堂" in index
    assert "BL-2017-公示-001" in index


def test_the_same_state_gives_the_same_bytes(found):
    assert found.packed() == found.packed()


def test_the_verifier_runs_alone_and_finds_all_well(found, tmp_path):
    made, raw = found.made()
    folder = unpacked(raw, tmp_path / "out")
    code, said = verified(folder)
    assert (code, made.damaged) == (0, ())
    assert f"完好 / all is well: {made.files} 个文件 / files" in said
    assert f"档案摘要 / digest: {made.digest}" in said
    [point] = json.loads((folder / verify.CHECKPOINTS).read_text("utf-8"))
    assert verified(folder, "--digest", made.digest[:16], "--root", point["root"][:16])[0] == 0
    assert "不是所说的那次导出" in verified(folder, "--digest", "0" * 16)[1]
    assert "没有这个审计根" in verified(folder, "--root", "0" * 16)[1]


def test_all_chains_are_cited_and_proven(found, tmp_path):
    folder = unpacked(found.packed(), tmp_path / "out")
    manifest = json.loads((folder / verify.MANIFEST).read_text("utf-8"))
    facts = {one["at"].rpartition("/")[2] for one in manifest["elsewhere"]}
    # What they cite is of the edition as a whole.
    assert facts == {"assignment", "results", "ranking", "audit_root"}
    [point] = json.loads((folder / verify.CHECKPOINTS).read_text("utf-8"))
    proven = {proof["leaf"].partition(":")[0] for proof in point["proofs"]}
    assert proven == {"edition", "proposal", "review", "decision"}
    assert point["root"] in (folder / point["printed_on"]).read_text("utf-8")


def test_texts_go_out_with_their_salt_or_not_at_all(found, tmp_path):
    def texts(who) -> dict[str, dict]:
        raw = zipfile.ZipFile(io.BytesIO(found.packed(who)))
        chain = json.loads(raw.read(f"{verify.CHAIN}proposal-{found.proposal}.json"))
        return {kind: kept for row in chain["rows"] for kind, kept in row["texts"].items()}

    assert texts("officer")["objector"]["text"] == "居民甲"
    assert texts("approver").keys() == {"reason", "statement"}
    erase = update(AuditText).where(AuditText.kind == "statement").values(text=None)
    found.ground.act_as(None, lambda work: work.session.execute(erase))
    assert texts("approver").keys() == {"reason"}
    assert verified(unpacked(found.packed(), tmp_path / "out"))[0] == 0


def test_a_draw_lies_in_the_file_of_whoever_was_drawn(sqlite_database, tmp_path):
    held = judging(sqlite_database)
    level, _also, ahead = held.proposals

    def ask_the_same(work, _edition):
        for each in held.proposals:
            work.session.get_one(Proposal, each).requested_fen = 2_000_000

    held.officer(ask_the_same)
    held.open_round()
    held.judge([[80, 80, 90]] * 5)
    held.step("close_round")
    hold_a_draw(held)

    def pack(work, proposal) -> bytes:
        work.storage, stream = Storage(tmp_path / "files"), io.BytesIO()
        write(reader.opened(work, proposal), stream)
        return stream.getvalue()

    drawn, not_drawn = (
        unpacked(held.officer(lambda work, _edition, p=p: pack(work, p)), tmp_path / str(p))
        for p in (level, ahead)
    )
    [names] = drawn.glob("03-*/*.list.txt")
    assert names.read_text("utf-8") == "BL2017-001\nBL2017-002\n"
    assert list(not_drawn.glob("03-*/*.list.txt")) == []
    assert (verified(drawn)[0], verified(not_drawn)[0]) == (0, 0)
    manifest = json.loads((drawn / verify.MANIFEST).read_text("utf-8"))
    assert "list" not in {one["at"].rpartition("/")[2] for one in manifest["elsewhere"]}


def test_a_file_damaged_in_the_store_is_named(found, tmp_path):
    def keys(work) -> list[str]:
        query = work.session.query(Attachment).filter_by(proposal_id=found.proposal)
        return [row.key for row in query.order_by(Attachment.id)]

    first, second, *_rest = found.ground.act("officer", keys)
    found.applicant.storage.path(first).write_bytes(b"%PDF-1.4\nanother\n")
    found.applicant.storage.path(second).unlink()
    made, raw = found.made()
    assert [Path(name).name[:2] for name in made.damaged] == ["02", "03"]
    code, said = verified(unpacked(raw, tmp_path / "out"))
    assert code == 1
    assert "第一处 / first: 01-申报/02-会议记录：材料.pdf · 内容被改动" in said
    assert "另有 / also: 01-申报/03-签到表：材料.pdf · 文件不见了" in said


def test_the_verifier_is_plain_python_of_years_ago():
    source = Path(verify.__file__).read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    named = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named <= sys.stdlib_module_names
    assert "creator" not in source.replace("creator-archive", "")
