"""The gate: the only way a state changes, one step after the other, each request once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import func, select, update

from creator.models.audit import AuditRow
from creator.models.decision import DecisionItem
from creator.models.edition import Edition
from creator.models.outbox import IdempotencyRecord
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import ClosedGate, Subject
from creator.services import people
from creator.services.locking import lock_row
from creator.services.refused import Declined, KeyReused, NotYours, Refused, Stale
from creator.services.transitions import fire
from tests import house
from tests.engine.board import AMOUNT, board
from tests.engine.seeding import with_marks


class TestOnlyWay:
    """I1."""

    def test_setting_a_state_is_refused(self, sqlite_database):
        held = board(sqlite_database, 1)
        for act in (
            lambda work, proposal: setattr(proposal, "state", "awarded"),
            lambda work, proposal: work.session.merge(
                Proposal(id=proposal.id, state="awarded", type="proposal")
            ),
        ):
            with pytest.raises(ClosedGate):
                held.on("officer", held.proposals[0], act)
        assert held.state(held.proposals[0]) == "ranked"

    def test_no_statement_of_the_orm_changes_states(self, sqlite_database):
        held = board(sqlite_database, 2)
        row_by_row = [{"id": one, "state": "awarded"} for one in held.proposals]
        for statement, rows in (
            (update(Proposal).values(state="awarded"), None),
            (update(Subject).values({"state": "awarded"}), None),
            (update(Subject).values({Subject.state: "awarded"}), None),
            (update(Subject).ordered_values((Subject.state, "awarded")), None),
            (update(Subject), row_by_row),
        ):
            with pytest.raises(ClosedGate):
                held.ground.act_as(
                    None, lambda work, s=statement, r=rows: work.session.execute(s, r)
                )

    def test_other_columns_may_be_changed_in_bulk(self, sqlite_database):
        held = board(sqlite_database, 1)
        rows = [{"id": held.edition_id, "title": "新名称"}]
        held.ground.act_as(None, lambda work: work.session.execute(update(Edition), rows))
        assert held.seen(held.edition_id, lambda edition: edition.title) == "新名称"

    def test_nobody_goes_round_the_orm(self):
        """What no event of SQLAlchemy reports is simply not used."""
        ways = ("bulk_update_mappings", "bulk_save_objects", "at_the_gate", "set_committed_value")
        users = {
            (path, way) for path, text in house.sources().items() for way in ways if way in text
        }
        assert users == {
            ("creator/models/subject.py", "at_the_gate"),
            ("creator/services/transitions.py", "at_the_gate"),
        }


class TestRequests:
    def test_the_same_request_acts_once_and_is_answered_alike(self, database):
        """I5, also when the first answer was lost on its way (F9)."""
        held = board(database)
        first = held.propose("officer", held.proposals[0], key="k1")
        assert held.propose("officer", held.proposals[0], key="k1") == first
        assert held.seen(held.edition_id, lambda edition: edition.reserved_fen) == AMOUNT

    def test_the_same_key_with_another_content_is_refused(self, sqlite_database):
        held = board(sqlite_database)
        held.propose("officer", held.proposals[0], key="k1")
        with pytest.raises(KeyReused):
            held.propose("officer", held.proposals[0], AMOUNT + 100, key="k1")
        with pytest.raises(KeyReused):
            held.propose("officer", held.proposals[1], key="k1")
        # Somebody else's key of the same name is another key.
        held.propose("officer2", held.proposals[1], key="k1")

    def test_a_request_refused_once_may_succeed_later(self, sqlite_database):
        held = board(sqlite_database, pool=AMOUNT)
        held.propose("officer", held.proposals[0])
        with pytest.raises(Refused):
            held.propose("officer", held.proposals[1], key="k2")
        held.take("officer", held.proposals[0], "reconsider")
        assert held.propose("officer", held.proposals[1], key="k2").state == "proposed"

    def test_who_saw_an_older_state_does_not_act(self, database):
        """I6."""
        held = board(database)
        seen = held.seen(held.proposals[0], lambda proposal: proposal.seq)
        held.propose("officer", held.proposals[0])
        held.take("officer", held.proposals[0], "reconsider")
        with pytest.raises(Stale):
            held.propose("officer", held.proposals[0], expected_seq=seen)
        assert held.state(held.proposals[0]) == "ranked"

    def test_a_replayed_answer_comes_before_the_question_of_staleness(self, sqlite_database):
        held = board(sqlite_database)
        seen = held.seen(held.proposals[0], lambda proposal: proposal.seq)
        first = held.propose("officer", held.proposals[0], key="k1", expected_seq=seen)
        assert held.propose("officer", held.proposals[0], key="k1", expected_seq=seen) == first

    def test_a_value_of_another_kind_is_refused_not_a_crash(self, sqlite_database):
        held = board(sqlite_database, 1)
        for amount in ("10000", 1.5, True, None, []):
            with pytest.raises(Refused) as refused:
                held.propose("officer", held.proposals[0], amount)
            assert {one.code for one in refused.value.refusals} <= {"field.unfit", "field.missing"}

    def test_outsiders_learn_whose_step_it_is(self, sqlite_database):
        held = board(sqlite_database, 1)
        with pytest.raises(NotYours, match="经办人"):
            held.propose("approver", held.proposals[0])


class TestInterests:
    """I9: an office ends where one's own interest begins, though no file says so."""

    def join_the_applicant(self, held, role):
        def appoint(work):
            proposal = work.session.get_one(Proposal, held.proposals[0])
            person = work.session.get_one(Person, held.ground.people[role])
            people.appoint(work, person, "applicant", organisation_id=proposal.organisation_id)

        held.ground.act_as(None, appoint)

    def test_an_officer_does_not_award_his_own_organisation(self, sqlite_database):
        held = board(sqlite_database, 1)
        self.join_the_applicant(held, "officer")
        with pytest.raises(Refused) as refused:
            held.propose("officer", held.proposals[0])
        assert [one.code for one in refused.value.refusals] == ["interest.own"]
        assert held.propose("officer2", held.proposals[0]).state == "proposed"

    def test_what_belongs_to_the_applicant_stays_with_him(self, sqlite_database):
        held = board(sqlite_database, 1, at=with_marks("before_screening", "counts_as_submitted"))
        self.join_the_applicant(held, "officer")
        assert held.take("officer", held.proposals[0], "withdraw", reason="不办了")


def double_click(held, proposal_id, round_):
    """One officer clicks twice on proposing while another clicks twice on passing over."""
    seen, start = held.seen(proposal_id, lambda p: p.seq), Barrier(4)

    def click(role, key, trigger, **kwargs):
        start.wait()
        try:
            return held.take(
                role, proposal_id, trigger, key=f"{key}{round_}", expected_seq=seen, **kwargs
            )
        except Declined as refused:
            return type(refused)

    award = {"data": {"tier": "A", "amount": AMOUNT}}
    with ThreadPoolExecutor(4) as pool:
        clicks = [
            *(pool.submit(click, "officer", "a", "propose", **award) for _ in range(2)),
            *(pool.submit(click, "officer2", "b", "pass_over", reason="待定") for _ in range(2)),
        ]
        return [one.result() for one in clicks]


def rounds_of_double_clicks(held, rounds):
    proposal_id = held.proposals[0]
    for round_ in range(rounds):
        before = held.seen(proposal_id, lambda p: p.seq)
        answers = double_click(held, proposal_id, round_)
        done = [one for one in answers if not isinstance(one, type)]
        # One of the two acts happened; its repetition got the same answer; the other came too late.
        assert (len(done), len(set(done))) == (2, 1), answers
        assert [one for one in answers if isinstance(one, type)] == [Stale, Stale]
        with held.database.reading() as session:
            rows = select(func.count()).where(
                AuditRow.subject_id == proposal_id, AuditRow.seq > before
            )
            assert session.scalar(rows) == 1
        held.take("officer3", proposal_id, "reconsider")


class TestTwoAtOnce:
    """I5, I6 and I7 together: lock, then request key, then expected number of the step."""

    def test_double_clicks_of_two_officers(self, database):
        rounds_of_double_clicks(board(database, 1), 60)

    @pytest.mark.full
    def test_a_thousand_double_clicks(self, database):
        rounds_of_double_clicks(board(database, 1), 1000)

    def test_fifty_copies_of_one_request(self, database):
        """F9: the row changes once, one letter at most, every copy gets the same answer."""
        held = board(database, 1)
        with ThreadPoolExecutor(8) as pool:
            copies = [
                pool.submit(held.propose, "officer", held.proposals[0], key="same")
                for _ in range(50)
            ]
            answers = {copy.result() for copy in copies}
        assert len(answers) == 1
        assert held.seen(held.edition_id, lambda edition: edition.reserved_fen) == AMOUNT
        with held.database.reading() as session:
            steps = select(func.count()).where(
                AuditRow.subject_id == held.proposals[0], AuditRow.trigger == "propose"
            )
            kept = select(func.count()).where(IdempotencyRecord.key == "same")
            assert (session.scalar(steps), session.scalar(kept)) == (1, 1)
            lines = select(func.count()).where(DecisionItem.proposal_id == held.proposals[0])
            assert session.scalar(lines) == 1

    def test_what_is_locked_is_what_is_judged(self, database):
        """An object read before the lock is read anew under it."""
        held = board(database, 1)

        def late(work, proposal):
            stale = proposal.seq
            with ThreadPoolExecutor(1) as pool:
                pool.submit(held.propose, "officer2", held.proposals[0]).result()
            with pytest.raises(Refused) as refused:
                fire(work, proposal, "pass_over", reason="晚了一步")
            assert (proposal.seq, refused.value.refusals[0].code) == (stale + 1, "not_offered")

        if database.engine.dialect.name == "postgresql":
            held.on("officer", held.proposals[0], late)

    def test_what_a_wait_ends_with_is_what_the_other_left(self, database):
        """PostgreSQL would show the money as it was before the wait, had it not locked that row."""
        held, entered, seen = board(database, 1), Event(), []

        def first(work, edition):
            lock_row(work, Edition, edition.id)
            entered.set()
            edition.reserved_fen += 1
            sleep(0.3)

        def second(work, edition):
            lock_row(work, Edition, edition.id)
            seen.append(edition.reserved_fen)

        with ThreadPoolExecutor(2) as pool:
            earlier = pool.submit(held.on, "officer", held.edition_id, first)
            entered.wait()
            pool.submit(held.on, "officer2", held.edition_id, second).result()
            earlier.result()
        assert seen == [1]
