"""A round opened before its announced start: what was announced is said where one confirms."""

from datetime import UTC, datetime

import pytest

from tests.services.judging import judging
from tests.web.reviewing import stage

SAID = "公布的开始时间是 2017-02-13（星期一）09:00，还没有到。"


@pytest.mark.parametrize(("minute", "warned"), [(59, True), (60, False)])
def test_until_then_the_step_warns(sqlite_database, tmp_path, minute, warned):
    held = judging(sqlite_database)
    held.ground.clock.instant = datetime(2017, 2, 13, minute // 60, minute % 60, tzinfo=UTC)
    held.seat_all()
    held.declare_all()
    here = stage(held, tmp_path)
    here.officer().press(here.path("assignment"))
    page = here.officer().get(f"/do/edition/{held.edition_id}/open_round").text
    assert "开启后本轮评分规则冻结。" in page
    assert (SAID in page) is warned
