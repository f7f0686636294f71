"""Public notices (公示): readable by anybody, without signing in, for ever."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import _
from creator.models.decision import Notice
from creator.models.edition import Edition
from creator.money import wan
from creator.programme.words import WORDS
from creator.rules.actors import STAFF_ROLES, appointed
from creator.services import find, notices
from creator.services.notices import Shown, read
from creator.services.stages import state_of
from creator.web.audience import audience
from creator.web.parts import Column, Tile, Words
from creator.web.request import work
from creator.web.standing import Standing, standing, status_of

bp = Blueprint("notices", __name__)

_CARDS = {"title": "title", "tier": "corner", "organisation": "wide", "summary": "wide"}
_NUMBERS = ("amount", "score", "rank")
_ORDER = (
    "rank", "number", "title", "organisation", "category", "site_community", "tier", "amount",
    "score", "summary",
)  # fmt: skip
LIST = [
    Column("number", _("公示编号"), card="title"),
    Column("status", _("状态"), card="wide"),
    Column("items", _("项目数"), number=True),
    Column("since", _("发布时间")),
    Column("ends", _("公示至")),
]


@dataclass(frozen=True)
class TierCount:
    """How many awards of a tier are published, and their sum in 分 (None: not published)."""

    label: Words
    count: int
    total: int | None


@bp.get("/notices/<int:number>")
@audience("public")
def show(number: int) -> str:
    """The notice: its frozen text, where each item stands, and how to object."""
    notice = find.one(work(), Notice, number)
    shown = notices.shown(work(), notice)
    return render_template(
        "notice/show.html",
        notice=notice,
        shown=shown,
        status=status_of(state_of(work(), notice), inside=False),
        tiles=_tiles(shown),
        columns=[*_columns(notice), Column("object", _("异议"), card="wide")],
        standing=_for_staff(notice),
    )


def _for_staff(notice: Notice) -> Standing | None:
    """Steps and timeline, for those who hold an office; the public reads the notice alone."""
    held = any(appointed(work().actor, role, notice) for role in STAFF_ROLES)
    return standing(work(), notice) if held else None


def _columns(notice: Notice) -> list[Column]:
    """What the programme publishes, in the usual order."""
    published = notice.content["publishes"]
    cards = {**_CARDS} if "title" in published else {**_CARDS, published[0]: "title"}
    return [
        Column(word, WORDS["publishes"][word], cards.get(word, "line"), word in _NUMBERS)  # type: ignore[arg-type]
        for word in _ORDER
        if word in published
    ]


def _tiles(shown: Shown) -> list[Tile]:
    """Tiers and amounts, as far as they are published."""
    return [
        Tile(
            one.label,
            _("{n} 个", n=one.count),
            None if one.total is None else _("共 {sum}", sum=wan(one.total)),
        )
        for one in _tiers(shown)
    ]


def _tiers(shown: Shown) -> Sequence[TierCount]:
    published = shown.said["publishes"]
    if "tier" not in published:
        return []
    groups: dict[str, list[int]] = {}
    labels = {}
    for line in shown.said["items"]:
        label = read(line["tier"])
        labels[str(label)] = label
        groups.setdefault(str(label), []).append(line.get("amount") or 0)
    money = "amount" in published
    return [
        TierCount(labels[name], len(sums), sum(sums) if money else None)
        for name, sums in groups.items()
    ]


@bp.get("/notices/<int:number>/print")
@audience("public")
def paper(number: int) -> str:
    """The notice as a sheet of paper, to be put up at the door."""
    notice = find.one(work(), Notice, number)
    return render_template(
        "notice/print.html",
        notice=notice,
        shown=notices.shown(work(), notice),
        columns=_columns(notice),
        address=url_for(".show", number=number, _external=True),
    )


@bp.get("/notices/<int:number>/text")
@audience("public")
def text(number: int) -> ResponseReturnValue:
    """The frozen text, byte for byte what the digest was taken of."""
    notice = find.one(work(), Notice, number)
    headers = {"Content-Disposition": f'attachment; filename="notice-{notice.id}.json"'}
    return Response(notices.body(notice), mimetype="application/json", headers=headers)


@bp.get("/call/<slug>/notices")
@audience("public")
def index(slug: str) -> str:
    """All notices of an edition."""
    edition: Edition = find.edition_by_slug(work(), slug)
    rows = notices.of_edition(work(), edition)
    return render_template(
        "notice/index.html",
        edition=edition,
        rows=rows,
        columns=LIST,
        states={row.id: status_of(state_of(work(), row), inside=False) for row in rows},
    )
