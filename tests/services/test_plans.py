"""After the award: a budget made for another amount is brought to it, and all else stands."""

import pytest

from creator.models.proposal import Attachment, Proposal
from creator.rules.programmes import programme_of
from creator.rules.shapes import shaped
from creator.services import people, proposals, versions
from creator.services.refused import Refused
from creator.services.transitions import edition_of, fire
from tests.services.applicants import ANSWERS, BUDGET, FILES, handing_in, line
from tests.services.deciding import Deciding, deciding

ASKED = sum(int(one["quantity"]) * one["unit_price"] for one in BUDGET)
CUT = ASKED - 5_100_00
"""What is awarded, in 分: the request without the assistant."""


def _apply_in_full(held: Deciding, proposal_id: int) -> None:
    """What an application of this edition holds when it was really filled in."""

    def fill(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        rules = programme_of(work.session, edition_of(work, proposal))
        typed = {**ANSWERS, "amount": ASKED}
        proposal.answers = {
            id: shaped(rules, rules.form.field(id), value) for id, value in typed.items()
        }
        proposal.requested_fen = ASKED
        for nth, slot in enumerate(FILES):
            work.session.add(
                Attachment(
                    proposal_id=proposal_id, field=slot, key=f"key{nth}-{proposal_id}",
                    name="材料.pdf", media_type="application/pdf", size=4, sha256="0" * 64,
                    uploaded_by_id=work.actor.person_id, received_at=work.now,
                )
            )  # fmt: skip

    held.ground.act("officer", fill)


def _contact(held: Deciding, proposal_id: int) -> int:
    def join(work):
        person = people.find_or_add(work, "申报联系人", "13800000001")
        organisation = work.session.get_one(Proposal, proposal_id).organisation_id
        people.appoint(work, person, "applicant", organisation_id=organisation)
        return person.id

    return held.ground.act("officer", join)


class Awarded:
    """The first of the ranking, awarded less than it asked for, and its contact."""

    def __init__(self, held: Deciding, amount: int) -> None:
        self.held, self.id = held, held.ranked(1)
        _apply_in_full(held, self.id)
        held.take("officer", self.id, "propose", {"tier": "A", "amount": amount})
        held.publish_all()
        held.pass_days(10)
        self.person = _contact(held, self.id)

    def on(self, what):
        done = self.held.ground.act_as(
            self.person, lambda work: what(work, work.session.get_one(Proposal, self.id))
        )
        self.held.ground.settle()
        return done

    def take(self, trigger: str, **kwargs) -> None:
        self.on(lambda work, proposal: fire(work, proposal, trigger, **kwargs))

    def save(self, answers: dict) -> None:
        self.on(lambda work, proposal: proposals.save(work, proposal, answers))

    def lacks(self) -> list[str]:
        return [one.code for one in self.on(proposals.requirements)]

    @property
    def label(self) -> str:
        return self.held.label(self.id)


@pytest.fixture
def cut(database) -> Awarded:
    return Awarded(deciding(database, (90, 80)), CUT)


def test_an_award_as_requested_leaves_nothing_to_revise(sqlite_database):
    awarded = Awarded(deciding(sqlite_database, (90, 80)), ASKED)
    awarded.take("accept_award")
    assert awarded.label == "已确认，待签约"


def test_a_smaller_award_asks_for_a_budget_that_comes_to_it(cut):
    cut.take("accept_award")
    assert (cut.label, cut.lacks()) == ("项目优化：按批准金额改预算", ["budget.sum"])
    with pytest.raises(Refused):
        cut.on(lambda work, proposal: fire(work, proposal, handing_in(work, proposal)))
    cut.save({"budget": BUDGET[:-1]})
    cut.on(lambda work, proposal: fire(work, proposal, handing_in(work, proposal)))
    assert cut.label == "预算待核定"
    cut.held.take("officer", cut.id, "accept_plan")
    assert cut.label == "已确认，待签约"


@pytest.mark.parametrize("answer", [{"objectives": "少做一点"}, {"amount": CUT}, {"title": "改名"}])
def test_only_the_money_may_follow_the_award(cut, answer):
    cut.take("accept_award")
    with pytest.raises(Refused) as refused:
        cut.save(answer)
    assert [one.code for one in refused.value.refusals] == ["answer.closed"]


def test_what_is_shut_does_not_stand_in_the_way(cut):
    """A correction notice may have moved the dates since the application was handed in."""

    def outdate(work):
        proposal = work.session.get_one(Proposal, cut.id)
        outside = {**ANSWERS["activities"][0], "date": "2016-03-10"}
        proposal.answers = {**proposal.answers, "activities": [outside]}

    cut.held.ground.act("officer", outdate)
    cut.take("accept_award")
    assert cut.lacks() == ["budget.sum"]


def test_the_budget_is_not_handed_in_half_filled(cut):
    cut.take("accept_award")
    cut.save({"budget": [{**BUDGET[0], "quantity": ""}, *BUDGET[1:]]})
    assert "cell.missing" in cut.lacks()


def test_own_funds_may_fill_the_gap_instead(cut):
    cut.take("accept_award")
    cut.save({"own_funding": ASKED - CUT})
    assert cut.lacks() == []


def test_the_officer_sees_what_was_changed_and_may_return_it(cut):
    cut.take("accept_award")
    cut.save({"budget": [*BUDGET[:-2], line("labour", "项目助理（兼职）", "1", 1500)]})
    cut.on(lambda work, proposal: fire(work, proposal, handing_in(work, proposal)))

    def changes(work, proposal):
        pair = [versions.read(work, proposal, number) for number in (1, 2)]
        return {one.field for one in versions.diff(*pair)}, pair[1].content["award_fen"]

    fields, award = cut.held.on("officer", cut.id, changes)
    assert ("budget" in fields, award) == (True, CUT)
    cut.held.take("officer", cut.id, "return_plan", reason="项目助理请写明工时。")
    assert cut.label == "项目优化：按批准金额改预算"


def test_whoever_never_revises_loses_slot_and_money_to_the_next(cut):
    cut.take("accept_award")
    cut.held.pass_days(30)
    assert cut.label == "已放弃立项"
    assert cut.on(lambda _work, proposal: (proposal.tier, proposal.amount_fen)) == (None, None)


def test_an_award_that_is_being_revised_can_still_be_declined(cut):
    cut.take("accept_award")
    cut.take("decline", reason="人手不够")
    assert cut.label == "已放弃立项"
