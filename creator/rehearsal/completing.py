"""What somebody careful knows and has at hand when an application is filled in."""

from io import BytesIO

from creator.clock import local
from creator.models.proposal import Proposal
from creator.rehearsal.answers import Applicant
from creator.rehearsal.entrants import own_money, request_for
from creator.rehearsal.papers import paper
from creator.rules.application import Application, files_of
from creator.services import attachments
from creator.services.editions import programme
from creator.services.transitions import edition_of
from creator.services.work import Work


def known(work: Work, proposal: Proposal) -> Applicant:
    organisation = proposal.organisation
    rules = programme(work, edition_of(work, proposal))
    own = rules.form.with_role("own_funding")
    told = int(proposal.answers.get(own.id) or 0) if own else 0
    requested = proposal.requested_fen or request_for(
        rules.tier(proposal.tier_applied) or rules.tiers[0]
    )
    return Applicant(
        title=proposal.title or "示例项目",
        tier=proposal.tier_applied,
        category=proposal.category,
        requested=requested,
        own=told or own_money(rules, requested),
        phone=organisation.mobile or "02900001000",
        credit_code=organisation.identifier if organisation.legal_class != "filed" else "",
        today=local(work.now).date(),
    )


def attach(work: Work, proposal: Proposal) -> bool:
    rules = programme(work, edition_of(work, proposal))
    asked = Application.of(work.session, rules, proposal).fields
    there, added = files_of(work.session, proposal.id), False
    for id, slot in attachments.slots(rules).items():
        field = asked.get(id.partition(".")[0])
        if id in there or field is None or not (field.required or "." in id):
            continue
        ending, content = paper(f"{proposal.title}{id}", slot.kinds)
        attachments.add(work, proposal, id, BytesIO(content), f"{slot.label.zh}{ending}")
        added = True
    return added
