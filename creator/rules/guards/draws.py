"""Guards of draws: first the list is fixed, then a number decides that nobody could know."""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.reckoning.draws import canonical_source, written_source
from creator.reckoning.refusal import Unreckonable
from creator.rules import drawn_panels
from creator.rules.draws import PURPOSES, round_drawn, today, waiting
from creator.rules.guards.registry import guard
from creator.rules.refusal import Refusal
from creator.rules.standing import undecided
from creator.rules.step import Step
from creator.rules.visibility import own_interests


@guard("ties_to_draw", zh="有并列需要抽签", en="there are ties to draw for")
def ties_to_draw(step: Step) -> Iterator[Refusal]:
    if not undecided(step.session, step.edition):
        yield Refusal("draw.nothing", _("没有需要抽签的并列。"), idle=True)


@guard("panel_to_draw", zh="有专家可以抽取", en="there are experts to draw")
def panel_to_draw(step: Step) -> Iterator[Refusal]:
    """A second draw of the round would let the office choose between two orders."""
    index = round_drawn(step.session, step.edition, "panel")
    if index >= len(step.programme.rounds):
        yield Refusal("draw.no_round", _("没有要评审的轮次了。"), idle=True)
    elif drawn_panels.never_called(step.session, step.edition.id, index):
        text = _("本轮专家已经抽取，还有候补专家。请在“专家组”页按抽取的顺序请入。")
        yield Refusal("draw.held", text, idle=True)
    elif not drawn_panels.to_draw(step.session, step.edition, index, step.now):
        yield Refusal("draw.empty", _("专家库里没有可以抽取的专家。请先登记专家。"))


@guard("seats_clear", zh="抽取人数填写无误", en="the number of experts to seat is clear")
def seats_clear(step: Step) -> Iterator[Refusal]:
    given = step.data.get("seats")
    if not given:
        return
    index = round_drawn(step.session, step.edition, "panel")
    most = len(drawn_panels.to_draw(step.session, step.edition, index, step.now))
    if not re.fullmatch(r"[1-9][0-9]{0,3}", given) or int(given) > most:
        text = _("请填 1 到 {most} 的整数：名单上有 {most} 位专家。", most=most)
        yield Refusal("draw.seats", text, "seats")


@guard("no_interest_in_any", zh="与各项目无利益关系", en="no interest in any proposal")
def no_interest_in_any(step: Step) -> Iterator[Refusal]:
    if step.actor.person_id is None:
        return
    own = select(Proposal.id).where(
        Proposal.id.in_(own_interests(step.actor)), in_edition(Proposal, step.edition.id)
    )
    if step.session.scalar(own.limit(1)) is not None:
        text = _("您与本届某个申报项目有利益关系，抽签由其他经办人办理。")
        yield Refusal("draw.interest", text)


@guard(
    "list_replaceable",
    zh="没有已到日期的抽签名单",
    en="no list whose number may be known",
    params={"purpose": PURPOSES},
)
def list_replaceable(step: Step, *, purpose: str) -> Iterator[Refusal]:
    """A list may give way to another only while its number cannot be known."""
    found = waiting(step.session, step.edition, purpose)
    if found is not None and today(step) >= found.known_on:
        text = _(
            "抽签名单已确定，{day} 起的公开数字可能已经产生，不能再换名单。请按它抽签。",
            day=found.known_on.isoformat(),
        )
        yield Refusal("draw.known", text)


@guard("number_to_come", zh="公开数字尚未产生", en="the public number is still to come")
def number_to_come(step: Step) -> Iterator[Refusal]:
    given = step.data.get("known_on")
    if given and date.fromisoformat(given) <= today(step):
        text = _(
            "公开数字须在名单确定之后产生：请选 {day} 以后的日期。", day=today(step).isoformat()
        )
        yield Refusal("draw.too_soon", text, "known_on")


@guard(
    "list_due",
    zh="抽签名单已确定，日期已到",
    en="a list is fixed and its day has come",
    params={"purpose": PURPOSES},
)
def list_due(step: Step, *, purpose: str) -> Iterator[Refusal]:
    found = waiting(step.session, step.edition, purpose)
    if found is None:
        yield Refusal("draw.no_list", _("还没有确定抽签名单。"), idle=True)
    elif today(step) < found.known_on:
        text = _("公开数字要到 {day} 才产生。", day=found.known_on.isoformat())
        yield Refusal("draw.early", text)


@guard("number_clear", zh="公开数字填写无误", en="the public number is clear and typed twice alike")
def number_clear(step: Step) -> Iterator[Refusal]:
    number, again = step.data.get("number"), step.data.get("again")
    if not number or not again:
        return
    try:
        same = written_source(number) == written_source(again)
    except Unreckonable as wrong:
        yield Refusal("draw.number", wrong.text, "number")
        return
    if not canonical_source(number):
        yield Refusal("draw.number", _("请填公开数字。"), "number")
    if not same:
        text = _("两次填写的公开数字不一样。抽签后不能更改，请对照公布的数字重填。")
        yield Refusal("draw.typed", text, "again")
