"""I14: joins fire exactly once and are never lost, however children end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, select

from creator.models.decision import Objection
from creator.models.edition import Amendment, Edition
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Review
from creator.services import children, people, verification
from creator.services.definitions import load
from creator.services.locking import lock
from creator.services.refused import Refused
from creator.services.transitions import fire
from creator.workflow.definition import Definition
from tests.databases import counting
from tests.engine.board import OFFICERS, board
from tests.engine.seeding import walk, with_marks

IN_ROUND = with_marks("in_round")


def with_reviewers(held, proposal_id, round_, count=4):
    """A proposal in a round with open sheets; returns their ids."""

    def lay_out(work, proposal):
        edition = work.session.get_one(Edition, held.edition_id)
        found = []
        for number in range(count):
            expert = people.find_or_add(work, f"专家{number}", f"1360000{number:04d}")
            key = {"round": round_, "proposal_id": proposal.id, "expert_id": expert.id}
            work.session.add(Assignment(edition_id=edition.id, **key))
            sheet = Review(**key, proposal_version=1, parent_id=proposal.id)
            children.begin(work, sheet, edition, edition.definitions["review"], cause=proposal)
            found.append(sheet.id)
        return found

    return held.on("officer", proposal_id, lay_out)


def all_finish_at_once(held, sheets):
    start = Barrier(len(sheets))

    def finish(role, sheet):
        start.wait()
        held.take(role, sheet, "excuse", reason="出差")

    with ThreadPoolExecutor(len(sheets)) as pool:
        for done in [pool.submit(finish, *pair) for pair in zip(OFFICERS, sheets, strict=True)]:
            done.result()


def rounds_of_reviewers(database, rounds):
    held = board(database, rounds, at=IN_ROUND)
    for number, proposal_id in enumerate(held.proposals):
        sheets = with_reviewers(held, proposal_id, number)
        all_finish_at_once(held, sheets)
        assert held.steps(proposal_id, "review_settled") == 1
    with database.reading() as session:
        assert verification.verify(session) == []


def test_four_reviewers_who_finish_at_once_settle_the_proposal_once(database):
    rounds_of_reviewers(database, 8)


@pytest.mark.full
def test_four_reviewers_finish_at_once_two_hundred_times(database):
    rounds_of_reviewers(database, 200)


def test_nothing_is_settled_before_the_last_child_is_done(sqlite_database):
    held = board(sqlite_database, 1, at=IN_ROUND)
    *early, last = with_reviewers(held, held.proposals[0], 0)
    for sheet in early:
        held.take("officer", sheet, "excuse", reason="出差")
    assert held.steps(held.proposals[0], "review_settled") == 0
    held.take("officer", last, "excuse", reason="出差")
    assert held.steps(held.proposals[0], "review_settled") == 1


def objection_of(held, proposal_id):
    """The newest objection to a proposal."""
    with held.database.reading() as session:
        query = select(Objection.id).where(Objection.parent_id == proposal_id)
        return session.scalars(query.order_by(Objection.id.desc())).first()


def object_and_decide(held, proposal_id, trigger, ruling):
    def contest(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        fire(work, proposal, trigger, data={"statement": "材料是齐的"})

    held.contact(contest)
    objection = objection_of(held, proposal_id)
    held.take("adjudicator", objection, "admit")
    held.take("adjudicator", objection, ruling, reason="核查属实")


def test_a_join_looks_at_this_stay_only_though_the_clock_stands_still(sqlite_database):
    """The first objection was upheld. The second is dismissed at the same instant: it decides."""
    held = board(sqlite_database, 1, at=with_marks("editable"))
    one = held.proposals[0]

    def screened_out(work, proposal):
        walk(work, proposal, lambda s: "remedy_open" in s.marks and "refused" not in s.marks)

    held.on("officer", one, screened_out)
    object_and_decide(held, one, "contest_screening", "uphold")
    assert held.state(one) == "screening"
    held.on("officer", one, screened_out)
    object_and_decide(held, one, "contest_screening", "dismiss")
    assert held.state(one) == "ineligible"
    assert held.steps(one, "settle_screening") == 2


def test_a_child_opened_in_an_earlier_state_still_joins(sqlite_database):
    """A correction drafted before the call opens and refused after it must be seen as settled."""
    held = board(sqlite_database, 1)
    second = held.ground.edition(slug="second")
    announced = with_marks("amendable", without="call_open")
    held.on("officer", second, lambda work, edition: walk(work, edition, announced))

    def draft(work, edition):
        amendment = Amendment(changes={}, parent_id=edition.id)
        children.begin(work, amendment, edition, edition.definitions["amendment"], cause=edition)
        return amendment.id

    amendment = held.on("officer", second, draft)
    held.on("officer", second, lambda work, edition: walk(work, edition, with_marks("call_open")))
    held.take("approver", amendment, "refuse", reason="不必更正")
    assert held.steps(second, "apply_amendment") == 1


def test_a_correction_that_could_not_come_into_force_is_not_approved(sqlite_database):
    held = board(sqlite_database, 1)

    def draft(work, edition):
        amendment = Amendment(changes={"title.zh": "新"}, parent_id=edition.id)
        children.begin(work, amendment, edition, edition.definitions["amendment"], cause=edition)
        return amendment.id

    amendment = held.on("officer", held.edition_id, draft)
    with pytest.raises(Refused) as refused:
        held.take("approver", amendment, "approve")
    assert "amendment.late" in [one.code for one in refused.value.refusals]


def test_the_end_of_a_parent_ends_its_open_children(database):
    """I10: in the same transaction, and the parent's join is not fired by it."""
    held = board(database, 1, at=IN_ROUND)
    one = held.proposals[0]
    sheets = with_reviewers(held, one, 0)
    held.take("officer", sheets[0], "excuse", reason="出差")

    def cancel(work, proposal):
        fire(children.as_pseudo(work, "@edition"), proposal, "call_off")

    held.on("officer", one, cancel)
    assert [held.state(sheet) for sheet in sheets] == ["excused"] + ["cancelled"] * 3
    assert held.steps(one, "review_settled") == 0


class TestOrderOfLocks:
    """Everybody locks from the root down, so that no two wait for each other."""

    def locked(self, held, role, subject_id, trigger, **kwargs):
        with counting(held.database) as sent:
            held.take(role, subject_id, trigger, **kwargs)
        locks = [statement for statement in sent if "FOR NO KEY UPDATE" in statement]
        return [statement.split("FROM")[1].split()[0] for statement in locks]

    def test_edition_then_parent_then_child(self, database):
        if database.engine.dialect.name != "postgresql":
            return
        held = board(database, 1, at=IN_ROUND)
        sheet = with_reviewers(held, held.proposals[0], 0)[0]
        assert self.locked(held, "officer", sheet, "excuse", reason="出差")[:2] == [
            "subject",
            "subject",
        ]

    def test_a_ruling_that_may_release_money_locks_the_edition_first(self, database):
        """The objection's own step needs no edition; the join it completes does."""
        held = board(database, 1)
        order = []

        def lock_and_note(work, proposal):
            walk(work, proposal, with_marks("contested"))
            edition = work.session.get_one(Edition, held.edition_id)
            objection = Objection(number="1", target="award", statement="x", parent_id=proposal.id)
            children.begin(work, objection, edition, edition.definitions["objection"])

            def note(_link, _cursor, statement, parameters, *_):
                if "FOR NO KEY UPDATE" in statement:
                    order.append(next(iter(parameters.values())))

            event.listen(held.database.engine, "before_cursor_execute", note)
            lock(work, objection, "dismiss")
            event.remove(held.database.engine, "before_cursor_execute", note)
            return [edition.id, proposal.id, objection.id]

        expected = held.on("officer", held.proposals[0], lock_and_note)
        if database.engine.dialect.name == "postgresql":
            assert order == expected


def definitions_of(held) -> dict[str, Definition]:
    with held.database.reading() as session:
        edition = session.get_one(Edition, held.edition_id)
        return {kind: load(session, pin) for kind, pin in edition.definitions.items()}


def test_every_open_child_can_be_called_off(sqlite_database):
    """Else a parent could never end: static, for every lifecycle that opens children."""
    known = definitions_of(board(sqlite_database, 1))
    for name, definition in known.items():
        for kind in definition.children.values():
            child = known[kind.lifecycle]
            step = child.transitions[kind.cancel or ""]
            unfinished = {state.id for state in child.states.values() if state.final is None}
            assert unfinished <= set(step.sources) | {"locked"}, f"{name} -> {kind.id}"
            assert f"@{name}" in step.by
