"""Whether an application may be begun: the call is open, the organisation has one left.

The page that begins one asks the same, so that it offers nothing which is then refused.
"""

from collections.abc import Collection

from sqlalchemy import select

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.times import shown
from creator.services.refused import Refused
from creator.services.stages import has_mark
from creator.services.work import Work


def shut(work: Work, edition: Edition) -> Text | None:
    """Why nobody can begin an application now, if so."""
    calendar = programme_of(work.session, edition).calendar
    if work.now >= calendar.call_closes:
        return _("征集已于 {at} 截止。", at=shown(calendar.call_closes))
    if has_mark(work, edition, "call_open"):
        return None
    coming = has_mark(work, edition, "settable") or has_mark(work, edition, "amendable")
    if coming and work.now < calendar.call_opens:
        return _("征集尚未开始，{at} 起可以申报。", at=shown(calendar.call_opens))
    return _("现在不在征集阶段，不能申报。")


def used_up(
    work: Work, edition: Edition, organisations: Collection[Organisation]
) -> dict[Organisation, list[Proposal]]:
    """Those that have handed in as many as one organisation may, each with what it handed in."""
    definition = pinned(work.session, edition, "proposal")
    states = definition.marked("counts_as_submitted") | definition.marked("before_screening")
    query = select(Proposal).where(
        in_edition(Proposal, edition.id),
        Proposal.organisation_id.in_([one.id for one in organisations]),
        Proposal.state.in_(states),
    )
    found: dict[int, list[Proposal]] = {}
    for proposal in work.session.scalars(query.order_by(Proposal.id)).unique():
        found.setdefault(proposal.organisation_id, []).append(proposal)
    most = programme_of(work.session, edition).applicants.per_organisation
    held = {one: found.get(one.id, []) for one in organisations}
    return {one: given for one, given in held.items() if len(given) >= most}


def need_room(work: Work, edition: Edition, organisation: Organisation) -> None:
    """Raise `Refused` where this organisation can begin no application now."""
    closed = shut(work, edition)
    if closed is not None:
        raise Refused([Refusal("call.closed", closed)])
    for one, given in used_up(work, edition, [organisation]).items():
        raise Refused([Refusal("organisation.limit", limit_reached(work, edition, one, given))])


def limit_reached(
    work: Work, edition: Edition, organisation: Organisation, given: Collection[Proposal]
) -> Text:
    """The sentence for an organisation that is `used_up`."""
    most = programme_of(work.session, edition).applicants.per_organisation
    return _(
        "每家单位最多申报 {most} 个项目，“{name}”已提交 {n} 个。",
        most=most, name=organisation.name, n=len(given),
    )  # fmt: skip
