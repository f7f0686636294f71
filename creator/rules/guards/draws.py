"""Guards of draws: first the list is fixed, then a number decides that nobody could know."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.reckoning.draws import canonical_source, written_source
from creator.reckoning.refusal import Unreckonable
from creator.rules.draws import today, waiting
from creator.rules.guards.registry import guard
from creator.rules.refusal import Refusal
from creator.rules.standing import undecided
from creator.rules.step import Step
from creator.rules.visibility import own_interests


@guard("ties_to_draw", zh="有并列需要抽签", en="there are ties to draw for")
def ties_to_draw(step: Step) -> Iterator[Refusal]:
    if not undecided(step.session, step.edition):
        yield Refusal("draw.nothing", _("没有需要抽签的并列。"), idle=True)


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


@guard("list_replaceable", zh="没有已到日期的抽签名单", en="no list whose number may be known")
def list_replaceable(step: Step) -> Iterator[Refusal]:
    """A list may give way to another only while its number cannot be known."""
    found = waiting(step.session, step.edition)
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


@guard("list_due", zh="抽签名单已确定，日期已到", en="a list is fixed and its day has come")
def list_due(step: Step) -> Iterator[Refusal]:
    found = waiting(step.session, step.edition)
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
