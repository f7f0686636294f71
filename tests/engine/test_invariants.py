"""D1–D12: the data are broken on purpose, and `creator check` names what is wrong and where."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, insert, literal, select, text, update

from creator.db import Database
from creator.models.audit import AuditRow
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition, TierUse
from creator.models.organisation import Organisation, OrganisationRecord
from creator.models.outbox import IdempotencyRecord, Letter
from creator.models.proposal import Attachment, Proposal, ProposalVersion
from creator.models.review import (
    Assignment,
    FrozenRanking,
    Interest,
    LateDeclaration,
    PanelSeat,
    Point,
    Review,
)
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.services import invariants
from creator.storage import Storage
from tests import house
from tests.databases import counting
from tests.engine.board import board
from tests.services.deciding import deciding


class Undo(Exception):
    """Ends a unit so that nothing of it stays."""


@pytest.fixture
def held(database):
    """A competition up to its public notice: sound in every respect."""
    made = deciding(database, (90, 80, 55))
    made.publish_all()
    with database.reading() as session:
        assert invariants.breaches(session) == []
    return made


def broken(database, *statements):
    """The rules that are found broken after these statements, which are then undone."""
    found = []
    with pytest.raises(Undo), database.writing() as session:
        if database.engine.dialect.name == "postgresql":  # constraints and triggers aside
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in session.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            session.execute(statement)
        found.extend(invariants.breaches(session))
        raise Undo
    return {breach.rule for breach in found}


def of(model):
    return model.__table__


def first(model, *where):
    """The row with the smallest key, as a condition."""
    key = next(iter(of(model).primary_key.columns))
    return key == select(key).where(*where).order_by(key).limit(1).scalar_subquery()


def breaks():
    """Name of the rule -> statements that break it. `of()` goes round the ORM and its gate."""
    subject, timer, review = of(Subject), of(Timer), of(Review)
    award = first(Proposal, of(Proposal).c.amount_fen.is_not(None))
    sheet = first(Review)
    return {
        "money.reserved": [update(of(Edition)).values(reserved_fen=1)],
        "money.slots": [update(of(TierUse)).values(used=0)],
        "money.tier": [update(of(TierUse)).values(used=1, slots=1)],
        "award.amount": [update(of(Proposal)).where(award).values(amount_fen=None)],
        "award.bounds": [update(of(Proposal)).where(award).values(amount_fen=3_000_001)],
        "decision.unlisted": [delete(of(DecisionItem))],
        "audit.count": [delete(of(AuditRow)).where(of(AuditRow).c.seq == 1)],
        "timer.stale": [
            update(timer).where(timer.c.status == "armed").values(entered_seq=99),
        ],
        "timer.final": [
            update(timer)
            .where(timer.c.subject_id.in_(select(subject.c.id).where(subject.c.state == "locked")))
            .values(status="armed"),
        ],
        "timer.missing": [delete(timer).where(timer.c.kind == "fire")],
        "final.children": [
            update(subject).where(subject.c.type == "proposal").values(state="rejected"),
            update(subject).where(subject.c.type == "review").values(state="scoring"),
        ],
        "proposal.late": [update(of(Proposal)).values(submitted_at=CLOSED)],
        "sheet.barred": [
            insert(of(Interest)).from_select(
                ["edition_id", "expert_id", "proposal_id", "kind", "note", "recorded_at"],
                select(
                    subject.c.edition_id, review.c.expert_id, review.c.proposal_id,
                    text("'declared'"), text("''"), subject.c.created_at,
                ).join(review, review.c.id == subject.c.id).where(sheet),
            )
        ],
        "sheet.unassigned": [delete(of(Assignment))],
        "sheet.undeclared": [update(of(PanelSeat)).values(declared_at=None)],
        "decision.changed": [update(of(DecisionItem)).values(reason="另一个理由")],
        "sheet.late": [update(review).where(sheet).values(sealed_at=CLOSED)],
        "sheet.changed": [update(of(Point)).where(first(Point)).values(points=1)],
        "result.recomputed": [update(of(Point)).where(first(Point)).values(points=1)],
        "ranking.digest": [update(of(FrozenRanking)).values(digest="0" * 64)],
        "ranking.proposal": [update(of(Proposal)).where(first(Proposal)).values(rank=7)],
        "document.digest": [update(of(ProposalVersion)).values(body="{}")],
        "document.unsealed": [
            update(of(ProposalVersion)).values(body="{}", digest=EMPTY),
        ],
        "request.lost": [update(of(IdempotencyRecord)).values(answer={"head": "0" * 64})],
        "outbox.act": [delete(of(IdempotencyRecord))],
        "outbox.letter": [delete(of(Letter))],
    }  # fmt: skip


CLOSED = None
EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # sha256 of `{}`


def test_every_breach_is_named(held, monkeypatch):
    now = held.ground.clock.now()
    monkeypatch.setattr(f"{__name__}.CLOSED", now + timedelta(days=365))
    for rule, statements in breaks().items():
        assert rule in broken(held.ground.database, *statements), rule
    with held.ground.database.reading() as session:  # nothing of it stayed
        assert invariants.breaches(session) == []


def test_a_pool_that_is_overdrawn_is_named(sqlite_database):
    """The database refuses it too, so the constraint has to be taken off first."""
    held = board(sqlite_database, 1)
    held.propose("officer", held.proposals[0])
    edition = of(Edition)
    with pytest.raises(Undo), sqlite_database.writing() as session:
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        session.execute(update(edition).values(pool_fen=1))
        rules = {breach.rule for breach in invariants.breaches(session)}
        session.execute(text("PRAGMA ignore_check_constraints = OFF"))
        assert "money.pool" in rules
        raise Undo


def test_a_proposal_on_two_open_lists_is_named(sqlite_database):
    held = board(sqlite_database, 1)
    held.propose("officer", held.proposals[0])
    other = text(
        "INSERT INTO decision (id, ordinal, minutes_no, attendees, recusals) "
        "SELECT id, 2, '', '', '' FROM edition"
    )
    twice = text(
        "INSERT INTO decision_item (decision_id, proposal_id, outcome, position, reason) "
        "SELECT edition.id, proposal_id, outcome, position, '' FROM decision_item, edition"
    )
    assert "decision.twice" in broken(sqlite_database, other, twice)


def test_a_lost_or_changed_file_is_named(sqlite_database, tmp_path):
    """D8."""
    held = board(sqlite_database, 1)
    storage = Storage(tmp_path / "files")
    received = storage.receive(io.BytesIO(b"%PDF-1.4"), 100)
    key = storage.keep(received.token)

    def attach(work):
        proposal_id = held.proposals[0]
        work.session.add(
            Attachment(
                proposal_id=proposal_id, field="x", key=key, name="材料.pdf", media_type="x",
                size=received.size, sha256=received.sha256, received_at=work.now,
                uploaded_by_id=work.actor.person_id,
            )
        )  # fmt: skip

    held.ground.act("officer", attach)

    def rules():
        with sqlite_database.reading() as session:
            return [breach.rule for breach in invariants.breaches(session, storage)]

    assert rules() == []
    storage.path(key).write_bytes(b"%PDF-1.5")
    assert rules() == ["file.lost"]
    storage.path(key).unlink()
    assert rules() == ["file.lost"]


def test_newer_rows_are_looked_at_too(held):
    """Late declarations, sponsors' confirmations, scans, records of organisations."""
    database, now = held.ground.database, held.ground.clock.now()
    review, decision = of(Review), of(Decision)
    late = insert(of(LateDeclaration)).from_select(
        ["edition_id", "expert_id", "proposal_id", "declared_at"],
        select(
            of(Subject).c.edition_id, review.c.expert_id, review.c.proposal_id,
            literal(now + timedelta(days=365)).label("at"),
        ).join(review, review.c.id == of(Subject).c.id).where(first(Review)),
    )  # fmt: skip
    scan = insert(of(Attachment)).values(
        proposal_id=held.held.edition_id, field="minutes", key="0" * 32, name="纪要.pdf",
        media_type="application/pdf", size=1, sha256="0" * 64, received_at=now,
        uploaded_by_id=held.ground.people["officer"],
    )  # fmt: skip
    cited = update(decision).values(scan_id=select(func.max(of(Attachment).c.id)).scalar_subquery())
    assert "sheet.undeclared" in broken(database, late)
    assert "document.unsealed" in broken(
        database, update(of(Proposal)).where(first(Proposal)).values(sponsor_digest=EMPTY)
    )
    assert "decision.changed" in broken(database, scan, cited)


@pytest.mark.parametrize(
    ("row", "broken_by"),
    [
        ({"kind": "grade", "value": "3A"}, {}),
        ({"kind": "grade", "value": "3A"}, {"value": "9A"}),
        ({"kind": "annual_check", "value": "passed"}, {"kind": "visit"}),
        ({"kind": "dishonest", "value": ""}, {"ends_on": date(2010, 1, 1)}),
        ({"kind": "offence", "value": ""}, {"withdrawn_at": datetime(2017, 1, 1, tzinfo=UTC)}),
    ],
)
def test_a_record_of_an_organisation_that_says_nothing_is_named(sqlite_database, row, broken_by):
    held = board(sqlite_database, 1)
    now = held.ground.clock.now()
    organisation = select(func.min(of(Organisation).c.id)).scalar_subquery()
    record = of(OrganisationRecord)
    sound = insert(record).values(
        organisation_id=organisation,
        on_date=date(2016, 1, 1),
        evidence="证书",
        entered_at=now,
        **row,
    )
    named = broken(sqlite_database, sound, *[update(record).values(**broken_by)][: len(broken_by)])
    assert ("organisation.record" in named) == bool(broken_by)


def test_a_reference_to_nothing_is_named(sqlite_database):
    """D11."""
    held = board(sqlite_database, 1)
    dangling = update(of(Timer)).values(subject_id=999_999)
    assert "database.reference" in broken(held.ground.database, dangling)


def test_checking_asks_no_more_for_more_proposals(sqlite_database, tmp_path, sqlite_copies):
    """The number of questions does not grow with the number of subjects."""
    counts = []
    for number, totals in enumerate(((90,), (90, 80, 55, 70))):
        (tmp_path / str(number)).mkdir()
        with sqlite_copies.fresh(tmp_path / str(number)) as url:
            database = Database(url)
            deciding(database, totals)
            with counting(database) as sent, database.reading() as session:
                invariants.breaches(session)
            counts.append(len(sent))
            database.dispose()
    assert counts[0] == counts[1]


def test_every_rule_that_can_be_broken_is_broken_here():
    """A new rule needs its breach in `breaks()` or a test of its own."""
    source = "".join(
        text for path, text in house.sources().items() if "services/invariants/" in path
    )
    rules = set(re.findall(r'Breach\(\s*"([a-z.]+)"', source)) | {"document.digest"}
    apart = {
        "money.pool", "decision.twice", "file.lost", "database.reference",
        "database.integrity",  # a damaged page: `creator restore` tests it
        "organisation.record",
        "draw.list", "draw.recomputed",  # `tests/services/test_draws.py`
        "draw.seat",  # `tests/services/test_drawn_panels.py`
        "ranking.recomputed",  # only together with `ranking.digest`
    }  # fmt: skip
    assert rules - apart == set(breaks())
