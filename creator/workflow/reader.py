"""Reads a lifecycle file strictly: whatever is not understood is a fault, never ignored."""

import tomllib
from pathlib import Path
from typing import Any

from creator.i18n import _
from creator.toml_errors import explained
from creator.workflow import references
from creator.workflow.fault import Fault, FaultyFile
from creator.workflow.format import lifecycle_file
from creator.workflow.lifecycle import Lifecycle, lifecycle_of
from creator.workflow.lines import Lines
from creator.workflow.settings import check_params
from creator.workflow.shape import Report

__all__ = ["Lifecycle", "read", "read_text"]


def read(path: Path) -> Lifecycle:
    """The lifecycle in this file. Raises `FaultyFile` with every fault, `OSError` if unreadable."""
    try:
        source = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        text = _("文件不是 UTF-8 编码。")
        raise FaultyFile([Fault(str(path), line, text, _("用 UTF-8 编码另存。"))]) from None
    return read_text(source, str(path))


def read_text(source: str, path: str) -> Lifecycle:
    """The same for text already in memory; `path` is only what faults name."""
    document = _parse(source, path)
    report = Report(Lines(path, source, document))
    # Names are looked up only in a file of the right shape, and values only where names are right.
    for look in (lifecycle_file_shape, references.check, check_params):
        look(document, report)
        if report.faults:
            raise FaultyFile(sorted(report.faults, key=lambda fault: fault.line))
    return lifecycle_of(document, report.lines)


def lifecycle_file_shape(document: dict[str, Any], report: Report) -> None:
    """Report every key, word and value that the format does not allow."""
    lifecycle_file(document, (), report)


def _parse(source: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FaultyFile([Fault(path, *explained(error, source))]) from None
