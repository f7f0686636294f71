"""What people do, as requests: pages they read, and forms they send."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import select

from bench.client import Ask
from bench.signed_in import Browser, sign_in
from bench.stock import Stock
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.rules.pins import load
from creator.web.request import Site
from creator.workflow.definition import Definition

T = TypeVar("T")
STEP = "begin_screening"  # a step without form fields


@dataclass(frozen=True)
class Operation:
    """One kind of request, dealt out to browsers. Writes are sent once each, pages again."""

    name: str
    plan: Sequence[Sequence[Ask]]
    writes: bool = False
    small: Ask | None = None
    """The same page of a small edition, whose queries must be as many."""


@dataclass
class Desk:
    """Knows the stock and signs people in."""

    site: Site
    stock: Stock
    clients: int
    share: tuple[int, int] = (0, 1)
    """Which part of what can be written once this run may use up: number, of how many."""

    def __post_init__(self) -> None:
        many = self.stock.many
        self.officers = sign_in(self.site, [self.stock.officer] * self.clients)
        self.experts = dict(
            zip(many["judging"].experts, sign_in(self.site, many["judging"].experts), strict=True)
        )

    def operations(self) -> list[Operation]:
        """Pages first: what is written later must not change them."""
        few, many = self.stock.few, self.stock.many
        judging, ranked = many["judging"], many["ranked"]
        large = judging.edition_id
        listed = "/editions/{}/list/proposal"
        pages = [
            self._page("home, officer", ["/"]),
            self._page("edition", [f"/editions/{large}"], f"/editions/{few['judging']}"),
            self._page("list", [f"{listed.format(large)}?page={n}" for n in (1, 2, 3)],
                       listed.format(few["judging"])),
            self._page("proposal", [f"/proposals/{n}" for n in judging.proposals[:200]],
                       f"/proposals/{self._any(few['judging'], Proposal)}"),
            self._page("step page", [f"/do/proposal/{n}/{STEP}" for n in self._handed_in()[:50]]),
            self._page("ranking board", [f"/editions/{ranked.edition_id}/ranking"],
                       f"/editions/{few['ranked']}/ranking"),
            self._of_experts("home, expert", lambda _sheet: "/"),
            self._of_experts("own sheets", lambda _sheet: f"/editions/{large}/sheets"),
            self._of_experts("scoring page", lambda sheet: f"/sheets/{sheet}"),
        ]  # fmt: skip
        return [*pages, self._saving(), self._submitting(), self._stepping()]

    # --- pages ---

    def _page(self, name: str, paths: Sequence[str], small: str = "") -> Operation:
        plan = [
            [Ask(path, browser.cookie) for path in islice(cycle(paths), at, at + len(paths))]
            for at, browser in enumerate(self.officers)
        ]
        return Operation(name, plan, small=Ask(small, self.officers[0].cookie) if small else None)

    def _of_experts(self, name: str, path: Callable[[int], str]) -> Operation:
        asks: list[list[Ask]] = [[] for _ in range(self.clients)]
        sheets = self._sheets()
        nth = {expert: at for at, expert in enumerate(dict.fromkeys(one for _sheet, one in sheets))}
        for sheet, expert in sheets:
            asks[nth[expert] % self.clients].append(Ask(path(sheet), self.experts[expert].cookie))
        return Operation(name, asks)

    # --- writes: each of them once ---

    def _saving(self) -> Operation:
        """Another number of points for one criterion, the rest as it was."""
        sheets = self._sheets()
        sample = self._fields(sheets[0][0], self.experts[sheets[0][1]])
        seen = self._versions(Review, [sheet for sheet, _expert in sheets])
        first = next(name for name in sample if name.startswith("points_"))
        asks = [
            self._form(f"/sheets/{sheet}", self.experts[expert], seen[sheet],
                       {**sample, first: str(1 + number % 5), "then": "next"})
            for number, (sheet, expert) in enumerate(sheets)
        ]  # fmt: skip
        return Operation("save a sheet", self._dealt(asks), writes=True)

    def _submitting(self) -> Operation:
        call = self.stock.many["call"]
        contacts = dict(zip(call.proposals, call.contacts, strict=True))
        drafts = self._mine(self._drafts())
        seen = self._versions(Proposal, drafts)
        browsers = sign_in(self.site, [contacts[draft] for draft in drafts])
        asks = [
            self._form(f"/proposals/{draft}/submit", browser, seen[draft], {})
            for draft, browser in zip(drafts, browsers, strict=True)
        ]
        return Operation("submit", self._dealt(asks), writes=True)

    def waiting(self) -> list[int]:
        """Applications that can be moved on, of this run's part."""
        part = set(self._mine(self._handed_in()))
        return [
            one
            for one in self._in_call(lambda found, state: STEP in _exits(found, state))
            if one in part
        ]

    def _stepping(self) -> Operation:
        waiting = self.waiting()
        seen = self._versions(Proposal, waiting)
        asks = [
            self._form(f"/do/proposal/{one}/{STEP}", browser, seen[one], {})
            for one, browser in zip(waiting, cycle(self.officers), strict=False)
        ]
        return Operation("transition", self._dealt(asks), writes=True)

    def _form(
        self, path: str, browser: Browser, seen: tuple[int, int], fields: dict[str, str]
    ) -> Ask:
        seq, revision = seen
        hidden = {"csrf_token": browser.csrf, "key": str(uuid4()), "seq": str(seq),
                  "revision": str(revision)}  # fmt: skip
        return Ask(path, browser.cookie, tuple({**fields, **hidden}.items()))

    def _dealt(self, asks: Sequence[Ask]) -> list[list[Ask]]:
        return [list(asks[at :: self.clients]) for at in range(self.clients)]

    # --- what there is ---

    def _sheets(self) -> list[tuple[int, int]]:
        return self._mine(self.stock.many["judging"].sheets)

    def _mine(self, things: Sequence[T]) -> list[T]:
        number, of = self.share
        return list(things[number::of])

    def _handed_in(self) -> list[int]:
        return self._in_call(lambda found, state: found.has(state, "counts_as_submitted"))

    def _drafts(self) -> list[int]:
        return self._in_call(lambda found, state: found.has(state, "editable"))

    def _in_call(self, wanted: Callable[[Definition, str], bool]) -> list[int]:
        """Applications of the call whose state is as wanted."""
        query = select(Proposal).where(Proposal.edition_id == self.stock.many["call"].edition_id)
        with self.site.extensions["creator.database"].reading() as session:
            found = session.scalars(query.order_by(Proposal.id)).unique().all()
            return [
                one.id for one in found if wanted(load(session, one.definition_hash), one.state)
            ]

    def _any(self, edition_id: int, kind: type[Subject]) -> int:
        with self.site.extensions["creator.database"].reading() as session:
            return (
                session.scalars(select(kind.id).where(kind.edition_id == edition_id)).first() or 0
            )

    def _versions(self, kind: type[Subject], ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        wanted = set(ids)
        query = select(Subject.id, Subject.seq, Subject.revision).where(
            Subject.type == kind.__tablename__
        )
        with self.site.extensions["creator.database"].reading() as session:
            return {id: (seq, rev) for id, seq, rev in session.execute(query) if id in wanted}

    def _fields(self, sheet: int, browser: Browser) -> dict[str, str]:
        """What the scoring form holds as it is shown."""
        client = self.site.test_client()
        client.set_cookie("creator", browser.cookie)
        page = client.get(f"/sheets/{sheet}").text
        found = {}
        for tag in re.findall(r"<input[^>]*>", page):
            name, value = _attribute(tag, "name"), _attribute(tag, "value")
            chosen = _attribute(tag, "type") not in ("radio", "checkbox") or " checked" in tag
            if chosen and name.startswith(("points_", "note_")):
                found[name] = value
        return {**found, "comment": "有价值，建议细化（示例）。"}


def _exits(definition: Definition, state: str) -> list[str]:
    return [transition.id for transition in definition.exits(state)]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
