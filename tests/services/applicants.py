"""Applicants as tests need them: organisations with a contact, and applications filled in well."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from creator.identifiers import check_digit
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import Host
from creator.models.proposal import Proposal
from creator.services import attachments, organisations, people, proposals
from creator.services.organisations import Details
from creator.services.transitions import fire
from creator.storage import Storage
from tests.services.ground import Ground, with_people

DURING_THE_CALL = datetime(2017, 1, 10, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
EVIDENCE = ("hearing.minutes", "hearing.sign_in", "hearing.photos")
FILES = (*EVIDENCE, "certificate", "community_opinion")


def credit_code(number: int) -> str:
    """A code with a right check digit."""
    first = f"51610103MJ{number:07d}"
    return first + check_digit(first)


def line(head: str, item: str, quantity: str, yuan: int) -> dict:
    return {"head": head, "item": item, "quantity": quantity, "unit_price": yuan * 100}


BUDGET = [
    line("materials", "编织材料", "60", 150),
    line("experts", "讲师费", "8", 500),
    line("volunteers", "志愿者补贴", "120", 50),
    line("transport", "交通", "12", 200),
    line("publicity", "宣传折页", "1000", 2),
    line("insurance", "活动保险", "60", 25),
    line("labour", "项目助理", "10", 510),
]

ANSWERS = {
    "title": "老人编制课堂",
    "tier": "A",
    "category": "elderly",
    "summary": "组织社区独居老人每周一起学编织，认识邻居，作品义卖后帮助更困难的老人。" * 2,
    "site_community": "东关南街社区（示例）",
    "beneficiaries": "辖区 60 岁以上独居老人",
    "beneficiary_count": 60,
    "start": "2017-03-01",
    "end": "2017-11-30",
    "profile": "本单位（示例）从事社区为老服务，有社会工作者和志愿者，每周开展活动。" * 2,
    "leader": "项目负责人01",
    "contact_phone": "13911112222",
    "need": "走访 120 户独居老人，七成一周与人说话不到三次，愿意参加手工活动的有 83 人。" * 2,
    "objectives": "项目结束时，60 位老人每周至少参加一次活动，并认识五位以上的邻居。",
    "indicators": [{"name": "活动次数", "target": "36", "unit": "次"}],
    "activities": [{"title": "编织课", "date": "2017-03-10", "place": "社区活动室", "people": 20}],
    "team": [{"name": "项目负责人01", "role": "统筹"}],
    "amount": 30_000_00,
    "own_funding": 0,
    "budget": BUDGET,
    "other_public_money": False,
    "hearing": {
        "date": "2017-01-05",
        "place": "社区活动室",
        "present": 12,
        "in_favour": 11,
        "seats": {"residents": 5, "beneficiaries": 4},
        "summary": "大家同意，建议下午开课。",
    },
    "truth": True,
}


@dataclass
class Applicant:
    """A contact person and the organisation they apply for."""

    ground: Ground
    storage: Storage
    person_id: int
    organisation_id: int

    def act(self, what):
        """One unit of work by the contact, with a store for files and the password typed."""

        def with_files(work):
            work.storage = self.storage
            return what(work)

        return self.ground.act_as(self.person_id, with_files)

    def start(self, edition_id: int) -> int:
        return self.act(
            lambda work: (
                proposals.start(
                    work,
                    work.session.get_one(Edition, edition_id),
                    work.session.get_one(Organisation, self.organisation_id),
                ).id
            )
        )

    def save(self, proposal_id: int, answers: dict, **kwargs) -> int:
        return self.on(proposal_id, lambda w, p: proposals.save(w, p, answers, **kwargs))

    def on(self, proposal_id: int, what):
        """`what(work, proposal)` in one unit of work."""
        return self.act(lambda work: what(work, work.session.get_one(Proposal, proposal_id)))

    def upload(
        self, proposal_id: int, slot: str, content: bytes = PDF, name: str = "材料.pdf"
    ) -> int:
        def add(work, proposal):
            return attachments.add(work, proposal, slot, io.BytesIO(content), name).id

        return self.on(proposal_id, add)

    def ready(self, edition_id: int, **changes) -> int:
        """An application that lacks nothing."""
        proposal_id = self.start(edition_id)
        self.save(proposal_id, {**ANSWERS, **changes})
        for slot in FILES:
            self.upload(proposal_id, slot, PDF + slot.encode() + b"%%EOF")
        return proposal_id

    def submit(self, proposal_id: int, **kwargs):
        """Hand it in by whichever step asks for a complete form."""
        return self.on(proposal_id, lambda w, p: fire(w, p, handing_in(w, p), **kwargs))

    def lacks(self, proposal_id: int) -> list[tuple[str, str]]:
        """Place and sentence of every open requirement."""
        found = self.on(proposal_id, proposals.requirements)
        return [(refusal.place, str(refusal)) for refusal in found]


def handing_in(work, proposal) -> str:
    found = proposals.handing_in(work, proposal)
    assert found is not None
    return found.id


def register(ground: Ground, folder: Path, nth: int = 1, **details) -> Applicant:
    """A new contact who registers an organisation."""
    person_id = ground.act_as(
        None,
        lambda work: people.find_or_add(work, f"申报联系人{nth:02d}", f"1380000{nth:04d}").id,
    )
    given = Details(
        **{
            "name": f"碑林为老服务中心{nth:02d}（示例）",
            "legal_class": "registered",
            "number": credit_code(nth),
            "responsible": f"负责人{nth:02d}",
            "mobile": f"1380000{nth:04d}",
            **details,
        }
    )

    def sign_up(work):
        host = work.session.get_one(Host, ground.host_id)
        return organisations.register(work, host, given).id

    organisation_id = ground.act_as(person_id, sign_up)
    return Applicant(ground, Storage(folder), person_id, organisation_id)


def open_call(database, *, at: datetime = DURING_THE_CALL, **kwargs) -> tuple[Ground, int]:
    """A ground whose edition accepts applications; at another moment it may not yet or no more."""
    ground = with_people(database)
    edition_id = ground.edition(**kwargs)
    announce = partial(_announce, edition_id)
    ground.act("officer", announce)
    ground.clock.instant = at
    ground.settle()
    return ground, edition_id


def _announce(edition_id, work):
    return fire(work, work.session.get_one(Edition, edition_id), "announce")
