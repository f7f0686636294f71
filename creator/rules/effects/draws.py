"""Effects of draws: fixing the list, and drawing from it by the public number."""

from collections.abc import Iterator
from datetime import date

from creator.models.draw import DrawList, DrawResult
from creator.reckoning.canonical import digest
from creator.reckoning.drawn import drawn
from creator.reckoning.draws import commitment, written_source
from creator.rules.draws import names_of, waiting, written
from creator.rules.effects.registry import effect
from creator.rules.requests import Add, Fact, Request
from creator.rules.standing import undecided
from creator.rules.step import Step


@effect("commit_ties", zh="确定并列项目的抽签名单", en="fix the list of ties to draw for")
def commit_ties(step: Step) -> Iterator[Request]:
    names = undecided(step.session, step.edition)
    kept = DrawList(
        edition_id=step.edition.id,
        round=step.edition.round_index,
        names=written(names),
        digest=commitment(names),
        source=step.data["source"],
        known_on=date.fromisoformat(step.data["known_on"]),
        committed_at=step.now,
        committed_by_id=step.actor.person_id,
    )
    yield Add(kept)
    yield Fact("list", kept.digest)
    yield Fact("names", len(names))
    # In clear: which number decides must be provable, whatever is erased.
    yield Fact("source", kept.source)
    yield Fact("known_on", kept.known_on.isoformat())


@effect("draw_lots", zh="按公开数字抽签", en="draw by the public number")
def draw_lots(step: Step) -> Iterator[Request]:
    committed = waiting(step.session, step.edition)
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
