"""Sheets, sealed results and rankings: nothing counts that should not, nothing moved afterwards."""

import json
from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import (
    Assignment,
    FrozenRanking,
    Interest,
    LateDeclaration,
    PanelSeat,
    Review,
    RoundResult,
)
from creator.reckoning.canonical import canonical, digest
from creator.reckoning.refusal import Unreckonable
from creator.rules import sheets as sheet_rules
from creator.rules.programmes import programme_of
from creator.rules.results import case_of, reckoned
from creator.rules.sealed import frozen_places
from creator.rules.standing import final_results
from creator.services.invariants.breach import Breach, marked
from creator.storage import Storage


def sheets(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A sheet counts only if its expert was assigned, has no interest and sealed it in time."""
    counting = select(Review.id).where(marked(session, "counts", Review))
    interest = select(Interest.kind).where(
        Interest.edition_id == Review.edition_id,
        Interest.expert_id == Review.expert_id,
        Interest.proposal_id == Review.proposal_id,
    )
    assigned = select(Assignment.fixed).where(
        Assignment.edition_id == Review.edition_id,
        Assignment.round == Review.round,
        Assignment.proposal_id == Review.proposal_id,
        Assignment.expert_id == Review.expert_id,
    )
    for review_id in session.scalars(counting.where(interest.exists())):
        yield Breach("sheet.barred", f"review:{review_id}", _("应回避的专家的评分计入了结果。"))
    for review_id in session.scalars(counting.where(~assigned.exists())):
        yield Breach("sheet.unassigned", f"review:{review_id}", _("未分配的专家的评分计入了结果。"))
    for edition in session.scalars(select(Edition).order_by(Edition.id)):
        for index, round_ in enumerate(programme_of(session, edition).rounds):
            late = counting.where(Review.edition_id == edition.id, Review.round == index)
            unfit = or_(Review.sealed_at.is_(None), Review.sealed_at >= round_.closes)
            for review_id in session.scalars(late.where(unfit)):
                yield Breach("sheet.late", f"review:{review_id}", _("评分在本轮截止后提交。"))


def undeclared(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """Interests are declared before scoring: over the list, and over each that came late."""
    counting = select(Review.id).where(marked(session, "counts", Review))
    seated = select(PanelSeat.expert_id).where(
        PanelSeat.edition_id == Review.edition_id,
        PanelSeat.round == Review.round,
        PanelSeat.expert_id == Review.expert_id,
        PanelSeat.declared_at <= Review.sealed_at,
    )
    afterwards = select(LateDeclaration.expert_id).where(
        LateDeclaration.expert_id == Review.expert_id,
        LateDeclaration.proposal_id == Review.proposal_id,
        LateDeclaration.declared_at > Review.sealed_at,
    )
    for review_id in session.scalars(counting.where(~seated.exists() | afterwards.exists())):
        text = _("专家未先申报利益关系，评分却计入了结果。")
        yield Breach("sheet.undeclared", f"review:{review_id}", text)


def changed(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A sheet that counts is the sheet that was sealed: its digest is in the audit chain."""
    rows = select(AuditRow.subject_id, AuditRow.body).join(Review, Review.id == AuditRow.subject_id)
    rows = rows.where(AuditRow.body.contains('"sheet":')).order_by(
        AuditRow.subject_id, AuditRow.seq
    )
    sealed = {id_: json.loads(body)["facts"] for id_, body in session.execute(rows)}
    for edition in session.scalars(select(Edition).order_by(Edition.id)):
        programme = programme_of(session, edition)
        query = select(Review).where(
            Review.edition_id == edition.id, marked(session, "counts", Review)
        )
        for review in session.scalars(query.order_by(Review.id)):
            rubric = sheet_rules.rubric_of(programme, review.round)
            points = sheet_rules.counted_answers(rubric, review)
            told = digest({"version": review.proposal_version, "points": points})
            facts = sealed.get(review.id, {})
            if (facts.get("sheet"), facts.get("total")) != (told, str(review.total)):
                yield Breach("sheet.changed", f"review:{review.id}", _("评分在提交后被改动。"))


def results(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The results of a closed round follow from its sheets."""
    for row in session.scalars(select(RoundResult).order_by(RoundResult.edition_id)):
        edition = session.get_one(Edition, row.edition_id)
        try:
            found = reckoned(session, edition, programme_of(session, edition), row.round)
            same = (found.digest, canonical(found.results)) == (row.digest, row.body)
        except Unreckonable:
            same = False
        if not same:
            where = f"{edition.slug}:{row.round}"
            yield Breach("result.recomputed", where, _("评审结果与评分表重算的不一致。"))


def rankings(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The frozen ranking has the scores of the sealed results, and proposals have theirs of it."""
    for edition in session.scalars(select(Edition).order_by(Edition.id)):
        places = frozen_places(session, edition.id)
        if places is None:
            continue
        if digest(places) != session.get_one(FrozenRanking, edition.id).digest:
            yield Breach("ranking.digest", edition.slug, _("排名与其摘要不符。"))
        sealed = final_results(session, edition, programme_of(session, edition)).results
        if {p.proposal: p.total for p in places} != {c: r.total for c, r in sealed.items()}:
            yield Breach("ranking.recomputed", edition.slug, _("排名的得分与评审结果不一致。"))
        by_case = {place.proposal: (place.total, place.rank) for place in places}
        query = select(Proposal).where(
            Proposal.edition_id == edition.id, Proposal.number.in_(by_case)
        )
        for proposal in session.scalars(query):
            if (proposal.score, proposal.rank) != by_case[case_of(proposal)]:
                where = f"proposal:{proposal.id}"
                yield Breach("ranking.proposal", where, _("项目的名次与已定的排名不一致。"))
