"""A large edition copied from a small one: rows written with Core, every audit chain sealed anew.

The copies are what the services wrote for the pattern, under other names and numbers, so that all
that `creator check` looks at holds for them too.
"""

import os
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bench.batch import Batch, Row, rows, table
from bench.chains import Renaming, copy_chain
from bench.marking import marked_anew, seal_results
from creator.models.edition import Edition
from creator.rehearsal.casting import Numbers
from creator.storage import Storage

LATER = timedelta(days=5)  # no alarm of a copy rings while something is measured


@dataclass
class Enlarged:
    """The large edition, and who and what is in it."""

    edition_id: int
    proposals: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    """Of each proposal, the person who applies for it."""
    sheets: list[tuple[int, int]] = field(default_factory=list)
    """Sheet and expert."""
    experts: list[int] = field(default_factory=list)


@dataclass
class Enlarger:
    """Copies one edition; `vary`: give other points, so that a ranking is no single tie."""

    session: Session
    storage: Storage
    numbers: Numbers
    pattern: int
    vary: bool = False
    but: Collection[int] = ()
    """Proposals of the pattern that are not copied."""
    random: Random = field(default_factory=lambda: Random(2))

    def __post_init__(self) -> None:
        self.batch = Batch(self.session)
        self._read: dict[tuple[str, str], list[Row]] = {}

    def _rows(self, name: str, **equal: Any) -> list[Row]:
        """Rows of the pattern, read once: it is copied a thousand times."""
        key = (name, str(equal))
        if key not in self._read:
            self._read[key] = rows(self.session, name, **equal)
        return self._read[key]

    def enlarge(self, slug: str, proposals: int, experts: int) -> Enlarged:
        """The edition again under another slug, with so many proposals and experts."""
        made = Enlarged(self._edition(slug))
        made.experts = [self._expert(made.edition_id, n) for n in range(experts)]
        found = self._rows("subject", edition_id=self.pattern, type="proposal")
        patterns = [one for one in found if one["id"] not in self.but]
        for number in range(proposals):
            self._proposal(made, patterns[number % len(patterns)], number)
        self.batch.write()
        self._finish(made.edition_id)
        return made

    # --- the edition ---

    def _edition(self, slug: str) -> int:
        edition_id = self.batch.new_id("subject")
        (subject,) = self._rows("subject", id=self.pattern)
        (edition,) = self._rows("edition", id=self.pattern)
        title = f"{edition['title']}（{slug}）"
        self.batch.add("subject", subject, id=edition_id)
        self.batch.add("edition", edition, id=edition_id, slug=slug, title=title)
        for name in ("programme_version", "tier_use"):
            for row in self._rows(name, edition_id=self.pattern):
                self.batch.add(name, row, edition_id=edition_id)
        self._belongings(self.pattern, edition_id)
        return edition_id

    def _finish(self, edition_id: int) -> None:
        """The chain of the edition comes last: it states the digest of results."""
        facts = {}
        if self._rows("round_result", edition_id=self.pattern):
            edition = self.session.get_one(Edition, edition_id)
            facts["results"] = seal_results(self.session, edition, edition.entered_at)
        renaming = Renaming({self.pattern: edition_id}, facts=facts)
        head = self._chain(self.pattern, edition_id, renaming)
        self.batch.write()
        chained = table("subject").update().where(table("subject").c.id == edition_id)
        self.session.execute(chained.values(chain_head=head))

    def _expert(self, edition_id: int, number: int) -> int:
        seats = self._rows("panel_seat", edition_id=self.pattern)
        seat = seats[number % len(seats)]
        (person,) = self._rows("person", id=seat["expert_id"])
        (profile,) = self._rows("expert_profile", person_id=seat["expert_id"])
        expert, name = self.batch.new_id("person"), f"评审专家{number:03d}"
        self.batch.add("person", person, id=expert, name=name, mobile=self.numbers.next_phone())
        employer = f"单位{number:03d}（示例）"
        self.batch.add("expert_profile", profile, person_id=expert, number=name, employer=employer)
        for held in self._rows("appointment", person_id=seat["expert_id"]):
            self.batch.add("appointment", held, person_id=expert)
        self.batch.add("panel_seat", seat, edition_id=edition_id, expert_id=expert)
        return expert

    # --- what somebody applied for ---

    def _proposal(self, made: Enlarged, pattern: Row, number: int) -> None:
        old, new = pattern["id"], self.batch.new_id("subject")
        (proposal,) = self._rows("proposal", id=old)
        organisation, contact, people = self._applicant(proposal["organisation_id"], number)
        case = f"{proposal['number']}-{made.edition_id}-{number}" if proposal["number"] else None
        renaming = Renaming(
            {old: new, self.pattern: made.edition_id}, people, {"number": case} if case else {}
        )
        head = self._chain(old, new, renaming)
        self.batch.add("subject", pattern, id=new, edition_id=made.edition_id, chain_head=head)
        title = f"{proposal['title']}第{number}号"
        self.batch.add("proposal", proposal, id=new, organisation_id=organisation, number=case,
                       title=title)  # fmt: skip
        self._belongings(old, new)
        self._papers(old, new, contact)
        made.proposals.append(new)
        made.contacts.append(contact)
        self._sheets(made, old, new, number, people)

    def _applicant(self, pattern: int, number: int) -> tuple[int, int, dict[int, int]]:
        """An organisation of its own with its contact: their ids, and who stands for whom."""
        organisation = self.batch.new_id("organisation")
        (row,) = self._rows("organisation", id=pattern)
        self.batch.add("organisation", row, id=organisation, name=f"社会组织{organisation}（示例）")
        for named in self._rows("organisation_identifier", organisation_id=pattern):
            code = self.numbers.next_code()
            self.batch.add(
                "organisation_identifier", named, organisation_id=organisation, value=code
            )
        people: dict[int, int] = {}
        for held in self._rows("appointment", organisation_id=pattern):
            person = people.setdefault(held["person_id"], self.batch.new_id("person"))
            (known,) = self._rows("person", id=held["person_id"])
            phone = self.numbers.next_phone()
            self.batch.add("person", known, id=person, name=f"联系人{number}", mobile=phone)
            self.batch.add("appointment", held, person_id=person, organisation_id=organisation)
        return organisation, next(iter(people.values())), people

    def _papers(self, old: int, new: int, contact: int) -> None:
        for row in self._rows("proposal_version", proposal_id=old):
            self.batch.add("proposal_version", row, proposal_id=new)
        for row in self._rows("checklist_answer", proposal_id=old):
            self.batch.add("checklist_answer", row, proposal_id=new)
        for row in self._rows("attachment", proposal_id=old):
            key = self._same_file(row["key"])
            self.batch.add("attachment", row, proposal_id=new, key=key, uploaded_by_id=contact)

    def _same_file(self, key: str) -> str:
        other = secrets.token_hex(16)
        place = self.storage.path(other)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.link(self.storage.path(key), place)
        return other

    # --- what experts say of it ---

    def _sheets(
        self, made: Enlarged, old: int, new: int, number: int, people: dict[int, int]
    ) -> None:
        patterns = self._rows("subject", parent_id=old, type="review")
        for at, pattern in enumerate(patterns):
            # Neighbours in the list of proposals share no expert twice: everybody gets as many.
            expert = made.experts[(number * len(patterns) + at) % len(made.experts)]
            self._sheet(made, pattern, new, expert, people)

    def _sheet(
        self, made: Enlarged, pattern: Row, proposal: int, expert: int, people: dict[int, int]
    ) -> None:
        old, new = pattern["id"], self.batch.new_id("subject")
        (review,) = self._rows("review", id=old)
        points = self._rows("point", review_id=old)
        facts: dict[str, Any] = {}
        if self.vary:
            edition = self.session.get_one(Edition, self.pattern)
            review, points, facts = marked_anew(self.session, edition, review, points, self.random)
        judges = {**people, review["expert_id"]: expert}
        subjects = {old: new, pattern["parent_id"]: proposal, self.pattern: made.edition_id}
        head = self._chain(old, new, Renaming(subjects, judges, facts))
        self.batch.add("subject", pattern, id=new, chain_head=head, parent_id=proposal,
                       edition_id=made.edition_id)  # fmt: skip
        self.batch.add("review", review, id=new, proposal_id=proposal, expert_id=expert)
        for point in points:
            self.batch.add("point", point, review_id=new)
        known = {"edition_id": made.edition_id, "round": review["round"], "fixed": False}
        self.batch.add("assignment", known, proposal_id=proposal, expert_id=expert)
        self._belongings(old, new)
        made.sheets.append((new, expert))

    # --- what every subject has ---

    def _chain(self, old: int, new: int, renaming: Renaming) -> str:
        for row in self._rows("audit_text", subject_id=old):
            self.batch.add("audit_text", row, subject_id=new)
        chain = self._rows("audit_row", subject_id=old)
        return copy_chain(self.batch, chain, new, renaming)

    def _belongings(self, old: int, new: int) -> None:
        for row in self._rows("frozen_text", subject_id=old):
            self.batch.add("frozen_text", row, subject_id=new)
        for row in self._alarms(old):
            self.batch.add("timer", row, subject_id=new)

    def _alarms(self, old: int) -> Iterator[Row]:
        soonest = datetime.now(UTC) + LATER
        for row in self._rows("timer", subject_id=old, status="armed"):
            due = row["due_at"] and max(row["due_at"], soonest)
            yield {**row, "due_at": due, "next_try": max(row["next_try"], soonest)}
