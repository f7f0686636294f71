"""A programme: everything one file says about one competition."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from creator.i18n import Label
from creator.programme import canonical
from creator.programme.applicants import Applicants, FilingClass
from creator.programme.award import Approval, Award, Pledge, Ranking
from creator.programme.budget import Budget
from creator.programme.contracts import Contract, Tranche
from creator.programme.dates import Calendar
from creator.programme.delivery import Checkpoint, Supervision
from creator.programme.evaluation import Evaluation
from creator.programme.forms import Form
from creator.programme.funds import Fund
from creator.programme.hearing import Hearing
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Money, Whole, Word
from creator.programme.notices import Disclosure, Notice, Objection, Remedy
from creator.programme.options import Lifecycles, Options
from creator.programme.parties import Parent, Party, Region
from creator.programme.rounds import Experts, Round
from creator.programme.rubrics import Rubric
from creator.programme.screening import Correction, Screening
from creator.programme.tiers import Category, FormClass, Tier, Track


@dataclass(frozen=True)
class Source:
    """The file a programme was read from, and where each dotted path of it was written."""

    name: str = ""
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def place(self, path: str) -> tuple[str, int]:
        """File and line of a path, or of the nearest table around it; line 1 when it is nowhere."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.name, 1

    def has(self, path: str) -> bool:
        """Whether the file (not a default) says something at this path."""
        return path in self.places and self.places[path][0] == self.name


@keyed
class Programme:
    """One competition. Amounts in 分, percentages and points as Decimal, times Asia/Shanghai."""

    format: int = key(Whole(least=1, most=1))
    id: str = key(Ident())
    title: Label = key(LabelKind())
    kind: str = key(Word("kind"), default="competition")
    case_prefix: str = key(Ident(), default="P")
    host: Party = key(Table(Party))
    operator: Party | None = key(Table(Party), default=None)
    region: Region = key(Table(Region))
    parent: Parent | None = key(Table(Parent), default=None)
    stated_pool: int | None = key(Money(), default=None, written="pool")
    funds: tuple[Fund, ...] = key(tables(Fund), default=())
    tier_choice: str = key(Word("tier_choice"))
    tiers: tuple[Tier, ...] = key(tables(Tier, least=1))
    categories: tuple[Category, ...] = key(tables(Category), default=())
    tracks: tuple[Track, ...] = key(tables(Track), default=())
    form_classes: tuple[FormClass, ...] = key(tables(FormClass), default=())
    filing_classes: tuple[FilingClass, ...] = key(tables(FilingClass), default=())
    applicants: Applicants = key(Table(Applicants))
    form: Form = key(Table(Form))
    budget: Budget = key(Table(Budget))
    hearing: Hearing = key(Table(Hearing), default=Hearing())
    screening: Screening = key(Table(Screening))
    correction: Correction = key(Table(Correction), default=Correction())
    lifecycles: Lifecycles = key(Table(Lifecycles), default=Lifecycles())
    options: Options = key(Table(Options), default=Options())
    experts: Experts = key(Table(Experts), default=Experts())
    rounds: tuple[Round, ...] = key(tables(Round, least=1))
    rubrics: tuple[Rubric, ...] = key(tables(Rubric), default=())
    ranking: Ranking = key(Table(Ranking), default=Ranking())
    award: Award = key(Table(Award), default=Award())
    approval: Approval = key(Table(Approval), default=Approval())
    pledge: Pledge | None = key(Table(Pledge), default=None)
    notice: Notice = key(Table(Notice), default=Notice())
    objection: Objection = key(Table(Objection), default=Objection())
    remedy: Remedy = key(Table(Remedy), default=Remedy())
    disclosure: Disclosure = key(Table(Disclosure), default=Disclosure())
    contract: Contract = key(Table(Contract), default=Contract())
    tranches: tuple[Tranche, ...] = key(tables(Tranche), default=())
    checkpoints: tuple[Checkpoint, ...] = key(tables(Checkpoint), default=())
    supervision: Supervision = key(Table(Supervision), default=Supervision())
    evaluation: Evaluation = key(Table(Evaluation), default=Evaluation())
    calendar: Calendar = key(Table(Calendar))
    source: Source = field(default_factory=Source, compare=False, repr=False)

    @property
    def pool(self) -> int:
        """What can be awarded, in 分: the stated pool, or the sum of the funds."""
        return (
            sum(fund.total for fund in self.funds) if self.stated_pool is None else self.stated_pool
        )

    @property
    def switches(self) -> frozenset[str]:
        """What is on of the options that lifecycle files know."""
        return self.options.names | ({"panel_draw"} if self.experts.drawn else set())

    def tier(self, id: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.id == id), None)

    def category(self, id: str) -> Category | None:
        return next((category for category in self.categories if category.id == id), None)

    def rubric(self, id: str) -> Rubric | None:
        return next((rubric for rubric in self.rubrics if rubric.id == id), None)

    def canonical(self) -> str:
        """Everything that was read or defaulted, as canonical JSON: sorted keys, no blanks."""
        data = canonical.dump(self)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """sha256 of `canonical()`, hexadecimal: two programmes are the same when this is."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_canonical(cls, body: str) -> "Programme":
        """The programme that `canonical()` described, without its file."""
        return cast(Programme, canonical.load(cls, json.loads(body)))
