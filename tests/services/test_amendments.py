"""Correction notices: what they change, who approves, what stays on record."""

import pytest

from creator.models.edition import Amendment
from creator.programme.fault import FaultyFile
from creator.services import amendments, editions, programmes, verification
from creator.services.refused import NotYours, Stale
from creator.services.settings import moved, settings
from creator.services.transitions import fire
from tests.services.ground import edition_of, with_people


@pytest.fixture
def ground(database):
    made = with_people(database)
    made.edition()
    made.act("officer", lambda work: fire(work, edition_of(work, 1), "announce"))
    return made


def draft(ground, changes, *, role="officer"):
    """A correction with these changes; returns its id."""
    return ground.act(
        role, lambda work: amendments.draft(work, edition_of(work, 1), changes, "有误。").id
    )


def decide(ground, amendment, trigger, reason=""):
    ground.act(
        "approver",
        lambda work: fire(work, work.session.get_one(Amendment, amendment), trigger, reason=reason),
    )


def said(ground, amendment):
    """The differences as a reader sees them."""

    def look(work):
        found = work.session.get_one(Amendment, amendment)
        rows = amendments.differences(work, edition_of(work, 1), found)
        return [(str(row.label), row.before, row.after) for row in rows]

    return ground.act("approver", look)


def test_two_corrections_follow_each_other_and_keep_what_they_changed(ground):
    first = draft(ground, {"tiers.A.slots": 7})
    decide(ground, first, "approve")
    second = draft(ground, {"tiers.A.slots": 6})
    decide(ground, second, "approve")

    assert said(ground, first) == [("A类：名额", "8", "7")]
    assert said(ground, second) == [("A类：名额", "7", "6")]
    numbers = ground.act(
        "officer", lambda work: [a.number for a in amendments.issued(work, edition_of(work, 1))]
    )
    assert numbers == ["BL-2016-更正-001", "BL-2016-更正-002"]
    with ground.database.reading() as session:
        assert verification.verify(session) == []


def test_a_refused_correction_changes_nothing_and_is_not_public(ground):
    refused = draft(ground, {"tiers.A.slots": 7})
    decide(ground, refused, "refuse", "不必。")

    assert said(ground, refused) == [("A类：名额", "8", "7")]
    assert ground.act("officer", lambda w: list(amendments.issued(w, edition_of(w, 1)))) == []
    assert ground.act("officer", lambda w: list(amendments.pending(w, edition_of(w, 1)))) == []


def test_an_unsound_correction_is_not_even_drafted(ground):
    with pytest.raises(FaultyFile):
        draft(ground, {"pool": "99999999"})


def test_only_officers_draft(ground):
    with pytest.raises(NotYours):
        draft(ground, {"tiers.A.slots": 7}, role="approver")


def test_after_publication_nothing_is_adjusted_directly(ground):
    with pytest.raises(NotYours):
        ground.act("officer", lambda w: editions.adjust(w, edition_of(w, 1), {"pool": "1"}))


def test_of_two_officers_who_adjust_at_once_the_second_is_told(database):
    ground = with_people(database)
    ground.edition()

    def adjust(slots):
        return lambda work: editions.adjust(
            work, edition_of(work, 1), {"tiers.A.slots": slots}, expected_revision=0
        )

    ground.act("officer", adjust(7))
    with pytest.raises(Stale):
        ground.act("officer", adjust(6))
    slots = ground.act("officer", lambda w: editions.programme(w, edition_of(w, 1)).tiers[0].slots)
    assert slots == 7


@pytest.mark.parametrize("programme", ["beilin", "bengbu", "wuhu"])
def test_every_shipped_programme_can_be_moved_to_another_year(database, programme):
    ground = with_people(database)
    ground.edition(programme, slug="there")

    def move(work):
        edition = edition_of(work, 1)
        rules = editions.programme(work, edition)
        opens = rules.calendar.call_opens.replace(year=2031)
        editions.adjust(work, edition, moved(rules, opens))
        return opens, editions.programme(work, edition)

    opens, rules = ground.act("officer", move)
    assert rules.calendar.call_opens == opens
    years = {one.value.year for one in settings(rules) if hasattr(one.value, "year")}
    assert years <= {2030, 2031, 2032}


def test_only_programmes_that_can_be_run_are_offered():
    assert set(programmes.shipped()) == {"beilin", "bengbu", "wuhu"}
