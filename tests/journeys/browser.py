"""People at a real browser, and everything a page must not do there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

DESK, PHONE = 1280, 390
PATIENCE = 10_000  # milliseconds until a button that does not come is a failure
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

    def go(self, path: str) -> None:
        """Open a page of the site."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status)

    def press(self, name: str) -> None:
        """The button or link of this name, and whatever page it leads to."""
        place = self.page.locator("main, .sticky-foot")
        button = place.get_by_role("button", name=name, exact=True)
        wanted = button.or_(place.get_by_role("link", name=name, exact=True))
        assert wanted.count(), f"no {name} on {self.path}: {place.first.inner_text()}"
        with self.page.expect_navigation():
            wanted.first.click()

    def act(self, step: str, password: str = "", **answers: str) -> None:
        """Take a step: its button, its page with what it asks, the password where it signs."""
        self.press(step)
        if self.path == "/again":
            self.put({"password": password})
            self.press("继续")
        if self.path.startswith("/do/"):
            self.put(answers)
            self.press(step)
        assert not self.path.startswith("/do/"), self.page.locator("main").inner_text()

    def put(self, answers: Mapping[str, str]) -> None:
        """Fill in fields by their names: type, choose or tick, whichever the field takes."""
        for name, value in answers.items():
            field = self.page.locator(f'[name="{name}"]:not([type=hidden])')
            kind = field.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif self.page.locator(f'select[name="{name}"]').count():
                field.select_option(value)
            else:
                field.fill(value)

    def reads(self, text: str) -> None:
        """The page says this."""
        assert text in self.page.locator("main").inner_text(), self.page.locator(
            "main"
        ).inner_text()

    @property
    def path(self) -> str:
        """Where this browser is."""
        return urlsplit(self.page.url).path

    def enter(self, code: str, password: str = "") -> None:
        """Sign in by a link as it is handed out; a new person chooses a password."""
        self.go(f"/c/{code}")
        self.press("进入")
        if password:
            self.put({"password": password, "repeated": password})
            self.press("保存密码")
        assert self.path == "/", self.path

    def sign_in(self, mobile: str, password: str) -> None:
        """Sign in as somebody known."""
        self.go("/enter")
        self.put({"mobile": mobile, "password": password})
        self.press("登录")
        assert self.path == "/", self.path

    def faults(self, path: str) -> list[str]:
        """Open a page: all that is wrong with it."""
        self.heard.clear()
        answer = self.page.goto(self.address + path)
        status = answer and answer.status
        return [*([f"answered {status}"] if status != 200 else []), *self.faults_here()]

    def faults_here(self) -> list[str]:
        """All that is wrong with this page at the width of a desk and of a phone."""
        found = []
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


@contextmanager
def seat(
    browser: Browser, address: str, *, width: int = DESK, scripts: bool = True
) -> Iterator[Seat]:
    """A browser of somebody's own, that shares nothing with others."""
    size: ViewportSize = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield Seat(address, context)
    context.close()
