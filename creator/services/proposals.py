"""Applications (申报): begun, filled in bit by bit, and what they still lack.

Submitting, withdrawing and correcting are steps of the lifecycle: `transitions.fire`.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.rules import corrections, plans, sponsorship
from creator.rules.actors import appointed, member_of
from creator.rules.amendments import amended_since
from creator.rules.application import Application
from creator.rules.pins import load, pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.shapes import Misshapen, shaped
from creator.services import admission, children, idempotency, judgement, open_pages
from creator.services.locking import lock_row
from creator.services.refused import Invalid, NotYours, Refused, Stale
from creator.services.stages import has_mark
from creator.services.transitions import edition_of, step_for
from creator.services.work import Work
from creator.workflow.parts import Transition

_LONGEST_TITLE = 120


def start(work: Work, edition: Edition, organisation: Organisation) -> Proposal:
    """An empty draft, with what is known of the organisation filled in already.

    Raises `NotYours` for whoever does not act for the organisation, `Refused` outside the call and
    for an organisation that has handed in as many as it may.
    """
    if not _acts_for(work, organisation, edition):
        raise NotYours(str(_("申报单位")))
    admission.need_room(work, edition, organisation)
    known = _known(programme_of(work.session, edition), organisation)
    return draft(work, edition, organisation, known)


def draft(
    work: Work, edition: Edition, organisation: Organisation, answers: Mapping[str, Any]
) -> Proposal:
    """A draft with these answers. The caller has checked who may; raises `Invalid`."""
    programme = programme_of(work.session, edition)
    proposal = Proposal(organisation=organisation)
    _put(proposal, programme, _shaped(programme, answers))
    children.begin(work, proposal, edition, pinned(work.session, edition, "proposal").hash)
    return proposal


def _known(programme: Programme, organisation: Organisation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in programme.form.fields:
        if field.type == "credit_code" and organisation.legal_class != "filed":
            found[field.id] = organisation.identifier
        elif field.role == "contact_phone":
            found[field.id] = organisation.mobile
        elif field.role == "leader":
            found[field.id] = organisation.responsible
    return found


def _acts_for(work: Work, organisation: Organisation, edition: Edition) -> bool:
    if organisation.host_id != edition.host_id:
        return False
    helped = work.actor.on_behalf_of is not None and appointed(work.actor, "officer", edition)
    return helped or member_of(work.actor, "applicant", organisation.id)


def save(
    work: Work,
    proposal: Proposal,
    answers: Mapping[str, Any],
    *,
    expected_revision: int | None = None,
    key: str | None = None,
    page: str = "",
) -> int:
    """Keep some answers (None empties one) and return the new revision.

    Drafts may be incomplete. `page` names one open page that saves again and again: what it saved
    itself does not make it stale. Raises `Stale` when somebody else changed the draft since
    `expected_revision`, `Refused` for questions that are not open now, `Invalid` (field = place)
    for what cannot be stored, `NotYours`, `KeyReused`; then nothing is kept.
    """
    lock_row(work, Proposal, proposal.id)
    edition = edition_of(work, proposal)
    if not _acts_for(work, proposal.organisation, edition):
        raise NotYours(str(_("申报单位")))
    programme = programme_of(work.session, edition)
    wanted = _shaped(programme, answers)
    request = idempotency.digest_of({"save": proposal.id, "answers": wanted}) if key else ""
    if key and (answer := idempotency.answered(work, key, request)) is not None:
        return int(answer["revision"])
    seen = expected_revision in (None, proposal.revision)
    if not seen and open_pages.left_by(work, page) != proposal.revision:
        raise Stale
    _refuse_closed(work, proposal, programme, wanted)
    if _put(proposal, programme, wanted):
        proposal.revision += 1
        open_broken(work, proposal)
    if key:
        idempotency.remember(work, key, request, {"revision": proposal.revision})
    open_pages.note(work, page, proposal.revision)
    work.session.flush()
    return proposal.revision


def open_broken(work: Work, proposal: Proposal) -> None:
    """In a correction: what a change breaks elsewhere may be put right there, from now on."""
    transition = handing_in(work, proposal)
    if transition is None or not has_mark(work, proposal, "correctable"):
        return
    broken = corrections.broken_sections(step_for(work, proposal, transition.id), proposal.state)
    more = [section for section in broken if section not in proposal.open_sections]
    proposal.open_sections = [*proposal.open_sections, *more]


def _shaped(programme: Programme, answers: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for id, value in answers.items():
        field = programme.form.field(id)
        if field is None:
            raise Invalid(id[:60], _("申报书里没有这一项。"))
        try:
            found[id] = shaped(programme, field, value)
        except Misshapen as wrong:
            raise Invalid(wrong.place, wrong.text) from wrong
    return found


def _put(proposal: Proposal, programme: Programme, answers: Mapping[str, Any]) -> bool:
    """Lay answers over those there are, mirror what lists sort by; whether anything changed."""
    before = dict(proposal.answers or {})
    merged = {id: value for id, value in {**before, **answers}.items() if value is not None}
    proposal.answers = merged
    form = Application(programme, merged)
    proposal.title = (form.role("title") or "")[:_LONGEST_TITLE]
    proposal.category = form.role("category") or ""
    proposal.tier_applied = form.role("tier") or ""
    proposal.requested_fen = form.role("amount")
    return merged != before


def open_fields(work: Work, proposal: Proposal) -> frozenset[str]:
    """Questions the applicant may change now: all, those of the sections returned, the money of
    the plan after the award, or none."""
    sections = programme_of(work.session, edition_of(work, proposal)).form.sections
    if has_mark(work, proposal, "correctable"):
        sections = tuple(one for one in sections if one.id in proposal.open_sections)
    elif has_mark(work, proposal, "plan_open"):
        return plans.fields(sections)
    elif not has_mark(work, proposal, "editable"):
        return frozenset()
    return frozenset(field.id for section in sections for field in section.fields)


def editable_sections(work: Work, proposal: Proposal) -> frozenset[str]:
    """Sections of the form with a question that may be changed now."""
    open_now = open_fields(work, proposal)
    sections = programme_of(work.session, edition_of(work, proposal)).form.sections
    return frozenset(s.id for s in sections if any(field.id in open_now for field in s.fields))


def _refuse_closed(
    work: Work, proposal: Proposal, programme: Programme, answers: Mapping[str, Any]
) -> None:
    open_now = open_fields(work, proposal)
    if not open_now:
        raise Refused([Refusal("answers.closed", _("这份申报书现在不能修改。"))])
    fields = {field.id: field for field in programme.form.fields if field.id not in open_now}
    closed = [
        Refusal("answer.closed", _("“{field}”现在不能修改。", field=fields[id].label), id)
        for id, value in answers.items()
        if id in fields and value != proposal.answers.get(id)
    ]
    if closed:
        raise Refused(closed)


def may_edit(work: Work, proposal: Proposal) -> bool:
    """Whether the actor may change anything of this application now."""
    edition = edition_of(work, proposal)
    mine = _acts_for(work, proposal.organisation, edition)
    return mine and bool(editable_sections(work, proposal))


def handing_in(work: Work, proposal: Proposal) -> Transition | None:
    """The step that hands the application in from where it stands, if there is one."""
    return corrections.handing_in(load(work.session, proposal.definition_hash), proposal.state)


def requirements(work: Work, proposal: Proposal) -> list[Refusal]:
    """What stands between the application and its (re)submission, whoever looks."""
    transition = handing_in(work, proposal)
    if transition is None:
        return []
    found = judgement.refusals(step_for(work, proposal, transition.id), transition)
    return list({(one.code, one.place): one for one in found}.values())


def rules_moved(work: Work, proposal: Proposal) -> bool:
    """Whether a correction notice came into force while the application lay with its applicant."""
    transition = handing_in(work, proposal)
    if transition is None or not has_mark(work, proposal, "correctable"):
        return False
    return amended_since(step_for(work, proposal, transition.id), proposal.entered_at)


def sponsor_to_confirm_again(work: Work, proposal: Proposal) -> Text | None:
    """That the sponsor's confirmation has lapsed by a change, where it is still needed."""
    transition = handing_in(work, proposal)
    if transition is None or proposal.organisation.sponsor_id is None:
        return None
    return sponsorship.voided(step_for(work, proposal, transition.id), proposal)


def claim(work: Work, proposal: Proposal) -> None:
    """The contact of an imported draft takes it over, signed in with the code handed out."""
    lock_row(work, Proposal, proposal.id)
    if not member_of(work.actor, "applicant", proposal.organisation_id):
        raise NotYours(str(_("申报单位")))
    if proposal.claimed_at is None:
        proposal.claimed_at = work.now
        proposal.revision += 1


def mine(work: Work) -> list[Proposal]:
    """The applications of the actor's organisations, newest first."""
    held = [a.organisation_id for a in work.actor.appointments if a.role == "applicant"]
    query = select(Proposal).where(Proposal.organisation_id.in_([id for id in held if id]))
    return list(work.session.scalars(query.order_by(Proposal.id.desc())))
