"""An officer sets an edition up: from a file, adjusted, published, corrected."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from creator.home import home
from creator.models.edition import Edition
from creator.services import editions
from tests.databases import counting
from tests.web.desk import Desk, another_host, desk_over, typed

BEILIN = (home() / "workflows/programmes/beilin.toml").read_text("utf-8")


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def how_many(desk: Desk) -> int:
    return desk.ask(lambda work: work.session.scalar(select(func.count(Edition.id))))


def calendar(desk: Desk, edition: int | None = None):
    def look(work):
        found = work.session.get_one(Edition, edition or desk.edition)
        return editions.programme(work, found).calendar

    return desk.ask(look)


class TestTheList:
    def test_shows_the_editions_of_my_host(self, desk):
        another_host(desk)
        page = desk.browser("officer").get("/editions/").text
        assert page.count('href="/editions/') - page.count('href="/editions/"') == 2
        assert "/editions/new" in page

    def test_an_approver_cannot_begin_one(self, desk):
        assert "/editions/new" not in desk.browser("approver").get("/editions/").text
        assert desk.browser("approver").get("/editions/new").status_code == 404

    def test_is_not_for_those_without_an_office(self, desk):
        assert desk.browser("community").get("/editions/").status_code == 404


class TestANewEdition:
    def test_begins_from_a_shipped_programme(self, desk):
        browser = desk.browser("officer")
        answer = browser.fill("/editions/new", source="wuhu", slug="wuhu-1")
        assert answer.status_code == 303
        assert "芜湖" in browser.get(answer.location).text

    def test_all_its_dates_move_with_the_opening_of_the_call(self, desk):
        browser = desk.browser("officer")
        answer = browser.fill(
            "/editions/new", source="beilin", slug="beilin-2018", opens="2018-01-04T10:30"
        )
        moved = calendar(desk, int(answer.location.rsplit("/", 1)[1]))
        assert f"{moved.call_opens:%Y-%m-%d %H:%M}" == "2018-01-04 10:30"
        assert f"{moved.call_closes:%Y-%m-%d %H:%M}" == "2018-01-27 17:00"
        assert moved.ends.isoformat() == "2019-01-01"

    def test_shows_every_fault_of_a_file_and_stores_nothing(self, desk):
        before = how_many(desk)
        faulty = BEILIN.replace("tier_choice = ", "tier_choise = ").replace(
            'aggregate = "trimmed"', 'aggregate = "best"'
        )
        upload = (BytesIO(faulty.encode()), "mine.toml")
        answer = desk.browser("officer").fill("/editions/new", file=upload, slug="mine")
        assert answer.status_code == 422
        assert "tier_choise" in answer.text
        assert "tier_choice" in answer.text  # the remedy
        page = answer.text  # the message stands below the table
        assert page.index("</table>") < page.index("见上表")
        assert "best" in answer.text
        line = faulty.split('aggregate = "best"')[0].count("\n") + 1
        assert f"第 {line} 行" in answer.text
        assert how_many(desk) == before

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"\xff\xfe", "UTF-8"),
            (b"#" * 300_001, "300 KB"),
            (b"a = = 1", "TOML"),
        ],
    )
    def test_says_what_is_wrong_with_a_file_it_cannot_read(self, desk, content, said):
        upload = (BytesIO(content), "mine.toml")
        answer = desk.browser("officer").fill("/editions/new", file=upload, slug="mine")
        assert answer.status_code == 422
        assert said in answer.text

    @pytest.mark.parametrize("slug", ["Beilin 2017", "beilin-2017", "x"])
    def test_refuses_an_address_that_is_odd_or_taken(self, desk, slug):
        answer = desk.browser("officer").fill("/editions/new", source="beilin", slug=slug)
        assert (answer.status_code, how_many(desk)) == (422, 1)

    def test_needs_a_programme(self, desk):
        answer = desk.browser("officer").fill("/editions/new", slug="mine")
        assert answer.status_code == 422
        assert "请选一份方案" in answer.text


class TestTheDashboard:
    def test_a_drawing_wider_than_the_screen_says_that_it_can_be_moved(self, desk):
        page = desk.browser("officer").get(f"/editions/{desk.edition}").text
        drawing = page.split('<figure class="drawing">')[1].split("</figure>")[0]
        assert 'class="scroll" role="region" tabindex="0"' in drawing
        assert '<span class="swipe">图比屏幕宽，可以左右滑动。</span>' in drawing

    def test_says_where_the_money_comes_from_and_what_of_it_is_not_to_be_awarded(self, desk):
        page = desk.browser("officer").get(f"/editions/{desk.edition}").text
        assert "区级财政资金" in page
        assert "少于各项来源之和" not in page

        def shrink(work):
            edition = work.session.get_one(Edition, desk.edition)
            editions.adjust(work, edition, {"pool": 60_000_000 // 100})

        desk.ground.act("officer", shrink)
        page = desk.browser("officer").get(f"/editions/{desk.edition}").text
        assert "资金总额少于各项来源之和，差 40,000.00 元。" in page

    def test_says_what_comes_next_and_who_may_do_the_rest(self, desk):
        page = desk.browser("officer").get(f"/editions/{desk.edition}").text
        assert page.count("btn-primary") == 1
        assert "发布征集公告" in page
        assert "轮到：审批人" in page  # cancelling
        assert "64.00 万元" in page
        assert "0 / 8" in page

    def test_a_foreign_edition_is_a_missing_one(self, desk):
        stranger, foreign = another_host(desk)
        for browser, number in (
            (desk.browser("officer"), foreign),
            (desk.browser_of(stranger), desk.edition),
        ):
            for path in ("", "/adjust", "/people", "/people/invite", "/list/proposal"):
                assert browser.get(f"/editions/{number}{path}").status_code == 404
        assert desk.browser("officer").get("/editions/999").status_code == 404

    def test_a_published_edition_of_another_host_stays_closed(self, desk):
        stranger, _foreign = another_host(desk)
        desk.step("officer", "announce")
        for path in ("", "/adjust", "/people", "/list/proposal", "/list/proposal.xlsx"):
            answer = desk.browser_of(stranger).get(f"/editions/{desk.edition}{path}")
            assert answer.status_code == 404

    @pytest.mark.parametrize("role", ["officer", "approver", "adjudicator"])
    def test_every_way_onward_leads_somewhere(self, desk, role):
        desk.open_call()
        browser = desk.browser(role)
        page = browser.get(f"/editions/{desk.edition}").text
        ways = re.findall(r'href="([^"]+)"', page.split('class="rooms"')[1].split("</ul>")[0])
        assert {way: browser.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)

    def test_leads_the_correction_to_its_own_page(self, desk):
        desk.step("officer", "announce")
        page = desk.browser("officer").get(f"/editions/{desk.edition}").text
        assert f'href="/editions/{desk.edition}/adjust">发起更正公告' in page

    def test_asks_the_database_as_often_for_three_proposals_as_for_one(self, desk):
        desk.open_call()
        browser, asked = desk.browser("officer"), []
        for number in (1, 2, 3):
            desk.draft(number, f"项目{number}")
            browser.get(f"/editions/{desk.edition}")  # what is kept per process is kept now
            with counting(desk.ground.database) as sent:
                assert browser.get(f"/editions/{desk.edition}").status_code == 200
            asked.append(len(sent))
        assert asked == [asked[0]] * 3


class TestAdjusting:
    def adjust(self, desk, role="officer", **changed):
        path = f"/editions/{desk.edition}/adjust"
        browser = desk.browser(role)
        values = {**typed(browser.get(path).text), **changed}
        return browser.fill(path, **values)

    def test_changes_dates_and_money_while_nothing_is_published(self, desk):
        answer = self.adjust(
            desk, **{"calendar.call_closes": "2017-01-27T12:00", "tiers.A.cap": "29,000"}
        )
        assert answer.status_code == 303
        assert f"{calendar(desk).call_closes:%d %H:%M}" == "27 12:00"
        assert "2.90 万元" in desk.browser("officer").get(answer.location).text

    def test_each_fault_stands_at_its_field(self, desk):
        answer = self.adjust(desk, **{"calendar.call_closes": "2017-01-02T12:00", "pool": "900000"})
        assert answer.status_code == 422
        assert 'id="calendar.call_closes-error"' in answer.text
        assert 'id="pool-error"' in answer.text
        assert answer.text.count('class="wrong"') == 2
        assert 'value="2017-01-02T12:00"' in answer.text
        assert f"{calendar(desk).call_closes:%d}" == "26"

    def test_a_second_window_is_told_and_shown_both_values(self, desk):
        path = f"/editions/{desk.edition}/adjust"
        browser = desk.browser("officer")
        first = {**typed(browser.get(path).text), **browser.hidden(path)}
        self.adjust(desk, **{"tiers.A.slots": "7"})
        answer = browser.client.post(path, data={**first, "tiers.A.slots": "6"})
        assert answer.status_code == 409
        assert "现在是：7" in answer.text
        assert 'value="6"' in answer.text

    def test_is_for_officers(self, desk):
        answer = desk.browser("approver").get(f"/editions/{desk.edition}/adjust")
        assert answer.status_code == 404
