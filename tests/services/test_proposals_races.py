"""Many hand in at once: limits hold and numbers stay dense."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from creator.services.refused import Refused
from tests.services.applicants import open_call, register


@pytest.fixture
def call(database):
    return open_call(database)


@pytest.fixture
def applicant(call, tmp_path):
    return register(call[0], tmp_path / "files")


def test_two_drafts_handed_in_at_the_same_moment_count_each_other(call, applicant):
    drafts = [applicant.ready(call[1]), applicant.ready(call[1])]

    def hand_in(proposal_id):
        try:
            return applicant.submit(proposal_id).seq
        except Refused as refused:
            return refused.refusals[0].code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(hand_in, drafts))) == ["1", "organisation.limit"]


def test_case_numbers_are_dense_and_unique_however_many_hand_in_at_once(call, tmp_path):
    ground, edition_id = call
    crowd = [register(ground, tmp_path / "files", nth) for nth in range(1, 5)]
    drafts = [(applicant, applicant.ready(edition_id)) for applicant in crowd]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: pair[0].submit(pair[1]), drafts))
    numbers = [a.on(id, lambda _work, proposal: proposal.number) for a, id in drafts]
    assert sorted(numbers) == [f"BL-2017-{n:04d}" for n in range(1, 5)]
