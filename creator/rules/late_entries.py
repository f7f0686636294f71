"""Applications that became eligible when the first round was open already (补入评审).

An objection against a screening refusal may be upheld, or a correction come in, while others are
being judged. Such an application is judged in the same round or nowhere: results that are sealed
are never opened again.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, LateDeclaration
from creator.rules import panels, rounds
from creator.rules.pins import pinned
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.rules.times import shown

FIRST = 0

_LEFT_OUT = {
    "in_screening": ("screening.open", _("“{title}”等 {n} 个项目的审查没有完成。")),
    "remedy_open": ("remedy.open", _("“{title}”等 {n} 个项目审查不通过，申诉期还没有结束。")),
    "enters_round": ("round.waiting", _("“{title}”等 {n} 个项目审查已通过，请补入本轮评审。")),
}


def round_running(session: Session, edition: Edition) -> bool:
    """Whether the first round is open: the only one that somebody may still join."""
    scoring = pinned(session, edition, "edition").marked("scoring_open")
    return edition.round_index == FIRST and edition.state in scoring


def late(session: Session, edition: Edition) -> Sequence[Proposal]:
    """Eligible applications that are not in the open first round."""
    if not round_running(session, edition):
        return []
    return rounds.standing_in(session, edition, "enters_round", without="scored")


def undeclared(session: Session, edition: Edition, proposal_id: int) -> Sequence[Person]:
    """Experts who are to read a late application and have not declared for it yet."""
    said = select(LateDeclaration.expert_id).where(LateDeclaration.proposal_id == proposal_id)
    query = select(Person).join(Assignment, Assignment.expert_id == Person.id).where(
        Assignment.edition_id == edition.id,
        Assignment.round == FIRST,
        Assignment.proposal_id == proposal_id,
        Person.id.not_in(said),
    )  # fmt: skip
    return session.scalars(query.order_by(Person.id)).all()


def obstacles(step: Step, proposal: Proposal) -> Iterator[Refusal]:
    """What keeps this application from joining the round now, and what can be done about it."""
    edition = step.edition
    if edition.round_index < FIRST:
        yield Refusal("round.ahead", _("评审还没有开启，开启时会一起进入。"))
        return
    if not round_running(step.session, edition):
        text = _("首轮评审已经结束，结果已封存，不能重开。可请申报单位撤回，转报下届。")
        yield Refusal("round.missed", text)
        return
    closes = step.programme.rounds[FIRST].closes
    if step.now >= closes:
        sentence = _("本轮评审已于 {time} 截止。请先发更正公告延长截止时间，再补入。")
        yield Refusal("round.over", _(sentence.msgid, time=shown(closes)))
    yield from panels.lacking_readers(step.session, edition, step.programme, FIRST, [proposal])
    for expert in undeclared(step.session, edition, proposal.id):
        text = _("“{name}”还没有就这个项目申报利益关系。", name=expert.name)
        yield Refusal("panel.undeclared", text)


def left_out(step: Step) -> Iterator[Refusal]:
    """Who may still enter the first round: it waits for them, for what is sealed stays sealed."""
    if step.edition.round_index != FIRST:
        return
    found = rounds.titles_by(step.session, step.edition, list(_LEFT_OUT), without="scored")
    for mark, (code, sentence) in _LEFT_OUT.items():
        if titles := found.get(mark):
            yield Refusal(code, _(sentence.msgid, title=titles[0], n=len(titles)))
