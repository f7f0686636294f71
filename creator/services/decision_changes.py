"""How a decision list differs from what was submitted before, line by line, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from creator.i18n import Text, _
from creator.models.decision import Decision, FrozenText
from creator.models.proposal import Proposal
from creator.money import Amount
from creator.programme.programme import Programme
from creator.rules.digests import list_content
from creator.rules.effects.decisions import SUBMITTED_LIST
from creator.rules.programmes import programme_of
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work

OUTCOMES: Mapping[str, Text] = {
    "award": _("拟立项"),
    "waitlist": _("候补"),
    "refusal": _("不予立项"),
}


@dataclass(frozen=True)
class Change:
    """A line that differs between two submissions, or since the last one."""

    title: str
    before: Text
    after: Text


def changes(work: Work, decision: Decision, proposals: Mapping[int, Proposal]) -> Sequence[Change]:
    """While the list is open: since it was last submitted; later: since the submission before."""
    texts = select(FrozenText.body).where(
        FrozenText.subject_id == decision.id, FrozenText.kind == SUBMITTED_LIST
    )
    bodies = work.session.scalars(texts.order_by(FrozenText.id.desc()).limit(2)).all()
    versions = [json.loads(body) for body in bodies]
    if has_mark(work, decision, "list_open"):
        versions.insert(0, list_content(decision))
    if len(versions) < 2:
        return ()
    programme = programme_of(work.session, edition_of(work, decision))
    after, before = ({line[0]: line[1:] for line in v["lines"]} for v in versions[:2])
    return [
        Change(
            _title(work, proposals, id),
            _worded(programme, before.get(id)),
            _worded(programme, after.get(id)),
        )
        for id in sorted({*before, *after})
        if before.get(id) != after.get(id)
    ]


def _title(work: Work, proposals: Mapping[int, Proposal], id: int) -> str:
    known = proposals.get(id) or work.session.get_one(Proposal, id)
    return known.title


def _worded(programme: Programme, line: Sequence[Any] | None) -> Text:
    if line is None:
        return _("不在名单上")
    outcome, tier_id, amount, reason = line
    if outcome == "award":
        tier = programme.tier(tier_id or "")
        return _("拟立项，{tier}，{amount}", tier=tier.label if tier else "", amount=Amount(amount))
    if not reason:
        return OUTCOMES[outcome]
    return _("{outcome}：{reason}", outcome=OUTCOMES[outcome], reason=reason)
