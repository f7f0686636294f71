#!/usr/bin/env python3
"""核对一个项目的档案 / Checks the file of a project, without the program that made it.

    python verify.py [FOLDER] [--digest HEX] [--root HEX]

Needs Python 3.8 or later and nothing else. Without a name it checks the folder it lies in.
--digest: what the site's access log kept of this export. --root: the audit root on the paper of a
public notice. The first 16 figures of either are enough. Ends with 0 if all is well, else with 1.

1. manifest.json is as it was written: each of its lines is chained to the line before.
2. Every file on it is there and unaltered, and no other (but what desktops leave in folders).
3. Every row of audit/: sha256(0x00, previous hash, body) is its hash, up to the head of the chain;
   its texts have the salted digests that it keeps of them.
4. What rows and documents cite by digest is in this file, or listed as being elsewhere.
5. Heads lead to the root of a checkpoint, and this root stands on a notice in this file.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import sys
import unicodedata
from typing import Any, Iterator  # noqa: UP035 - as Python 3.8 has it

MANIFEST, PARTS = "manifest.json", "parts.json"
CHAIN, CHECKPOINTS = "audit/chain-", "audit/checkpoints.json"
GENESIS = "0" * 64
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OSError)


def canonical(value: Any, comma: str = ",") -> bytes:
    """JSON with one spelling only: sorted keys, no blanks, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(comma, ":"))
    return text.encode()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def chained(previous: str, body: bytes) -> str:
    """How rows are linked: sha256(0x00, previous hash, body), in hex."""
    return digest_of(b"\x00" + bytes.fromhex(previous) + body)


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value of a document and its place, such as /answers/title.

    The body of an audit row is JSON kept as text; its values have places too.
    """
    if isinstance(value, str) and where.endswith("/body"):
        with contextlib.suppress(ValueError):
            value = json.loads(value)
    if value and isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, f"{where}/{key}")
    else:
        yield where, value


def part(value: Any) -> str:
    """Short digest of a single value, to tell which field of a document was altered."""
    return digest_of(canonical(value))[:8]


def links(manifest: Any) -> Iterator[str]:
    """The chain through the manifest: first what it says in general, then file by file."""
    general = {k: v for k, v in manifest.items() if k not in ("digest", "files")}
    link = chained(GENESIS, canonical(general))
    yield link
    for line in manifest["files"]:
        link = chained(link, canonical({k: v for k, v in line.items() if k != "chain"}))
        yield link


def cited(name: str, document: Any) -> Iterator[tuple[str, str]]:
    """(place, digest) of whatever an audit chain or a document of a numbered folder cites."""
    for where, value in leaves(document):
        told = not name.startswith(CHAIN) or re.search("/body/(facts|definition)", where)
        if told and isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
            yield where, value


def place(document: Any, where: str) -> str:
    """`/rows/5/body/to` in words: which row, when it was written, which field."""
    row = re.match(r"/rows/(\d+)/", where)
    if not row:
        return where
    when = re.search('"at":"([^"]*)"', document["rows"][int(row[1])]["body"])
    return f"第 {row[1]} 条 / row {row[1]} ({when[1] if when else '?'}) {where[row.end() :]}"


class Archive:
    """The files in a folder, and what is wrong with them: (file, where in it, what)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.flaws: list[tuple[str, ...]] = []

    def names(self) -> Iterator[str]:
        for folder, _folders, files in os.walk(self.path):
            for path in (os.path.relpath(os.path.join(folder, one), self.path) for one in files):
                yield unicodedata.normalize("NFC", path.replace(os.sep, "/"))

    def read(self, name: str) -> bytes:
        with open(os.path.join(self.path, name), "rb") as stream:
            return stream.read()

    def wrong(self, *flaw: str) -> None:
        self.flaws.append(flaw)

    def manifest(self) -> Any:
        """What manifest.json says; None when it cannot be relied on."""
        where = ""
        try:
            raw = self.read(MANIFEST)
            manifest = json.loads(raw)
            found = list(links(manifest))
            for number, line in enumerate(manifest["files"], 1):
                where = where or ("" if line["chain"] == found[number] else line["path"])
            if not where and manifest["digest"] == found[-1] and canonical(manifest, ",\n") == raw:
                return manifest
        except UNREADABLE as error:
            where = repr(error)
        return self.wrong(MANIFEST, where, "清单被改动，不能再作依据 / the list was altered")

    def check_files(self, manifest: Any) -> None:
        there, listed = set(self.names()), {one["path"] for one in manifest["files"]}
        for line in manifest["files"]:
            name = line["path"]
            if name not in there:
                self.wrong(name, "", "文件不见了 / the file is missing")
            elif digest_of(self.read(name)) != line["sha256"]:
                self.wrong(name, self.altered_part(name), "内容被改动 / was altered")
        for name in sorted(there - listed - {MANIFEST}):
            if not name.endswith((".DS_Store", "Thumbs.db", "desktop.ini")):
                self.wrong(name, "", "清单里没有 / is not on the list")

    def altered_part(self, name: str) -> str:
        """The first field of a JSON document that is not what it was, as far as can be told."""
        raw = self.read(name)
        try:
            document = json.loads(raw)
            kept, found = json.loads(self.read(PARTS))[name], dict(leaves(document))
            for where in [*kept, *sorted(set(found) - set(kept))]:
                if where not in found or kept.get(where) != part(found[where]):
                    whole = where.partition("/body/")[0] + "/body"
                    return place(document, whole if whole in found else where)
        except ValueError as error:  # no JSON any more; in a chain row 0 is on the second line
            start = getattr(error, "start", 0)
            line = getattr(error, "lineno", 1 + raw.count(b"\n", 0, start))
            if name.startswith(CHAIN) and line > 1:
                return f"第 {line - 2} 条 / row {line - 2}"
        except UNREADABLE:
            pass  # that the file was altered is known; its place is not
        return ""

    def check_chain(self, name: str, audit: Any) -> None:
        head, state = GENESIS, None
        for number, row in enumerate(audit["rows"]):
            where = place(audit, f"/rows/{number}/")
            if row["prev"] != head or chained(head, row["body"].encode()) != row["hash"]:
                return self.wrong(name, where, "记录被改动 / the row was altered or moved")
            body = json.loads(row["body"])
            if (body["subject"], body["seq"], body["from"]) != (audit["subject"], number, state):
                self.wrong(name, where, "与前一步不衔接 / does not follow from the row before")
            for kind, kept in row["texts"].items():
                salted = digest_of(f"{kept['salt']}:{kept['text']}".encode())
                if body["texts"].get(kind) != salted:
                    self.wrong(name, f"{where}{kind}", "文字被改动 / the text was altered")
            head, state = row["hash"], body["to"]
        if head != audit["head"]:
            self.wrong(name, "", "末尾缺少记录 / rows are missing at the end")
        return None

    def check_cited(self, name: str, document: Any, manifest: Any) -> None:
        known = {one["sha256"] for one in manifest["files"]}
        known |= {one["sha256"] for one in manifest["elsewhere"] if one["file"] == name}
        for where, digest in cited(name, document):
            if digest not in known:
                what = "所引的内容不在档内或已改动 / what it cites is gone or altered"
                self.wrong(name, place(document, where), what)

    def check_checkpoint(self, point: Any, heads: dict[str, list[str]]) -> None:
        for proof in point["proofs"]:
            found = hashlib.sha256(b"\x00" + proof["leaf"].encode()).digest()
            for step in proof["path"]:  # L or R: the side on which the other half stands
                other = bytes.fromhex(step[1:])
                pair = other + found if step[0] == "L" else found + other
                found = hashlib.sha256(b"\x01" + pair).digest()
            subject, seq, head = proof["leaf"].rsplit(":", 2)
            if found.hex() != point["root"] or heads[subject][int(seq)] != head:
                self.wrong(CHECKPOINTS, proof["leaf"], "与检查点不符 / not what the checkpoint has")
        if point["printed_on"] and point["root"].encode() not in self.read(point["printed_on"]):
            self.wrong(point["printed_on"], "", "公示上没有这个根 / does not show the root")

    def check(self, manifest: Any) -> list[Any]:
        """Everything but the manifest; gives back the checkpoints."""
        self.check_files(manifest)
        heads: dict[str, list[str]] = {}
        points: list[Any] = []
        for name in [one["path"] for one in manifest["files"] if one["path"].endswith(".json")]:
            try:
                document = json.loads(self.read(name))
                if name.startswith(CHAIN):
                    self.check_chain(name, document)
                    heads[document["subject"]] = [row["hash"] for row in document["rows"]]
                if name.startswith(CHAIN) or re.match(r"\d\d-", name):
                    self.check_cited(name, document, manifest)
                if name == CHECKPOINTS:
                    points = document
                    for point in points:
                        self.check_checkpoint(point, heads)
            except UNREADABLE as error:
                self.wrong(name, "", f"读不出来 / cannot be read: {error!r}")
        return points


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    for option in ("--digest", "--root"):
        parser.add_argument(option, default="")
    asked = parser.parse_args(words)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    archive = Archive(asked.folder)
    manifest = archive.manifest()
    roots = [point["root"] for point in archive.check(manifest)] if manifest else []
    if manifest and not manifest["digest"].startswith(asked.digest):
        archive.wrong(MANIFEST, "", "不是所说的那次导出 / not the export of this digest")
    if asked.root and not any(root.startswith(asked.root) for root in roots):
        archive.wrong(CHECKPOINTS, "", "没有这个审计根 / no checkpoint has this root")
    for number, flaw in enumerate(archive.flaws):
        said = " · ".join(filter(None, map(str.strip, flaw)))
        print("另有 / also:" if number else "第一处 / first:", said)
    if not archive.flaws:
        print(f"完好 / all is well: {len(manifest['files'])} 个文件 / files")
        print(f"档内没有、只引用了摘要的 / cited, but elsewhere: {len(manifest['elsewhere'])}")
        print(f"审计根 / audit roots: {', '.join(roots) or '—'}")
        print(f"档案摘要 / digest: {manifest['digest']}")
    return 1 if archive.flaws else 0


if __name__ == "__main__":
    sys.exit(main())
