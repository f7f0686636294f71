"""Everybody follows every link of a demo: each leads to a page, and each page is in order.

In order means: no accessibility fault and nothing said on the console at the width of a desk and
of a phone, no sideways scrolling on a phone, nothing asked of a foreign host, below 100 KB.
"""

from dataclasses import dataclass

import pytest

from tests.journeys.browser import seat
from tests.journeys.crawl import Crawl, Kind, Opened
from tests.journeys.window import Window
from tests.serving import served
from tests.web.conftest import Visitor

pytestmark = [pytest.mark.full, pytest.mark.browser]

PEOPLE = 20
"""At most so many people of a role walk; what they see repeats itself."""
SAME_FOR_ALL = {"demo.show", "sign_in.devices", "sign_in.password", "inbox.index"}
MOST = 10
"""Faults are told of the first so many pages: the same part is mostly wrong on all of them."""


@dataclass
class Walk:
    """The fullest page of each kind that somebody of a role came to, and links that led nowhere."""

    fullest: dict[Kind, tuple[Opened, str]]
    dead: list[str]


def walk(shop: Window, role: str) -> Walk:
    walked = Walk({}, [])
    codes = shop.codes.get(role, [""])
    for number, code in enumerate(codes[:: -(-len(codes) // PEOPLE)]):
        visitor = Visitor(shop.site)
        # From one address so many sign-ins are taken for an attack.
        visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number + 1}"
        if code:
            slip = visitor.hidden(f"/c/{code}")
            assert visitor.client.post("/enter/code", data=slip).status_code == 303
        for page in Crawl(shop.site, visitor.client).pages():
            if page.status != 200:
                walked.dead.append(str(page))
            best = walked.fullest.get(page.kind)
            if best is None or best[0].size < page.size:
                walked.fullest[page.kind] = (page, code)
    return walked


def shown(walked: Walk, role: str) -> dict[str, list[str]]:
    """Sign-in code -> the paths this person shall look at; what is the same for all, once."""
    found: dict[str, list[str]] = {}
    for kind, (page, code) in walked.fullest.items():
        known = role != "officer" and kind.endpoint in SAME_FOR_ALL
        if page.mimetype == "text/html" and page.status == 200 and not known:
            found.setdefault(code, []).append(page.path)
    return found


@pytest.mark.parametrize(
    "role",
    ["", "officer", "approver", "adjudicator", "expert", "applicant", "sponsor", "community"],
)
def test_every_link_leads_to_a_page_in_order(shop, browser, role):
    walked = walk(shop, role)
    assert walked.dead == []
    faults: dict[str, list[str]] = {}
    with served(shop.site) as address:
        for code, paths in shown(walked, role).items():
            with seat(browser, address) as person:
                if code:
                    person.enter(code)
                found = {path: person.faults(path) for path in paths if len(faults) < MOST}
            faults |= {path: said for path, said in found.items() if said}
    assert faults == {}
