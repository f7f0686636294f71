"""A backup that was torn or altered is refused and leaves nothing."""

import hashlib
import json
import tarfile
from io import BytesIO

import pytest

from creator.services.backups import Exists
from creator.services.manifests import Damaged
from creator.services.schema import WrongSchema
from tests.services.saving import Instance

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def instance(database, tmp_path) -> Instance:
    return Instance(database, tmp_path)


def test_nothing_is_overwritten(instance):
    made = instance.backup()
    with pytest.raises(Exists):
        instance.backup()
    (instance.folder / "full").mkdir()
    (instance.folder / "full" / "letter.txt").write_text("wichtig")
    with pytest.raises(Exists):
        instance.restore(made.path, "full")
    assert (instance.folder / "full" / "letter.txt").read_text() == "wichtig"


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_torn_backup_is_refused_and_leaves_nothing(instance, part):
    whole = instance.backup().path.read_bytes()
    torn = instance.folder / "torn.cbk"
    torn.write_bytes(whole[: int(len(whole.rstrip(b"\0")) * part)])
    with pytest.raises(Damaged):
        instance.restore(torn)
    assert not (instance.folder / "restored").exists()
    assert list(instance.folder.glob(".restored*")) == []


@pytest.mark.parametrize("name", ["database", "files/", "manifest.json", "manifest.sha256"])
def test_a_flipped_bit_is_noticed_wherever_it_is(instance, name):
    path = instance.backup().path
    with tarfile.open(path) as archive:
        entry = next(one for one in archive if one.name.startswith(name))
    data = bytearray(path.read_bytes())
    data[entry.offset_data + entry.size // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged):
        instance.restore(path)


def test_a_backup_of_a_newer_program_is_refused(instance):
    path = instance.backup().path
    rewrite(path, lambda told: {**told, "schema": "9999"})
    with pytest.raises(WrongSchema):
        instance.restore(path)


@pytest.mark.parametrize("name", ["../escaped", "files/../../escaped", "/escaped", "files/short"])
def test_an_archive_cannot_write_outside_its_place(instance, name):
    path = instance.folder / "hostile.cbk"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(Damaged):
        instance.restore(path)
    assert list(instance.folder.rglob("escaped")) == []


def rewrite(path, change) -> None:
    """A backup whose manifest was changed by somebody who also made the seal fit."""
    with tarfile.open(path) as archive:
        held = {one.name: archive.extractfile(one).read() for one in archive}
    body = json.dumps(change(json.loads(held["manifest.json"]))).encode()
    held |= {"manifest.json": body, "manifest.sha256": hashlib.sha256(body).hexdigest().encode()}
    with tarfile.open(path, "w") as archive:
        for name, content in held.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, BytesIO(content))
