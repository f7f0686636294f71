"""Effects of draws: fixing the list, and drawing from it by the public number."""

from collections.abc import Iterator, Sequence
from datetime import date

from creator.models.draw import DrawList, DrawResult
from creator.reckoning.canonical import digest
from creator.reckoning.drawn import drawn
from creator.reckoning.draws import commitment, written_source
from creator.rules import drawn_panels
from creator.rules.draws import PURPOSES, names_of, round_drawn, waiting, written
from creator.rules.effects.registry import effect
from creator.rules.requests import Add, Fact, Request
from creator.rules.standing import undecided
from creator.rules.step import Step


@effect("commit_ties", zh="确定并列项目的抽签名单", en="fix the list of ties to draw for")
def commit_ties(step: Step) -> Iterator[Request]:
    kept = _listed(step, "ties", undecided(step.session, step.edition))
    yield Add(kept)
    yield from _published(kept)


@effect("commit_panel", zh="确定抽取专家的名单", en="fix the list of experts to draw from")
def commit_panel(step: Step) -> Iterator[Request]:
    index = round_drawn(step.session, step.edition, "panel")
    who = drawn_panels.to_draw(step.session, step.edition, index, step.now)
    kept = _listed(step, "panel", list(who))
    kept.seats = int(step.data["seats"])
    kept.experts = who
    yield Add(kept)
    yield from _published(kept)
    yield Fact("seats", kept.seats)


def _listed(step: Step, purpose: str, names: Sequence[str]) -> DrawList:
    return DrawList(
        edition_id=step.edition.id,
        purpose=purpose,
        round=round_drawn(step.session, step.edition, purpose),
        names=written(names),
        digest=commitment(names),
        source=step.data["source"],
        known_on=date.fromisoformat(step.data["known_on"]),
        committed_at=step.now,
        committed_by_id=step.actor.person_id,
    )


def _published(kept: DrawList) -> Iterator[Request]:
    yield Fact("list", kept.digest)
    yield Fact("names", len(names_of(kept.names)))
    # In clear: which number decides must be provable, whatever is erased.
    yield Fact("source", kept.source)
    yield Fact("known_on", kept.known_on.isoformat())


@effect("draw", zh="按公开数字抽签", en="draw by the public number", params={"purpose": PURPOSES})
def draw(step: Step, *, purpose: str) -> Iterator[Request]:
    committed = waiting(step.session, step.edition, purpose)
    if committed is None:
        return
    names, number = names_of(committed.names), written_source(step.data["number"])
    result = drawn(names, [number], len(names), "sha256")
    kept = DrawResult(
        list_id=committed.id,
        number=number,
        found_at=step.data["found_at"],
        chosen=written(result["chosen"]),
        digest=digest(result),
        drawn_at=step.now,
        drawn_by_id=step.actor.person_id,
    )
    yield Add(kept)
    yield Fact("list", committed.digest)
    yield Fact("number", number)
    yield Fact("found_at", kept.found_at)
    yield Fact("draw", kept.digest)
