"""What a rule with `[votes]` may say, and votes taken for scores."""

from collections.abc import Iterator
from pathlib import Path

from creator.calc.allocate.grammar import AllocationRule, Award, Ranking, Votes
from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.i18n import Text, _
from creator.reckoning.funding.equal_shares import ShareRule

_STEP = 100
Fault = tuple[str, Text, Text]


def check_votes(file: RuleFile[AllocationRule], ballots: Path | None, desk: Desk) -> None:
    """Ballots and `[votes]` belong together, and the method can do what the rule asks."""
    votes = file.rule.votes
    if votes is None:
        if ballots is not None:
            text = _("给了选票，规则里却没有 [votes]。")
            file.blame(desk, "", text, _('请写 [votes] 和 method = "greedy" 或 "equal_shares"。'))
        return
    if ballots is None:
        file.blame(desk, "votes", _("规则要用选票。"), _("请用 --ballots 给出选票（CSV）。"))
    for where, text, remedy in _faults(file.rule, votes):
        file.blame(desk, where, text, remedy)


def _faults(rule: AllocationRule, votes: Votes) -> Iterator[Fault]:
    if rule.ranking.order is not None:
        text = _("有选票时名次由票数产生。")
        yield "ranking.order", text, _("请去掉“{key}”。", key="ranking.order")
    if votes.method == "greedy":
        for name in ("utility", "completion", "step", "ties"):
            if getattr(votes, name) not in (None, ()):
                text = _("“{key}”只在 method 是 equal_shares 时有用。", key=name)
                yield f"votes.{name}", text, _("请去掉“{key}”。", key=name)
        return
    yield from _shares_faults(rule, votes)


def _shares_faults(rule: AllocationRule, votes: Votes) -> Iterator[Fault]:
    if rule.pool is None:
        yield "votes.method", _("均等份额要有资金池。"), _("请写 pool = …（元）。")
    if votes.step is not None and votes.completion not in ("add1", "add1_greedy"):
        text = _("“step”只在 completion 是 add1 或 add1_greedy 时有用。")
        yield "votes.step", text, _("请去掉“{key}”。", key="step")
    if votes.step == 0:
        yield "votes.step", _("“step”必须大于零。"), _("例如 step = 1：每人每次加 1 元。")
    unused: list[tuple[str, object, object]] = [
        *((name, getattr(rule, name), ()) for name in ("tiers", "limits", "exclusive")),
        ("ranking.ties", rule.ranking.ties, Ranking().ties),
        *(
            (f"award.{name}", getattr(rule.award, name), getattr(Award(), name))
            for name in ("slots", "min", "score_bands", "overflow", "leftover", "waitlist_size")
        ),
    ]
    for where, written, default in unused:
        if written != default:
            text = _("均等份额的规则里不能写“{key}”。", key=where)
            yield where, text, _("请去掉它；同价时的先后写在 votes.ties 里。")


def share_rule(rule: AllocationRule, votes: Votes) -> ShareRule:
    """How the shares are counted."""
    return ShareRule(
        pool=rule.pool or 0,
        by_cost=votes.utility != "votes",
        completion=votes.completion or "none",  # type: ignore[arg-type]
        step=votes.step or _STEP,
    )
