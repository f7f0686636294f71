"""People at a real browser, and everything a page must not do there."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request

DESK, PHONE = 1280, 390
HEAVIEST = 100_000
"""Bytes that the first visit to a page may cost, compressed, pictures of applicants aside."""

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WEIGHT = """
[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""
_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
  (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Seat:
    """One person's browser at an address, and what was heard from its pages."""

    address: str
    context: BrowserContext
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(_TELL_VIOLATIONS)
        self.context.on("console", lambda said: self._hear(said.type, said.text))
        self.context.on("weberror", lambda error: self._hear("error", str(error.error)))
        self.context.on("request", self._asked)
        self.page: Page = self.context.new_page()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.heard.append(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.heard.append(f"asked a foreign host: {request.url}")

    def enter(self, code: str) -> None:
        """Sign in by a link as it is handed out."""
        self.page.goto(f"{self.address}/c/{code}")
        self.page.get_by_role("button", name="进入").click()
        self.page.wait_for_load_state()
        assert urlsplit(self.page.url).path in {"/", "/password"}, self.page.url

    def faults(self, path: str) -> list[str]:
        """Open a page at the width of a desk and of a phone: all that is wrong with it."""
        self.heard.clear()
        found = []
        answer = self.page.goto(self.address + path)
        if answer is None or answer.status != 200:
            found.append(f"answered {answer and answer.status}")
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{width}px: {fault}" for fault in self._look(width)]
        weight = self.page.evaluate(_WEIGHT)
        if weight >= HEAVIEST:
            found.append(f"weighs {weight} bytes")
        return [*found, *self.heard]

    def _look(self, width: int) -> list[str]:
        broken = [
            f"{rule['id']} at {node['target']}"
            for rule in Axe().run(self.page).response["violations"]
            for node in rule["nodes"]
        ]
        too_wide = self.page.evaluate(_TOO_WIDE)
        return [*broken, f"{too_wide} px too wide"] if width == PHONE and too_wide else broken


def seat(browser: Browser, address: str, *, width: int = DESK, scripts: bool = True) -> Seat:
    """A browser that shares nothing with others; close its `context` at the end."""
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN")
    return Seat(address, context)
