"""Durations as files write them."""

import pytest

from creator.workflow.duration import Duration


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5wd", Duration(5, "wd")),
        ("3d", Duration(3, "d")),
        ("2h", Duration(2, "h")),
        ("-2wd", Duration(-2, "wd")),
        ("0d", Duration(0, "d")),
    ],
)
def test_a_duration_is_read_and_written_alike(written: str, meant: Duration) -> None:
    assert Duration.parse(written) == meant
    assert str(meant) == written


@pytest.mark.parametrize(
    "written", ["", "5", "wd", "P5W", "5 wd", "05wd", "1.5d", "5w", "５d", "5wd\n"]
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        Duration.parse(written)
