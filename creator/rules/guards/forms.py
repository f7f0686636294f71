"""Guards of applying and correcting. Their refusals are the page's list of what is missing."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, select

from creator.clock import local
from creator.db.lean import ask
from creator.i18n import _
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.money import Amount
from creator.programme.tiers import Tier
from creator.rules import answers, budgets, eligibility, hearings, plans, sponsorship, versions
from creator.rules.amendments import amended_since
from creator.rules.application import Application
from creator.rules.guards.registry import guard
from creator.rules.past_awards import won_last_time
from creator.rules.pins import load, marked
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.rules.times import shown

UNCHANGED = "correction.unchanged"


def _proposal(step: Step) -> Proposal:
    if not isinstance(step.subject, Proposal):
        raise TypeError(f"{step.subject.type} is not an application")
    return step.subject


@guard("call_open", zh="在征集期内", en="the call is open")
def call_open(step: Step) -> Iterator[Refusal]:
    calendar = step.programme.calendar
    definition = load(step.session, step.edition.definition_hash)
    if step.now < calendar.call_opens:
        yield Refusal(
            "call.early", _("征集尚未开始，{at} 起可以提交。", at=shown(calendar.call_opens))
        )
    elif step.now >= calendar.call_closes:
        yield Refusal("call.late", _("征集已于 {at} 截止。", at=shown(calendar.call_closes)))
    elif not definition.has(step.edition.state, "call_open"):
        yield Refusal("call.closed", _("现在不在征集阶段，不能提交。"))


@guard("form_complete", zh="申报书填写完整", en="the application form is complete")
def form_complete(step: Step) -> Iterator[Refusal]:
    """After the award only of what is open then: the rest was complete when it was handed in, and
    where a correction notice has moved dates since, the applicant could not follow it any more."""
    plan = plans.fields(step.programme.form.sections) if step.marked("plan_open") else None
    for refusal in answers.incomplete(step.application):
        if plan is None or refusal.place.partition(".")[0] in plan:
            yield refusal


@guard("organisation_may_apply", zh="单位有申报资格", en="the organisation may apply")
def organisation_may_apply(step: Step) -> Iterator[Refusal]:
    organisation, today = _proposal(step).organisation, local(step.now).date()
    yield from eligibility.ineligible(step.programme, organisation, today)
    excluded = step.programme.applicants.last_winners == "excluded"
    if excluded and won_last_time(step, organisation.id):
        yield Refusal("organisation.won", _("上届已立项的单位本届不能申报。"), "organisation")


@guard(
    "within_organisation_limit",
    zh="未超过每家单位的申报数",
    en="not more applications than allowed",
    locks=("edition",),
)
def within_organisation_limit(step: Step) -> Iterator[Refusal]:
    """Counts what was handed in, also what the community has yet to confirm: two drafts sent
    there at once would otherwise both pass. The edition is locked, so two submissions at the same
    moment count each other."""
    proposal, most = _proposal(step), step.programme.applicants.per_organisation
    handed_in = marked(step, "proposal", "counts_as_submitted")
    handed_in |= marked(step, "proposal", "before_screening")
    asked = {
        "edition": step.edition.id, "organisation": proposal.organisation_id, "but": proposal.id
    }  # fmt: skip
    found = ask(step.session, _others_in(handed_in), asked).scalar_one()
    if found >= most:
        text = _(
            "每家单位最多申报 {most} 个项目，贵单位已提交 {found} 个。", most=most, found=found
        )
        yield Refusal("organisation.limit", text)


@lru_cache
def _others_in(states: frozenset[str]) -> Select[int]:
    """Counts an organisation's other applications in these states; written once."""
    return select(func.count(Proposal.id)).where(
        in_edition(Proposal, bindparam("edition")),
        Proposal.organisation_id == bindparam("organisation"),
        Proposal.id != bindparam("but"),
        Proposal.state.in_(states),
    )


@guard("amount_within_tier", zh="申请金额在档次范围内", en="the request lies within the tier")
def amount_within_tier(step: Step) -> Iterator[Refusal]:
    application = step.application
    field, requested = application.for_role("amount"), application.role("amount")
    if field is None or requested is None:
        return
    organisation, today = _proposal(step).organisation, local(step.now).date()
    chosen = eligibility.class_of(step.programme, organisation, today)
    if chosen is not None and chosen.cap is not None and requested > chosen.cap:
        text = _("{name}最多申请 {cap}。", name=chosen.label, cap=Amount(chosen.cap))
        yield Refusal("amount.class_cap", text, field.id)
    tiers = _tiers(application)
    if tiers and not any(_fits(tier, requested) for tier in tiers):
        yield _outside(tiers, requested, field.id)


def _tiers(application: Application) -> list[Tier]:
    """The tier applied for, or all where the result of judging assigns it."""
    programme = application.programme
    if programme.tier_choice != "applied":
        return list(programme.tiers)
    tier = programme.tier(application.role("tier") or "")
    return [tier] if tier else []


def _fits(tier: Tier, requested: int) -> bool:
    return tier.least <= requested and (tier.most is None or requested <= tier.most)


def _outside(tiers: list[Tier], requested: int, place: str) -> Refusal:
    most = max((tier.most for tier in tiers if tier.most is not None), default=0)
    least = min(tier.least for tier in tiers)
    name = tiers[0].label if len(tiers) == 1 else _("各档")
    if requested > most:
        text = _("{tier}最多申请 {cap}，现在填的是 {found}。",
                 tier=name, cap=Amount(most), found=Amount(requested))  # fmt: skip
        return Refusal("amount.over_cap", text, place)
    text = _("{tier}最少申请 {least}，现在填的是 {found}。",
             tier=name, least=Amount(least), found=Amount(requested))  # fmt: skip
    return Refusal("amount.under_min", text, place)


@guard("budget_balances", zh="预算符合规则", en="the budget keeps the rules")
def budget_balances(step: Step) -> Iterator[Refusal]:
    yield from budgets.broken(step.application)


@guard("hearing_recorded", zh="论证会记录齐全", en="the hearing is on record")
def hearing_recorded(step: Step) -> Iterator[Refusal]:
    today = local(step.now).date()
    chosen = eligibility.class_of(step.programme, _proposal(step).organisation, today)
    name = chosen.id if chosen else ""
    yield from hearings.unproven(step.application, name, today.isoformat())


@guard("sponsor_confirmed", zh="托管机构已确认", en="the sponsor has confirmed")
def sponsor_confirmed(step: Step) -> Iterator[Refusal]:
    proposal = _proposal(step)
    sponsor = proposal.organisation.sponsor
    if sponsor is None or sponsorship.stands(step, proposal):
        return
    if proposal.sponsor_confirmed_at is None:
        text = _("等待托管机构“{name}”确认。", name=sponsor.name)
    else:
        text = _("{change}请托管机构“{name}”重新确认。",
                 change=sponsorship.voided(step, proposal), name=sponsor.name)  # fmt: skip
    yield Refusal("sponsor.open", text, "sponsor")


@guard("sponsor_unconfirmed", zh="托管机构尚未确认", en="the sponsor has not confirmed yet")
def sponsor_unconfirmed(step: Step) -> Iterator[Refusal]:
    if sponsorship.stands(step, _proposal(step)):
        yield Refusal("sponsor.done", _("托管机构已经确认。"))


@guard("corrections_left", zh="还可退回补正", en="a correction is left")
def corrections_left(step: Step) -> Iterator[Refusal]:
    rule = step.programme.correction
    if _proposal(step).corrections >= rule.times:
        yield Refusal("correction.spent", _("只能退回补正 {n} 次，已用完。", n=rule.times))
    sections = step.data.get("sections") or []
    allowed = set(rule.sections) or {section.id for section in step.programme.form.sections}
    if not set(sections) <= allowed:
        yield Refusal("correction.sections", _("请选择可以补正的部分。"), "sections")


@guard("correction_in_time", zh="在补正期限内", en="the correction is in time")
def correction_in_time(step: Step) -> Iterator[Refusal]:
    due = _proposal(step).correction_due_at
    if due is not None and step.now >= due:
        yield Refusal("correction.late", _("补正期限 {at} 已过。", at=shown(due)))


@guard("correction_made", zh="补正有改动", en="something has been corrected")
def correction_made(step: Step) -> Iterator[Refusal]:
    """A correction in which nothing was touched would use up the chance there is.

    Where a correction notice came after the return, what was asked for may have become needless.
    """
    proposal = _proposal(step)
    if versions.unchanged(step, proposal) and not amended_since(step, proposal.entered_at):
        yield Refusal(UNCHANGED, _("与上次提交的内容相同，请先按要求修改。"))
