"""Frozen versions of an application, and what changed between two of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from creator.i18n import Label
from creator.models.proposal import Proposal, ProposalVersion
from creator.programme.programme import Programme
from creator.rules.programmes import programme_at
from creator.rules.wording import worded
from creator.services.refused import NotFound
from creator.services.work import Work


@dataclass(frozen=True)
class Frozen:
    """A version, unpacked, with the rules it was written under."""

    row: ProposalVersion
    programme: Programme
    content: Mapping[str, Any]

    @property
    def answers(self) -> Mapping[str, Any]:
        answers: Mapping[str, Any] = self.content["answers"]
        return answers


@dataclass(frozen=True)
class Change:
    """One question that was answered otherwise; both answers as people read them."""

    field: str
    label: Label
    before: str
    after: str


def versions(work: Work, proposal: Proposal) -> list[ProposalVersion]:
    """Every version, newest first."""
    query = select(ProposalVersion).where(ProposalVersion.proposal_id == proposal.id)
    return list(work.session.scalars(query.order_by(ProposalVersion.version.desc())))


def read(work: Work, proposal: Proposal, version: int) -> Frozen:
    """One version. Raises `NotFound`."""
    row = work.session.get(ProposalVersion, (proposal.id, version))
    if row is None:
        raise NotFound
    programme = programme_at(work.session, proposal.edition_id or 0, row.programme_version)
    return Frozen(row, programme, json.loads(row.body))


def diff(old: Frozen, new: Frozen) -> list[Change]:
    """Field by field, in the order of the newer form; files count by name and content."""
    changes = []
    for field in new.programme.form.fields:
        sides = [_side(version, field.id, field.type) for version in (old, new)]
        if sides[0] != sides[1]:
            before, after = (
                _files(version, field.id)
                if field.type == "attachment"
                else worded(version.programme, field, version.answers.get(field.id))
                for version in (old, new)
            )
            changes.append(Change(field.id, field.label, before, after))
    return changes


def _side(version: Frozen, id: str, type: str) -> Any:
    files = [
        (file["field"], file["sha256"])
        for file in version.content["attachments"]
        if file["field"].partition(".")[0] == id
    ]
    return (version.answers.get(id), files)


def _files(version: Frozen, id: str) -> str:
    return "\n".join(f["name"] for f in version.content["attachments"] if f["field"] == id)
