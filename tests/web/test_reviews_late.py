"""What comes too late for a sheet: the page says so, and what was typed comes back."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.services.judging import judging
from tests.web.reviewing import stage

OVER = "本轮评审已于 2017-02-17（星期五）18:00 截止。"
CLOSED = "本轮评审没有开启或已经结束。"
BACK = "没有保存。您填写的内容列在下面，需要时请复制后交给经办人。"


@pytest.fixture
def opened(sqlite_database, tmp_path):
    """An open round, ten minutes before its end."""
    held = judging(sqlite_database)
    held.open_round()
    held.ground.clock.instant = datetime(2017, 2, 17, 9, 50, tzinfo=UTC)
    return stage(held, tmp_path)


def wait(stage):
    stage.held.ground.clock.advance(timedelta(minutes=20))


def close(stage):
    """Everybody's sheets are sealed, elsewhere, and the round is closed."""
    stage.held.judge([[80, 70, 60]] * 5)
    stage.held.step("close_round")


def typed(page):
    return re.findall(r'name="(points_[a-z]+|comment)"', page)


def test_once_the_time_is_up_the_sheet_is_only_to_be_read(opened):
    held, path = opened.held, f"/sheets/{opened.held.sheet(0)}"
    held.score(0, [83, 70, 60])
    assert typed(opened.expert(0).get(path).text)
    wait(opened)
    page = opened.expert(0).get(path)
    assert page.status_code == 200
    assert OVER in page.text
    assert "简介01" in page.text
    assert "总分 83.00" in page.text
    assert typed(page.text) == []
    assert "保存并继续" not in page.text


def test_a_late_save_gives_back_what_was_typed(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    wait(opened)
    answer = expert.client.post(
        path, data={**hidden, "points_need": "12", "comment": "写了很久的评语"}
    )
    assert answer.status_code == 409
    for words in (OVER, BACK, "写了很久的评语", "需求真实、有依据"):
        assert words in answer.text
    assert "<dd>12</dd>" in answer.text
    assert typed(answer.text) == []


def test_a_save_over_somebody_elses_gives_back_what_was_typed(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    expert.fill(path, points_need="12")
    answer = expert.client.post(path, data={**hidden, "comment": "另一个窗口里的评语"})
    assert answer.status_code == 409
    assert "另一个窗口里的评语" in answer.text
    assert f'href="{path}"' in answer.text


def test_after_the_round_is_closed_a_save_still_gives_back_what_was_typed(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    close(opened)
    answer = expert.client.post(path, data={**hidden, "comment": "写了很久的评语"})
    assert answer.status_code == 409
    for words in (CLOSED, BACK, "写了很久的评语"):
        assert words in answer.text
    assert "简介01" not in answer.text


def test_after_the_round_is_closed_ones_own_sheet_says_so(opened):
    sheet, foreign = opened.held.sheet(1), opened.held.sheet(2)
    close(opened)
    expert = opened.expert(1)
    page = expert.get(f"/sheets/{sheet}")
    assert page.status_code == 200
    assert CLOSED in page.text
    assert "总分 80.00" in page.text
    assert "简介01" not in page.text
    assert expert.get(f"/sheets/{foreign}").status_code == 404
    assert expert.press(f"/sheets/{foreign}").status_code == 404


def test_a_recused_sheet_gives_nothing_back(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    expert.fill(f"{path}/recuse", reason="负责人是亲戚")
    assert expert.client.post(path, data={**hidden, "comment": "评语"}).status_code == 404
    assert expert.client.post(f"{path}/autosave", data=hidden).status_code == 404


def test_a_late_autosave_says_so_and_shuts_the_form(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    said = "没有保存，您填写的内容还在本页，需要时请复制后交给经办人。"
    wait(opened)
    answer = expert.client.post(f"{path}/autosave", data={**hidden, "points_need": "12"})
    assert (answer.status_code, answer.json) == (409, {"said": OVER + said, "shut": True})


def test_an_autosave_after_the_round_is_closed_says_the_same(opened):
    expert, path = opened.expert(0), f"/sheets/{opened.held.sheet(0)}"
    hidden = expert.hidden(path)
    close(opened)
    answer = expert.client.post(f"{path}/autosave", data={**hidden, "points_need": "12"})
    assert (answer.status_code, answer.json["shut"]) == (409, True)
    assert answer.json["said"].startswith(CLOSED)


def test_the_list_of_sheets_promises_nothing_once_the_time_is_up(opened):
    held, path = opened.held, f"/editions/{opened.held.edition_id}/sheets"
    held.score(0, [83, 70, 60])
    promised = opened.expert(0).get(path).text
    assert "提交前都可以修改" in promised
    assert "提交全部评分" in promised
    wait(opened)
    page = opened.expert(0).get(path).text
    assert OVER in page
    for words in ("提交前都可以修改", "提交全部评分", "评下一份"):
        assert words not in page


def test_the_list_of_sheets_says_what_is_sealed_and_who_can_reopen_it(opened):
    held, path = opened.held, f"/editions/{opened.held.edition_id}/sheets"
    held.score(0, [83, 70, 60])
    held.seal(0)
    page = opened.expert(0).get(path).text
    assert "已全部提交，不能再改。" in page
    assert "联系经办人退回" in page
    assert "可以修改" not in page
    manage = f"/sheets/{held.sheet(0)}/manage/reopen"
    opened.officer().fill(manage, reason="第 3 项写反了")
    page = opened.expert(0).get(path).text
    assert "已提交的评分表不能再改；其余的提交前可以修改" in page
    assert "提交前都可以修改" not in page
