"""The same seed tells the same story, whatever the database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from creator.models.audit import AuditRow
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.programme import reader
from creator.rehearsal.rehearse import Rehearsal, opening, throw_away
from creator.services import soundness
from creator.services.work import Work
from tests.databases import PostgresCopies
from tests.rehearsal import strangers

SMALL = strangers.PROGRAMMES["hardly anybody, trimmed item by item"]
LARGER = strangers.minimal()


@dataclass(frozen=True)
class Act:
    """One row of the audit chain, without the numbers a database gives."""

    at: datetime
    about: str
    trigger: str
    to: str
    word: str


def trace(text: str, seed: int, url: str = "") -> list[Act]:
    """Everything that happened, in the order of time."""
    rules = reader.parse(text, "programme.toml", {})
    with throw_away(seed, opening(rules), url) as world:
        rehearsal = Rehearsal(world)
        rehearsal.prepare(text, {}, "rehearsal")
        rehearsal.perform()
        return world.look(_acts)


def _acts(work: Work) -> list[Act]:
    assert soundness.findings(work.session, work.files) == []
    titles = {
        row.id: row.title for row in work.session.execute(select(Proposal.id, Proposal.title))
    }
    query = (
        select(AuditRow, Subject.type)
        .join(Subject, Subject.id == AuditRow.subject_id)
        .order_by(AuditRow.at, AuditRow.subject_id, AuditRow.seq)
    )
    return [
        Act(row.at, titles.get(row.subject_id, kind), row.trigger, row.to_state, row.actor_word)
        for row, kind in work.session.execute(query)
    ]


@pytest.mark.full
def test_the_same_seed_tells_the_same_story() -> None:
    assert trace(SMALL, 1) == trace(SMALL, 1)


@pytest.mark.full
def test_another_seed_tells_another_story() -> None:
    assert trace(SMALL, 1) != trace(SMALL, 2)


@pytest.mark.full
@pytest.mark.parametrize("text", [SMALL, LARGER], ids=["small", "larger"])
def test_postgresql_tells_the_same_story(
    text: str, postgres_copies: PostgresCopies, tmp_path: Path
) -> None:
    with postgres_copies.fresh(tmp_path, empty=True) as url:
        on_a_server = trace(text, 7, url)
    assert on_a_server == trace(text, 7)
