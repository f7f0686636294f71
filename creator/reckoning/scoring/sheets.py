"""Score sheets as they come in, and the check that they answer the rubric."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from creator.i18n import Text, _
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.scoring.items import Criterion

Sheets = Mapping[str, Mapping[str, Mapping[str, Decimal]]]
"""{proposal: {expert: {criterion: answer}}}; a line that does not apply is simply absent."""


class InvalidSheets(Unreckonable):
    """Answers that do not fit the rubric; `texts` names each one, `text` the first."""

    def __init__(self, texts: tuple[Text, ...]) -> None:
        super().__init__(texts[0])
        self.texts = texts


def check_sheets(sheets: Sheets, criteria: Sequence[Criterion]) -> None:
    """Raise `InvalidSheets` when an answer is missing, out of range or to no known question."""
    by_id = {criterion.id: criterion for criterion in criteria}
    faults = tuple(
        fault
        for proposal in sorted(sheets)
        for expert in sorted(sheets[proposal])
        for fault in _faults(proposal, expert, sheets[proposal][expert], by_id)
    )
    if faults:
        raise InvalidSheets(faults)


def _faults(
    proposal: str, expert: str, answers: Mapping[str, Decimal], by_id: Mapping[str, Criterion]
) -> Iterator[Text]:
    where = {"proposal": proposal, "expert": expert}
    for key in sorted(answers.keys() - by_id.keys()):
        yield _("项目 {proposal} 专家 {expert}：评分表里没有“{line}”这一项。", line=key, **where)
    for key, criterion in by_id.items():
        if key not in answers:
            if not criterion.optional and (criterion.in_base or not criterion.in_total):
                yield _(
                    "项目 {proposal} 专家 {expert}：“{line}”没有打分。",
                    line=criterion.name,
                    **where,
                )
        elif not criterion.accepts(answers[key]):
            yield _(
                "项目 {proposal} 专家 {expert}：“{line}”不能打 {answer}。",
                line=criterion.name,
                answer=answers[key],
                **where,
            )
