"""While the project runs: checkpoints (中期评估) and supervision (督导)."""

from datetime import date
from decimal import Decimal

from creator.i18n import Label
from creator.programme.duration import Duration
from creator.programme.keys import key, keyed
from creator.programme.kinds import Day, Ident, LabelKind, Length, Many, Number, Whole, Word


@keyed
class Checkpoint:
    """A report with a deadline, scored against a rubric; below `pass_mark` it is not passed."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    due: date = key(Day())
    rubric: str = key(Ident(), default="midterm")
    pass_mark: Decimal = key(Number(most=Decimal(100)), default=Decimal(60))
    evaluators: int = key(Whole(least=1, most=20), default=1)
    late: str = key(Word("late"), default="fails")


@keyed
class Supervision:
    """Visits and findings. `blocking`: severities that stop money until they are put right."""

    visits: int = key(Whole(most=50), default=2)
    rectify_within: Duration = key(Length(), default=Duration(15, "wd"))
    dispute_within: Duration = key(Length(), default=Duration(5, "wd"))
    blocking: tuple[str, ...] = key(Many(Word("severity")), default=("stop_money",))
