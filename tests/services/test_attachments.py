"""Files: what they are decides, not what they are called; what is refused leaves nothing."""

import io
import zipfile

import pytest
from PIL import Image

from creator.models.proposal import Attachment
from creator.services import attachments
from creator.services.refused import Invalid, NotFound
from tests.services.applicants import PDF, open_call, register


@pytest.fixture
def call(database):
    return open_call(database)


@pytest.fixture
def applicant(call, tmp_path):
    return register(call[0], tmp_path / "files")


@pytest.fixture
def draft(call, applicant):
    return applicant.start(call[1])


def files_on_disk(tmp_path):
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def office(*names, extra=b"<x/>"):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, extra)
    return target.getvalue()


def photograph(place=True):
    picture, target = Image.new("RGB", (40, 30), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone upright
    exif.get_ifd(0x8769)[0x9003] = "2017:01:05 14:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 15.0, 36.0), 3: "E", 4: (108.0, 57.0, 0.0)})
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_chinese_name_stays_and_the_key_says_nothing(applicant, draft):
    id = applicant.upload(draft, "certificate", PDF, "民办非企业登记证书（副本）.PDF")
    row = applicant.act(lambda work: attachments.one(work, id))
    assert (row.name, row.media_type) == ("民办非企业登记证书（副本）.PDF", "application/pdf")
    assert (len(row.key), "登记" in row.key) == (32, False)


def test_a_photograph_loses_what_its_camera_hid_and_we_keep_it_apart(applicant, draft):
    id = applicant.upload(draft, "hearing.photos", photograph(), "现场.jpg")
    row = applicant.act(lambda work: attachments.one(work, id))
    with applicant.storage.open(row.key) as stored, Image.open(stored) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (30, 40))
    assert (row.taken_at, row.taken_where) == ("2017:01:05 14:30:00", "34.26000,108.95000")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.exe", b"MZ"),
        ("x.svg", b"<svg/>"),
        ("x.html", b"<html>"),
        ("证书", PDF),
        (".pdf", PDF),
        ("x.pdf", b"<html>%PDF-1.4 %%EOF"),
        ("x.pdf", b"%PDF-1.4 cut off"),
        ("x.pdf", PDF + office("word/document.xml")),
        ("x.pdf", b""),
        ("x.png", PDF),
        ("x.jpg", b"\xff\xd8\xff broken"),
        ("x\x00.pdf", PDF),
        ("x.docx", PDF),
    ],
)
def test_what_is_not_a_file_we_take_leaves_nothing(applicant, draft, tmp_path, name, content):
    with pytest.raises(Invalid) as refused:
        applicant.upload(draft, "certificate", content, name)
    assert refused.value.field == "certificate"
    assert files_on_disk(tmp_path) == []
    assert applicant.on(draft, lambda w, p: (w.session.query(Attachment).count(), p.revision)) == (
        0,
        0,
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.docx", office("[Content_Types].xml")),
        ("x.docx", office("xl/workbook.xml")),
        ("x.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
        ("x.xlsx", office("xl/workbook.xml", extra=b'<?xml version="1.0"?><!DOCTYPE lol>')),
        ("x.docx", office("word/document.xml", extra=b" " * 60_000_000)[:100]),
    ],
    ids=["nothing inside", "another kind", "macros", "entities", "cut off"],  # bytes hold the time
)
def test_an_office_file_with_macros_or_entities_or_damage_is_refused(
    applicant, draft, tmp_path, name, content
):
    with pytest.raises(Invalid):
        applicant.upload(draft, "more", content, name)
    assert files_on_disk(tmp_path) == []


def test_a_zip_bomb_is_refused_by_its_directory(applicant, draft, tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(Invalid) as refused:
        applicant.upload(draft, "more", target.getvalue(), "x.docx")
    assert str(refused.value.text) == "文件展开后太大。请压缩其中的图片后再上传。"
    assert files_on_disk(tmp_path) == []


def test_honest_office_files_are_taken_where_the_form_says_so(applicant, draft):
    applicant.upload(draft, "more", office("word/document.xml"), "调查.docx")
    with pytest.raises(Invalid) as refused:
        applicant.upload(draft, "certificate", office("word/document.xml"), "证书.docx")
    assert str(refused.value.text) == "这里只收 pdf、jpg、jpeg、png 文件。请另存为其中一种再上传。"


def test_an_upload_that_breaks_off_leaves_nothing(applicant, draft, tmp_path):
    class Broken(io.BytesIO):
        def read(self, *_size):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        applicant.on(draft, lambda w, p: attachments.add(w, p, "certificate", Broken(), "x.pdf"))
    assert files_on_disk(tmp_path) == []


def test_the_same_file_twice_is_one_and_a_place_holds_so_many(applicant, draft, tmp_path):
    first = applicant.upload(draft, "community_opinion")
    assert applicant.upload(draft, "community_opinion") == first
    applicant.upload(draft, "community_opinion", PDF + b"2%%EOF")
    with pytest.raises(Invalid) as refused:
        applicant.upload(draft, "community_opinion", PDF + b"3%%EOF")
    assert str(refused.value.text) == "“落地社区意见（盖章）”最多 2 个文件。"
    assert len(files_on_disk(tmp_path)) == 2


def test_a_removed_file_is_asked_for_again(applicant, call):
    proposal_id = applicant.ready(call[1])
    found = applicant.on(
        proposal_id,
        lambda w, _p: w.session.query(Attachment.id).filter_by(field="certificate").scalar(),
    )
    applicant.on(proposal_id, lambda w, p: attachments.remove(w, p, found))
    assert [place for place, _text in applicant.lacks(proposal_id)] == ["certificate"]


def test_another_organisations_file_looks_like_a_missing_one(call, applicant, draft, tmp_path):
    id = applicant.upload(draft, "certificate")
    stranger = register(call[0], tmp_path / "files", 2)
    for looked_for in (id, 10_000):
        with pytest.raises(NotFound):
            stranger.act(lambda work, wanted=looked_for: attachments.one(work, wanted))
    own = stranger.start(call[1])
    with pytest.raises(NotFound):
        stranger.on(own, lambda w, p: attachments.remove(w, p, id))
