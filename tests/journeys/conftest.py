"""The ground of the journeys: a demo that is filled once for all processes of a test run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.window import Window, window


@pytest.fixture
def shop(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A demo of one's own, with all its stages."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with window(shared, tmp_path / "demo") as opened:
        yield opened
