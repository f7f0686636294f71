"""The frame of a page, every part in a browser, and how much it all weighs."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from creator.i18n import speaking
from creator.web import filters
from creator.web.assets import FOLDER
from tests.serving import served
from tests.web import gallery
from tests.web.conftest import Visitor


@pytest.fixture
def site(site):
    site.register_blueprint(gallery.bp)
    return site


@pytest.fixture
def address(site) -> Iterator[str]:
    """The site on a real socket."""
    with served(site) as address:
        yield address


def test_a_faulty_form_says_so_first_in_the_title_and_leads_to_each_fault(visitor):
    answer = visitor.fill("/gallery/form", title="")
    assert answer.status_code == 422
    assert "<title>有误：表单" in answer.text
    assert '<a href="#title">项目名称：还没有填写。</a>' in answer.text
    assert 'id="title-error"' in answer.text


def test_what_was_typed_is_still_there_after_a_fault(visitor):
    answer = visitor.fill("/gallery/form", title="<b>银龄食堂</b>", amount="三万")
    assert "&lt;b&gt;银龄食堂&lt;/b&gt;" in answer.text
    assert 'value="三万"' in answer.text


def test_each_form_shown_has_a_key_of_its_own_which_a_fault_keeps(visitor):
    first, second = visitor.hidden("/gallery/form"), visitor.hidden("/gallery/form")
    assert first["key"] != second["key"]
    again = visitor.client.post("/gallery/form", data=first)
    assert first["key"] in again.text


def test_a_page_is_written_in_english_when_asked(site):
    visitor = Visitor(site)
    visitor.press("/language", language="en")
    assert '<html lang="en">' in visitor.get("/enter").text


def test_a_page_with_its_style_and_scripts_weighs_less_than_60_kb(visitor):
    page = visitor.get("/gallery", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    files = [path for path in FOLDER.rglob("*") if path.suffix in (".css", ".js")]
    sent = len(page.data) + sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    assert sent < 60_000


def test_files_of_other_makers_are_those_of_the_list():
    lines = (FOLDER / "vendor" / "VENDOR.txt").read_text().splitlines()
    listed = {row[0]: row[-1] for row in (line.split(" | ") for line in lines) if len(row) == 5}
    listed.pop("file")
    found = [path for path in (FOLDER / "vendor").iterdir() if path.name != "VENDOR.txt"]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found} == listed


def test_instants_are_written_as_a_chinese_clock_shows_them():
    midnight = datetime(2026, 11, 28, 16, tzinfo=UTC)
    assert filters.minute(midnight) == "2026年11月28日 周六 24:00"
    assert filters.minute(datetime(2026, 11, 28, 10, tzinfo=UTC)) == "2026年11月28日 周六 18:00"
    assert filters.day(midnight) == "2026年11月29日 周日"
    with speaking("en"):
        assert filters.minute(midnight) == "Sat 28 Nov 2026 24:00"


def test_no_template_carries_style_or_script_of_its_own():
    parts = Path(gallery.__file__).resolve().parents[3] / "templates"
    for path in (*parts.glob("layout/*"), *parts.glob("parts/*"), *parts.glob("sign_in/*")):
        text = path.read_text()
        assert not any(word in text for word in (" style=", "<style", " onclick", "<script>")), path


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/gallery", "/gallery/form", "/enter", "/c/CODE", "/nowhere"])
def test_every_part_is_accessible_and_fits_the_screen(address, browser, path, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + path)
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert [text for text in said if "Security" in text] == []
    context.close()


@pytest.mark.browser
def test_slider_chips_and_number_of_a_score_agree_and_are_saved(address, browser):
    page = browser.new_page()
    page.goto(f"{address}/gallery/form")
    with page.expect_response("**/gallery/save"):
        page.get_by_role("button", name="良").click()
    assert page.locator("#points").input_value() == "17"
    assert page.locator("[data-slider]").input_value() == "17"
    page.locator("[data-saved]").filter(has_text="已保存").wait_for()
    page.close()
