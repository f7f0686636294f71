"""Whoever is asked for a correction makes one: handing in the same again is refused."""

import pytest

from tests.rehearsal.test_repeatable import LARGER, trace


@pytest.mark.full
def test_what_is_returned_is_corrected_and_handed_in_again() -> None:
    taken = [act.trigger for act in trace(LARGER, 1)]
    assert taken.count("resubmit") == taken.count("return_for_correction") > 0
    assert "lapse" not in taken
