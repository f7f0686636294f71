"""Guards of judging: panel, interests, sheets, rounds, ties."""

from collections.abc import Iterator

from sqlalchemy import select

from creator.i18n import _, listed
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Review
from creator.models.subject import in_edition
from creator.rules import late_entries, panels, rounds, sheets
from creator.rules.completeness import outstanding, short_of_sheets
from creator.rules.conflicts import conflicts_between
from creator.rules.guards.registry import guard
from creator.rules.pins import marked
from creator.rules.refusal import Refusal
from creator.rules.scores import total
from creator.rules.standing import basis_of, places
from creator.rules.step import Step


@guard("interests_declared", zh="已申报利益关系", en="interests are declared")
def interests_declared(step: Step) -> Iterator[Refusal]:
    review = step.subject
    if isinstance(review, Review) and not panels.has_declared(
        step.session, step.edition.id, review.expert_id
    ):
        yield Refusal("interest.undeclared", _("请先在申报单位名单上申报利益关系，再评分。"))


@guard("round_open", zh="本轮评审进行中", en="the round is open", locks=("edition",))
def round_open(step: Step) -> Iterator[Refusal]:
    index = step.subject.round if isinstance(step.subject, Review) else step.edition.round_index
    yield from rounds.closed_reasons(step.session, step.edition, step.programme, index, step.now)


@guard("sheet_complete", zh="评分表已填完", en="the sheet is complete")
def sheet_complete(step: Step) -> Iterator[Refusal]:
    review = step.subject
    if isinstance(review, Review):
        rubric = sheets.rubric_of(step.programme, review.round)
        yield from sheets.faults_of(step.programme.rounds[review.round], rubric, review)


@guard("own_sheets_complete", zh="本人的评分表都已填完", en="all own sheets are complete")
def own_sheets_complete(step: Step) -> Iterator[Refusal]:
    review = step.subject
    if not isinstance(review, Review):
        return
    rubric = sheets.rubric_of(step.programme, review.round)
    round_ = step.programme.rounds[review.round]
    unsealed = select(Review).where(
        in_edition(Review, step.edition.id),
        Review.round == review.round,
        Review.expert_id == review.expert_id,
        Review.state.in_(marked(step, "review", "scoring_open")),
    )
    left = [
        other
        for other in step.session.scalars(unsealed)
        if not sheets.complete(round_, rubric, other)
    ]
    if left:
        yield Refusal(
            "sheet.others_open",
            _("您还有 {n} 份评分表没有填完。全部填完后一起提交，在此之前都可以修改。", n=len(left)),
        )


@guard("expert_free_of_conflict", zh="专家无需回避", en="the expert has no conflict")
def expert_free_of_conflict(step: Step) -> Iterator[Refusal]:
    expert_id, proposal = step.data.get("expert"), step.subject
    if expert_id is None or not isinstance(proposal, Proposal):
        return
    seat = step.session.get(PanelSeat, (step.edition.id, step.edition.round_index, expert_id))
    if seat is None or seat.declined_at is not None:
        yield Refusal("expert.unseated", _("该专家不在本轮专家组，请先请入专家组。"), "expert")
    elif seat.declared_at is None:
        yield Refusal("expert.undeclared", _("该专家还没有申报利益关系。"), "expert")
    found = conflicts_between(step.session, step.edition, step.programme, [expert_id], [proposal])
    for conflict in found.values():
        text = _("该专家须回避：{reason}。", reason=conflict.text)
        yield Refusal("expert.conflict", text, "expert")
    twice = select(Review.id).where(
        Review.proposal_id == proposal.id,
        Review.round == step.edition.round_index,
        Review.expert_id == expert_id,
    )
    if step.session.scalar(twice) is not None:
        yield Refusal("expert.twice", _("该专家已经在评这个项目。"), "expert")


@guard("round_left", zh="还有评审轮次", en="a round is left")
def round_left(step: Step) -> Iterator[Refusal]:
    if not rounds.rounds_left(step.edition, step.programme):
        yield Refusal("round.none_left", _("各轮评审都已结束。"))


@guard("no_round_left", zh="各轮评审均已结束", en="no round is left")
def no_round_left(step: Step) -> Iterator[Refusal]:
    if rounds.rounds_left(step.edition, step.programme):
        label = step.programme.rounds[rounds.coming(step.edition)].label
        yield Refusal("round.left", _("还有一轮评审没有进行：{round}。", round=label))


_UNSCREENED = {
    "before_screening": ("screening.waiting", _("“{title}”等 {n} 个项目还没有审查。")),
    "in_screening": ("screening.open", _("“{title}”等 {n} 个项目的审查没有完成。")),
    "in_round": ("screening.closing", _("“{title}”等 {n} 个项目正在结束上一轮，请稍后再试。")),
}


@guard("screening_complete", zh="审查都已完成", en="screening is complete")
def screening_complete(step: Step) -> Iterator[Refusal]:
    open_ = rounds.titles_by(step.session, step.edition, list(_UNSCREENED))
    for mark, (code, sentence) in _UNSCREENED.items():
        if titles := open_.get(mark):
            yield Refusal(code, _(sentence.msgid, title=titles[0], n=len(titles)))
    if not rounds.anybody_in(step.session, step.edition, "enters_round"):
        yield Refusal("screening.nobody", _("没有项目可以进入评审。"))


@guard("panel_ready", zh="专家组和分配已就绪", en="panel and assignment are ready")
def panel_ready(step: Step) -> Iterator[Refusal]:
    index = rounds.coming(step.edition)
    if index >= len(step.programme.rounds):
        return  # `round_left` says so
    entering = rounds.entering(step.session, step.edition, step.programme, index)
    yield from panels.unready(step.session, step.edition, step.programme, index, entering)


@guard("joins_open_round", zh="可补入本轮评审", en="it may join the open round", locks=("edition",))
def joins_open_round(step: Step) -> Iterator[Refusal]:
    if isinstance(step.subject, Proposal):
        yield from late_entries.obstacles(step, step.subject)


@guard("nobody_left_out", zh="没有漏评的项目", en="nobody is left out of the round")
def nobody_left_out(step: Step) -> Iterator[Refusal]:
    yield from late_entries.left_out(step)


@guard("round_complete", zh="本轮评分表齐备", en="the round's sheets are complete")
def round_complete(step: Step) -> Iterator[Refusal]:
    yield from outstanding(step)
    yield from short_of_sheets(step)


@guard("ties_resolved", zh="并列都已分出先后", en="every tie is decided")
def ties_resolved(step: Step) -> Iterator[Refusal]:
    closing = rounds.in_round(step)
    if closing:
        text = _("{n} 个项目正在结束评审，请稍后再试。", n=len(closing))
        yield Refusal("ranking.closing", text)
    if not basis_of(step.session, step.edition).rounds:
        yield Refusal("ranking.none", _("还没有评审结果。"))
        return
    for place in places(step.session, step.edition):
        if place.tied_with and place.proposal < min(place.tied_with):
            names = listed((place.proposal, *sorted(place.tied_with)))
            text = _(
                "第 {rank} 名并列（{cases}），规则未能分出先后。请确定抽签名单，按公开数字抽签。",
                rank=place.rank,
                cases=names,
            )
            yield Refusal("ranking.tie", text, f"tie.{place.proposal}")


@guard("score_reaches_minimum", zh="得分达到最低分", en="the score reaches the minimum")
def score_reaches_minimum(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if not isinstance(proposal, Proposal):
        return
    least = step.programme.ranking.min_score
    if proposal.rank is None:
        yield Refusal("score.barred", _("该项目没有有效名次（一票否决或单项低于最低要求）。"))
    elif least is not None and (proposal.score is None or proposal.score < least):
        score = total(proposal.score, step.programme.ranking.decimals)
        text = _("得分 {score} 低于最低分 {least}。", score=score, least=least)
        yield Refusal("score.low", text)
