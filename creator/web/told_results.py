"""The panel “result” of an applicant's own project."""

from dataclasses import dataclass

from flask import url_for

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.services import told_results
from creator.web.parts import Words
from creator.web.request import work


@dataclass(frozen=True)
class Panel:
    """What was told, line by line, and the address of the notice."""

    facts: list[tuple[Words, Words]]
    notice: str | None


def panel_of(proposal: Proposal, programme: Programme) -> Panel | None:
    """None before anything was announced, and for anybody but the applicant."""
    found = told_results.result(work(), proposal, programme)
    if found is None:
        return None
    lines: list[tuple[Words, Words | None]] = [
        (_("结论"), found.outcome),
        (_("资助金额"), str(found.amount) if found.amount is not None else None),
        (_("档次"), found.tier),
        (_("候补顺位"), _("第 {n} 位", n=found.place) if found.place else None),
        (_("得分"), found.scores),
        (_("理由"), found.reason or None),
    ]
    notice = url_for("notices.show", number=found.notice_id) if found.notice_id else None
    return Panel([(label, value) for label, value in lines if value is not None], notice)
