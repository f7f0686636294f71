"""What a new version would do to the subjects in flight."""

from creator.workflow.dry_run import compare
from creator.workflow.resolve import resolve
from tests.workflow.samples import changed, definition, lifecycle

LIVE = {"draft": 40, "hearing": 3, "voting": 20, "notice": 7, "running": 100, "closed": 9}
OLD = definition("fund", "hearing")


def test_the_same_definition_touches_nobody() -> None:
    report = compare(OLD, definition("fund", "hearing"), LIVE)
    assert report.count("unaffected") == sum(LIVE.values())
    assert (report.added, report.removed, report.changed) == ((), (), ())


def test_a_removed_state_blocks_those_in_it_and_changes_what_leads_there() -> None:
    report = compare(OLD, definition("fund"), LIVE)
    assert report.states == {
        "draft": "next_step",
        "hearing": "blocked",
        "voting": "unaffected",
        "notice": "unaffected",
        "running": "unaffected",
        "closed": "unaffected",
    }
    assert (report.count("blocked"), report.possible) == (3, False)
    assert (report.removed, report.changed) == (("hold_hearing",), ("submit",))


def test_a_state_map_gives_the_blocked_a_place() -> None:
    report = compare(OLD, definition("fund"), LIVE, {"hearing": "voting"})
    assert (report.states["hearing"], report.possible) == ("next_step", True)


def test_a_longer_notice_is_a_next_step_for_some_and_later_for_others() -> None:
    longer = resolve(lifecycle("fund"), ["hearing"], {"notice_days": "7wd"})
    report = compare(OLD, longer, LIVE)
    assert report.states == {
        "draft": "later",
        "hearing": "later",
        "voting": "later",
        "notice": "next_step",
        "running": "unaffected",
        "closed": "unaffected",
    }


def test_a_new_name_is_no_difference() -> None:
    other = changed("fund", 'zh = "论证会通过", en', 'zh = "通过论证", en')
    renamed = resolve(other, ["hearing"])
    assert renamed != OLD
    assert compare(OLD, renamed, LIVE).count("unaffected") == sum(LIVE.values())


def test_states_without_subjects_are_not_reported() -> None:
    assert compare(OLD, definition("fund"), {"hearing": 0}).states == {}
