"""Whole competitions as they were really run, from the call to the last subject settled."""

from pathlib import Path

import pytest

from creator.cli.rehearse import Told, run
from creator.home import home
from creator.i18n import Text

pytestmark = pytest.mark.full
SAMPLES = home() / "workflows" / "samples"


def rehearsed(name: str, applications: Path | None = None, **changes: str) -> Told:
    told = run(home() / "workflows" / "programmes" / f"{name}.toml", changes, applications)
    assert (told.stuck, told.breaches, told.flaws) == (None, [], [])
    assert told.report is not None
    assert told.report.unsettled == {}
    return told


def reasons(told: Told) -> dict[str, str]:
    """Tier -> what drew its fund line."""
    assert told.report is not None
    lines = {str(tier.tier): tier.line.params["why"] for tier in told.report.tiers}
    return {tier: why.msgid for tier, why in lines.items() if isinstance(why, Text)}


@pytest.mark.parametrize("name", ["beilin", "wuhu", "bengbu"])
def test_a_shipped_programme_is_played_to_its_end(name: str) -> None:
    told = rehearsed(name)
    assert told.report is not None
    assert 0 < told.report.held <= told.report.pool
    counts = [count.number for count in told.report.funnel]
    assert counts == sorted(counts, reverse=True)


def test_the_troubles_of_a_real_edition_are_met() -> None:
    """A correction, a refusal, a recusal, an objection upheld and one not, an award declined."""
    told = rehearsed("beilin")
    assert told.report is not None
    endings = {str(count.label): count.number for count in told.report.endings}
    assert endings["取消立项资格"] == endings["已放弃立项"] == endings["不符合资格"] == 1
    rulings = {str(answer.result) for answer in told.report.answers}
    assert {"异议成立", "异议不成立"} <= rulings


def test_a_summary_of_applications_is_taken_in_but_for_its_faulty_rows() -> None:
    told = rehearsed("beilin", SAMPLES / "beilin-applications.xlsx")
    assert told.report is not None
    assert [one["row"] for one in told.left_out] == [10, 13, 19, 21]
    assert told.report.funnel[0].number == 14


def test_with_the_whole_pool_the_slots_bind() -> None:
    told = rehearsed("beilin", SAMPLES / "beilin-oversubscribed.xlsx", pool="640000")
    assert reasons(told) == {"A类": "名额用完", "B类": "名额用完"}


def test_with_a_smaller_pool_the_money_binds() -> None:
    told = rehearsed("beilin", SAMPLES / "beilin-oversubscribed.xlsx", pool="400000")
    assert reasons(told)["B类"] == "资金用完"
