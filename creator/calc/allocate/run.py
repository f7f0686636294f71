"""From the files to the allocation."""

from collections.abc import Mapping
from pathlib import Path

from creator.calc.allocate.ballots import BallotBox, counted, read_ballots
from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.joining import joined
from creator.calc.allocate.needs import Given
from creator.calc.allocate.outcome import told
from creator.calc.allocate.places import places
from creator.calc.allocate.ranking_file import read_ranking
from creator.calc.allocate.result import Allocated
from creator.calc.allocate.rule import funding_rule
from creator.calc.allocate.voting import check_votes, share_rule
from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.calc.tables import Table
from creator.i18n import Label, _, listed
from creator.programme.fault import FaultyFile
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import FundingRule
from creator.reckoning.funding.outcome import Allocation
from creator.reckoning.funding.residents import elect
from creator.reckoning.ranking import Place


def allocated(
    ranking: Path,
    file: RuleFile[AllocationRule],
    facts: Path | None,
    ballots: Path | None,
    desk: Desk,
) -> Allocated:
    """Raises FaultyFile with what is wrong in the files, Unreckonable where they do not fit."""
    rule = funding_rule(file, desk)
    check_votes(file, ballots, desk)
    table = read_ranking(ranking, _compared(file.rule), desk)
    desk.settle()
    if facts is not None:
        table = joined(table, facts, desk)
    box = None if ballots is None else read_ballots(ballots, table.columns["proposal"], desk)
    if box is not None:
        table = counted(table, box, desk)
    if rule is None:
        raise FaultyFile(desk.faults)
    found = places(Given(table, file, desk))
    allocation = _allocation(found, rule, file.rule, box)
    _remark_on_ties(allocation, desk)
    scores = {place.proposal: place.total for place in found}
    return Allocated(found, rule, file, told(allocation, scores), _ties(table))


def _ties(table: Table) -> Mapping[str, Label]:
    rows = zip(*(table.columns[name] for name in ("proposal", "ties_zh", "ties_en")), strict=True)
    return {proposal: Label(zh, en or zh) for proposal, zh, en in rows if zh}


def _compared(rule: AllocationRule) -> list[str]:
    """The criteria of the tie chain."""
    parts = [word.partition(":") for word in rule.ranking.ties]
    return [criterion for word, _colon, criterion in parts if word == "criterion"]


def _allocation(
    found: list[Place], rule: FundingRule, file: AllocationRule, box: BallotBox | None
) -> Allocation:
    votes = file.votes
    if box is None or votes is None or votes.method == "greedy":
        return fund(found, rule)
    return elect(found, box.ballots, rule, share_rule(file, votes), votes.ties)  # type: ignore[arg-type]


def _remark_on_ties(allocation: Allocation, desk: Desk) -> None:
    if allocation.contested:
        few = listed(listed(tied[:5]) for tied in allocation.contested[:5])
        remark = _(
            "提醒：有 {n} 组并列（{few}…）的先后影响结果，这里暂按编号；请先抽签。",
            n=len(allocation.contested),
            few=few,
        )
        desk.say(remark)
