"""The files of `creator calc score` as they are written of an edition: rule, sheets, facts.

Whoever runs them gets what the pages show, digest and all.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from creator.i18n import Label
from creator.programme.programme import Programme
from creator.programme.rounds import Round
from creator.programme.rubrics import Criterion
from creator.reckoning.canonical import digits
from creator.reckoning.facts import Facts

SHEET_COLUMNS = ("proposal", "expert", "criterion", "points", "confidence", "round")
FACT_COLUMNS = (
    "proposal", "requested", "first_time", "submitted", "drawn", "tier", "category",
    "organisation", "audited", "own_funding",
)  # fmt: skip

_STEPPED = ("levels", "ticks", "words")


def rule_text(programme: Programme, closed: Collection[str]) -> str:
    """How the rounds closed so far make one ranking, as a rule file."""
    rounds = [round_ for round_ in programme.rounds if round_.id in closed]
    lines = [*_ranking(programme, rounds)]
    for round_ in rounds:
        lines += ["", "[[rounds]]", *_round(round_, rounds)]
        rubric = programme.rubric(round_.rubric)
        for criterion in rubric.criteria if rubric else ():
            lines += ["", "[[rounds.criteria]]", *_criterion(criterion)]
    return "\n".join(lines) + "\n"


def sheet_rows(
    round_: str,
    sheets: Mapping[str, Mapping[str, Mapping[str, Decimal]]],
    confidence: Mapping[str, Mapping[str, Decimal]],
) -> Iterator[Sequence[object]]:
    """The rows of one round: {proposal: {expert: {criterion: points}}}."""
    for proposal in sorted(sheets):
        for expert in sorted(sheets[proposal]):
            sure = confidence.get(proposal, {}).get(expert)
            for criterion, points in sheets[proposal][expert].items():
                yield proposal, expert, criterion, points, sure, round_


def fact_rows(facts: Mapping[str, Facts]) -> Iterator[Sequence[object]]:
    """What breaks ties and what the money depends on, in 元."""
    for proposal in sorted(facts):
        one = facts[proposal]
        yield (
            proposal, _yuan(one.requested), one.first_time, one.submitted, one.drawn, one.tier,
            one.category, one.organisation, _yuan(one.audited), _yuan(one.own_funding),
        )  # fmt: skip


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def _ranking(programme: Programme, rounds: Sequence[Round]) -> Iterator[str]:
    ties = [_tie(programme, word, rounds) for word in programme.ranking.ties]
    # The pages take a recorded draw as the last resort, declared or not.
    ties += [] if "draw" in ties else ["draw"]
    yield f"ties = {_value(ties)}"
    yield f"decimals = {programme.ranking.decimals}"
    if len(rounds) > 1:
        yield f"composite = {_value(programme.ranking.composite)}"


def _tie(programme: Programme, word: str, rounds: Sequence[Round]) -> str:
    """A criterion is that of the latest round that has it."""
    name, _colon, criterion = word.partition(":")
    if name != "criterion" or len(rounds) < 2 or programme.ranking.composite == "last":
        return word
    for round_ in reversed(rounds):
        rubric = programme.rubric(round_.rubric)
        if rubric and rubric.criterion(criterion):
            return f"criterion:{round_.id}.{criterion}"
    return word


def _round(round_: Round, rounds: Sequence[Round]) -> Iterator[str]:
    by_criterion = round_.aggregate == "trimmed" and round_.trim_over == "criterion"
    alone = len(rounds) == 1
    yield f"id = {_value(round_.id)}"
    yield f"label = {_value(round_.label)}"
    yield f"weight = {_value(Decimal(100) if alone else round_.weight)}"
    if round_ is not rounds[0]:
        yield 'absent = "leave_out"'
    yield f"aggregate = {_value(round_.aggregate)}"
    if round_.aggregate == "trimmed":
        yield f"drop_high = {round_.drop_high}"
        yield f"drop_low = {round_.drop_low}"
        yield f"trim_over = {_value(round_.trim_over)}"
    yield f"average = {_value('criteria' if by_criterion else 'sheets')}"
    yield f"min_sheets = {round_.sheets_needed}"
    yield f"below_minimum = {_value('mean' if round_.below_minimum == 'mean' else 'refuse')}"
    yield f"decimals = {round_.decimals}"


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"id = {_value(criterion.id)}"
    yield f"label = {_value(criterion.label)}"
    yield f"type = {_value(criterion.type)}"
    if criterion.type != "knockout":
        for name in ("weight", "max", "minimum"):
            if getattr(criterion, name) is not None:
                yield f"{name} = {_value(getattr(criterion, name))}"
    if criterion.type in _STEPPED:
        steps = (f"points = {digits(one.points)}" for one in criterion.anchors)
        yield f"anchors = [{', '.join(f'{{ {step} }}' for step in steps)}]"


def _value(value: object) -> str:
    """A value as TOML writes it; its texts are those of JSON."""
    if isinstance(value, Label):
        return f"{{ zh = {_value(value.zh)}, en = {_value(value.en)} }}"
    if isinstance(value, Decimal):
        return digits(value)
    return json.dumps(value, ensure_ascii=False)
