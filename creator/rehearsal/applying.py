"""How applications come in: by people who register and start a draft, or from a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from creator.clock import local
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.rehearsal.casting import Numbers, enrol
from creator.rehearsal.entrants import Entrant, entrants
from creator.rehearsal.world import World
from creator.services import import_changes, imports, organisations, people, proposals
from creator.services.editions import programme
from creator.services.work import Work


@dataclass(frozen=True)
class LeftOut:
    """A row of the spreadsheet that was not taken, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Applied:
    """The drafts there are now (ids), and what was left out."""

    drafts: Sequence[int]
    left_out: Sequence[LeftOut] = ()


def apply_by_hand(world: World, numbers: Numbers) -> Applied:
    """Every made-up applicant registers, starts a draft and names what it is about."""
    rules = world.look(lambda work: programme(work, world.edition(work)))
    homes: list[tuple[int, int]] = []
    drafts = []
    for entrant in entrants(rules, world.random):
        home = homes[entrant.same_as] if entrant.same_as is not None else None
        homes.append(home or enrol(world, entrant, numbers))
        drafts.append(_started(world, entrant, *homes[-1]))
    return Applied(drafts)


def _started(world: World, entrant: Entrant, organisation_id: int, contact: int) -> int:
    def start(work: Work) -> int:
        organisation = work.session.get_one(Organisation, organisation_id)
        proposal = proposals.start(work, world.edition(work), organisation)
        proposals.save(work, proposal, _told(work, world, entrant))
        return proposal.id

    return world.act(contact, start)


def _told(work: Work, world: World, entrant: Entrant) -> dict[str, object]:
    known = {
        "title": entrant.title,
        "tier": entrant.tier,
        "category": entrant.category,
        "amount": entrant.requested,
        "own_funding": entrant.own,
    }
    form = programme(work, world.edition(work)).form
    return {
        field.id: known[field.role]
        for field in form.fields
        if field.role in known and known[field.role] not in ("", None)
    }


def apply_by_file(world: World, path: Path, numbers: Numbers) -> Applied:
    """The officer imports a spreadsheet; faulty rows are left out, as the preview says why."""

    def take_in(work: Work) -> Applied:
        with path.open("rb") as stream:
            batch = imports.upload(work, world.edition(work), path.name, stream)
        import_changes.exclude_faulty(work, batch)
        left_out = [
            LeftOut(row.number, row.excluded or "") for row in imports.preview(work, batch).excluded
        ]
        imports.confirm(work, batch)
        drafts = [draft for _row, draft in sorted(batch.drafts.items(), key=lambda kv: int(kv[0]))]
        _complete_records(work, drafts, numbers)
        return Applied(drafts, left_out)

    return world.act(world.staff("officer"), take_in)


def _complete_records(work: Work, drafts: Sequence[int], numbers: Numbers) -> None:
    """What a table does not tell: who speaks for a sponsor, who has no telephone, founding days."""
    for draft in drafts:
        organisation = work.session.get_one(Proposal, draft).organisation
        if not organisation.identifier:
            _identify(work, organisation, numbers)
        if not organisations.members(work, organisation):
            _contact(work, organisation, "applicant", numbers)
        if organisation.sponsor is not None:
            _contact(work, organisation.sponsor, "sponsor", numbers)


def _identify(work: Work, organisation: Organisation, numbers: Numbers) -> None:
    registered = organisation.legal_class == "registered"
    year = local(work.now).year
    number = numbers.next_code() if registered else numbers.next_filing(year)
    details = organisations.Details(
        organisation.name, organisation.legal_class, registrar="登记管理机关（示例）"
    )
    organisations.identify(work, organisation, number, details)


def _contact(work: Work, organisation: Organisation, role: str, numbers: Numbers) -> None:
    person = people.find_or_add(work, numbers.next_contact(), numbers.next_phone())
    people.appoint(work, person, role, organisation_id=organisation.id)
