"""`creator calc assign`: similarities -> who reads what, the greatest total within the rules."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from creator.calc.assigning import outcome
from creator.calc.assigning.order import BARRED, ZERO, Case, Files, Order, read_case
from creator.calc.results import write_csv
from creator.calc.values import Number, Wrong
from creator.cli._desk import FILE, OUT, Calculation, desk, show
from creator.i18n import _
from creator.reckoning.assigning.assignment import assign as best
from creator.reckoning.assigning.assignment import assign_at_scale
from creator.reckoning.assigning.fairness import FairPlan, assign_above, assign_fairly
from creator.reckoning.assigning.scale import LARGE, available
from creator.reckoning.refusal import Unreckonable

_AUTO, PYTHON, OR_TOOLS = "auto", "python", "or-tools"
_AT_LEAST_ONE = click.IntRange(min=1, max=1_000_000)
_AT_LEAST_NONE = click.IntRange(min=0, max=1_000_000)


class _Floor(click.ParamType[Any]):
    """`auto`, or a number as tables write it."""

    name = "auto|X"

    def convert(self, value: Any, param: Any, ctx: Any) -> str | Decimal:
        if isinstance(value, str | Decimal) and (value == _AUTO or isinstance(value, Decimal)):
            return value
        try:
            return Number().take(str(value).strip())
        except Wrong as wrong:
            self.fail(f"{wrong.text} {wrong.remedy}", param, ctx)


class _Mix(click.ParamType[Any]):
    """`FIELD=N`."""

    name = "FIELD=N"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        field, _sign, number = value.rpartition("=")
        if not field.strip() or not (number.isascii() and number.isdigit()) or int(number) < 1:
            self.fail(str(_("请写成 finance=1：领域、等号、人数。")), param, ctx)
        return field.strip(), int(number)


@click.command(
    cls=Calculation,
    help=str(_("按相似度分配专家：在各项规则内总分最高；或先照顾分得最差的项目。")),
)
@click.option("--similarity", type=FILE, required=True, help=str(_("相似度（CSV）。")))
@click.option(
    "--per-proposal", type=_AT_LEAST_ONE, required=True, help=str(_("每个项目几位专家。"))
)
@click.option(
    "--max-load", type=_AT_LEAST_ONE, required=True, help=str(_("每位专家最多几个项目。"))
)
@click.option("--min-load", type=_AT_LEAST_NONE, default=0, help=str(_("每位专家最少几个项目。")))
@click.option("--conflicts", type=FILE, help=str(_("不得相遇的项目和专家（CSV）。")))
@click.option("--groups", type=FILE, help=str(_("专家的单位和领域（CSV），同单位只能一人。")))
@click.option("--fixed", type=FILE, help=str(_("已定的项目和专家（CSV），保持不变。")))
@click.option("--needs", type=FILE, help=str(_("专家人数不同的项目（CSV）。")))
@click.option("--mix", type=_Mix(), multiple=True, help=str(_("每个项目至少几位某领域的专家。")))
@click.option(
    "--floor",
    type=_Floor(),
    metavar="auto|X",
    help=str(_("每个项目相似度之和的下限；auto 取最高可达。")),
)
@click.option("--absent", type=click.Choice((BARRED, ZERO)), default=BARRED, show_default=True,
              help=str(_("没有相似度的一对：不可分配，或当作 0。")))  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, help=str(_("总分相同时抽签的种子。"))
)
@click.option("--solver", type=click.Choice((_AUTO, PYTHON, OR_TOOLS)), default=_AUTO,
              show_default=True, help=str(_("求解器；auto 在数据很多时用 OR-Tools。")))  # fmt: skip
@OUT
def assign(
    per_proposal: int,
    max_load: int,
    min_load: int,
    mix: Sequence[tuple[str, int]],
    floor: str | Decimal | None,
    absent: str,
    seed: int,
    solver: str,
    output: Path | None,
    **files: Path,
) -> None:
    """Nothing is written unless there is a plan."""
    if min_load > max_load:
        raise Unreckonable(_("--min-load 比 --max-load 大。"))
    if len({name for name, _count in mix}) < len(mix):
        raise Unreckonable(_("--mix 里同一个领域写了两次。"))
    order = Order(per_proposal, max_load, min_load, dict(mix), absent, seed)
    number = floor if isinstance(floor, Decimal) else None
    case = read_case(Files(**files), order, number, desk())
    answer, by = _answer(case, floor, solver)
    if output is not None:
        write_csv(output, outcome.HEADER, outcome.rows(case, answer))
    show(outcome.summary_of(case, answer, by, floored=floor is not None))


def _answer(case: Case, floor: str | Decimal | None, solver: str) -> tuple[FairPlan, str]:
    """The plan, and by which solver."""
    if isinstance(floor, Decimal):
        return assign_above(case.problem, case.similarity.units(floor)), PYTHON
    if floor is not None:
        return assign_fairly(case.problem), PYTHON
    plan = assign_at_scale(case.problem) if _at_scale(case, solver) else None
    by = PYTHON if plan is None else OR_TOOLS
    return FairPlan(plan or best(case.problem), 0, 0), by


def _at_scale(case: Case, solver: str) -> bool:
    if solver == OR_TOOLS and not available():
        raise Unreckonable(_("没有安装 OR-Tools。请先运行 pip install 'creator[scale]'。"))
    pairs = len(case.problem.need) * len(case.problem.experts)
    return solver == OR_TOOLS or (solver == _AUTO and pairs >= LARGE and available())
