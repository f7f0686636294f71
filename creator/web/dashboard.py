"""What an edition's page gathers: proposals by phase, money, tiers, and the ways onward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import current_app, url_for
from markupsafe import Markup

from creator.i18n import Text, _, current_language
from creator.models.edition import Edition
from creator.money import wan
from creator.rules.actors import appointed
from creator.services import amendments, overview
from creator.services.definitions import load
from creator.services.offices import own_conflicts
from creator.services.stages import state_of
from creator.services.work import Work
from creator.web.parts import Column, Slice, Tab, Tile, Words
from creator.web.standing import Standing
from creator.workflow.definition import Definition
from creator.workflow.drawing import draw
from creator.workflow.parts import Phase, State

TIERS = [
    Column("label", _("档次"), card="title"),
    Column("used", _("名额"), card="corner", number=True),
    Column("range", _("每个项目资助"), card="wide", number=True),
]


@dataclass(frozen=True)
class PhaseLine:
    """A phase of the proposals: how many stand in it, and in which of its states."""

    phase: Phase
    count: int
    url: str
    states: Sequence[Tab]


@dataclass(frozen=True)
class Board:
    """The numbers of an edition; `columns` are those of the tiers."""

    total: int
    phases: Sequence[PhaseLine]
    funnel: Sequence[Slice]
    tiles: Sequence[Tile]
    tiers: Sequence[overview.TierLine]
    drawing: Markup
    columns: Sequence[Column]


@dataclass(frozen=True)
class Room:
    """A way onward from the dashboard."""

    label: Words
    url: str


def board(work: Work, edition: Edition) -> Board:
    """Proposals by phase and state, money and tiers. A fixed number of queries."""
    counts = overview.counts(work, edition)
    # Sums and slots, less what the lists show, would tell what became of an own application.
    partial = bool(own_conflicts(work, edition))
    definition = overview.lifecycle(work, edition, "proposal")
    phases = [_phase(edition, definition, phase, counts) for phase in definition.phases.values()]
    total = sum(counts.values())
    return Board(
        total=total,
        phases=[line for line in phases if line.count],
        funnel=[Slice(line.phase.label, line.count, _("{n} 项", n=line.count)) for line in phases],
        tiles=_money(edition, total, partial=partial),
        tiers=() if partial else overview.tiers(work, edition),
        drawing=_drawn(definition, current_language(), tuple(sorted(counts.items()))),
        columns=TIERS,
    )


def _phase(
    edition: Edition, definition: Definition, phase: Phase, counts: Mapping[str, int]
) -> PhaseLine:
    inside = [state for state in definition.states.values() if state.phase == phase.id]
    tabs = [
        Tab(state.label, _list(edition, state=state.id), count=counts[state.id])
        for state in inside
        if counts.get(state.id)
    ]
    total = sum(counts.get(state.id, 0) for state in inside)
    return PhaseLine(phase, total, _list(edition, phase=phase.id), tabs)


def _list(edition: Edition, *, phase: str | None = None, state: str | None = None) -> str:
    return url_for("editions.list_of", number=edition.id, kind="proposal", phase=phase, state=state)


def _money(edition: Edition, total: int, *, partial: bool) -> list[Tile]:
    left = edition.pool_fen - edition.reserved_fen
    use = [
        Tile(_("已占用"), wan(edition.reserved_fen)),
        Tile(_("剩余"), wan(left), tone="neutral" if left else "wait"),
    ]
    return [
        Tile(_("资金总额"), wan(edition.pool_fen)),
        *([] if partial else use),
        Tile(_("申报项目"), _("{n} 项", n=total)),
    ]


@lru_cache(maxsize=64)
def _drawn(definition: Definition, language: str, counts: tuple[tuple[str, int], ...]) -> Markup:
    # The drawing escapes every text it is given, and files are all it is given.
    return Markup(draw(definition, language, counts=dict(counts)))  # noqa: S704


def with_own_pages(work: Work, edition: Edition, standing: Standing) -> Standing:
    """The same, with steps that have a richer page than the generic one leading there."""
    steps = load(work.session, edition.definition_hash).transitions
    own = url_for("editions.adjust", number=edition.id)
    moved = [
        replace(step, url=own, direct=False, grave=False)
        if amendments.field_of(steps[step.id])
        else step
        for step in standing.steps
    ]
    return replace(standing, steps=moved)


@dataclass(frozen=True)
class _Door:
    """A page of an edition. Its view says for whom; `marks`: open only in a state with one."""

    label: Text
    endpoint: str
    marks: frozenset[str] = frozenset()


_DOORS = (
    _Door(_("导入申报汇总表"), "imports.index"),
    _Door(_("资格审查"), "screening.queue"),
    _Door(_("专家组"), "panels.show", frozenset({"panel_open", "scoring_open"})),
    _Door(_("评审进度"), "panels.progress", frozenset({"scoring_open", "results_sealed"})),
    _Door(_("督导"), "supervisors.index"),
    _Door(_("排名与定档"), "rankings.board", frozenset({"results_sealed"})),
    _Door(_("异议"), "objections.index"),
    _Door(_("人员"), "people.index"),
    _Door(_("查阅记录"), "access_log.index"),
    _Door(_("调整日期和资金"), "editions.adjust", frozenset({"settable", "amendable"})),
)
_CALL = _("征集公告")


def rooms(work: Work, edition: Edition) -> list[Room]:
    """Where one goes from here, as far as the reader's office leads."""
    found = [
        Room(door.label, url_for(door.endpoint, number=edition.id))
        for door in _DOORS
        if _opens(work, edition, door)
    ]
    return [
        Room(_("全部申报项目"), _list(edition)),
        *found,
        Room(_("决定"), url_for("editions.list_of", number=edition.id, kind="decision")),
        Room(_("公示"), url_for("editions.list_of", number=edition.id, kind="notice")),
        _call(edition),
    ]


def _call(edition: Edition) -> Room:
    return Room(_CALL, url_for("calls.show", slug=edition.slug))


def newly_open(work: Work, edition: Edition, before: State) -> Room | None:
    """The way onward that a step has just opened; `before` is the state it left."""
    marks = state_of(work, edition).marks
    for door in _DOORS:
        if door.marks & marks and not door.marks & before.marks and _opens(work, edition, door):
            return Room(door.label, url_for(door.endpoint, number=edition.id))
    return _call(edition) if "public" in marks - before.marks else None


def _opens(work: Work, edition: Edition, door: _Door) -> bool:
    if door.marks and not door.marks & state_of(work, edition).marks:
        return False
    who: frozenset[str] = getattr(
        current_app.view_functions[door.endpoint], "audience", frozenset()
    )
    return any(appointed(work.actor, role, edition) for role in who)
