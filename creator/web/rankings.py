"""The ranking board: places, dots, fund lines, the workbook, and the files to repeat it."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from creator.i18n import Text, _, current_language, listed
from creator.models.edition import Edition
from creator.money import wan
from creator.rules.remembered import Remembered
from creator.rules.scores import total
from creator.services import find, rankings
from creator.services.boards import Board, FundLine, Row
from creator.services.draws import draws
from creator.services.editions import programme
from creator.services.ranking_tables import workbook
from creator.services.rankings import Listed
from creator.services.reckoning_package import package
from creator.web.audience import audience
from creator.web.openings import note_export
from creator.web.paging import Page, part_of
from creator.web.parts import Column, Dots, Status, Tile, Tone
from creator.web.request import work
from creator.web.standing import steps_of

bp = Blueprint("rankings", __name__)
bp.add_app_template_filter(total, "score")

SIZE = 100  # rows of a page: most rankings fit on one or two
READERS = ("officer", "approver", "adjudicator", "observer", "auditor", "finance")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column("rank", _("名次"), number=True),
    Column("title", _("项目 / 申报单位"), card="title"),
    Column("tier", _("档次"), card="corner"),
    Column("score", _("得分"), number=True),
    Column("dots", _("专家分布"), card="desk"),
    Column("requested", _("申请"), number=True),
    Column("amount", _("拟资助"), number=True),
    Column("spent", _("累计"), card="desk", number=True),
    Column("listed", _("名单"), card="line"),
)
_KINDS: Mapping[str, tuple[Text, Tone]] = {
    "award": (_("拟立项"), "good"),
    "waitlist": (_("候补"), "wait"),
    "refuse": (_("未入围"), "neutral"),
    "refusal": (_("不予立项"), "neutral"),
}
_written: Remembered[tuple[Any, ...], Markup] = Remembered(most=8)
_BOUNDS = {"slots": _("名额已满"), "pool": _("资金用完")}


@bp.get("/editions/<int:number>/ranking")
@audience(*READERS)
def board(number: int) -> ResponseReturnValue:
    """The ranking with what the rules make of it, tier by tier."""
    edition = find.one(work(), Edition, number)
    found = rankings.board(work(), edition)
    decided, page = rankings.listed(work(), edition), part_of(found.rows, size=SIZE)
    return render_template(
        "ranking/show.html",
        edition=edition,
        number=edition.id,
        board=found,
        tiles=_tiles(found),
        drawn=bool(draws(work(), edition)),
        page=page,
        ranking=_kept(edition, found, decided, page),
        steps=steps_of(work(), edition, request.full_path.removesuffix("?")),
    )


def _kept(edition: Edition, found: Board, decided: Mapping[int, Listed], page: Page) -> Markup:
    """The table of one page, kept as it was written while all it shows is the same."""
    decimals = programme(work(), edition).ranking.decimals
    shown = found, tuple(decided.items()), decimals, page.number, current_language()
    return _written.get(edition.id, shown, lambda: _write(found, decided, page, decimals))


def _write(found: Board, decided: Mapping[int, Listed], page: Page, decimals: int) -> Markup:
    written = render_template(
        "ranking/rows.html",
        columns=COLUMNS if any(row.proposal.id in decided for row in found.rows) else COLUMNS[:-1],
        page=page,
        lines=_lines_on(page, fund_lines(found)),
        below=[n for n, row in enumerate(page.rows) if row.outcome.kind != "award"],
        dots={row.proposal.id: _dots(row, found.scale) for row in page.rows},
        decimals=decimals,
        proposed=_proposed,
        listed={row.proposal.id: _listed(row, decided) for row in page.rows},
    )
    return Markup(written)  # noqa: S704 - a template of ours escaped what it was given


def _lines_on(page: Page, lines: Mapping[int, str]) -> dict[int, str]:
    """The lines that fall on a page, by the row of the page they are drawn before."""
    moved = {place - page.before: words for place, words in lines.items()}
    return {place: words for place, words in moved.items() if 0 < place <= len(page.rows)}


def _tiles(board: Board) -> list[Tile]:
    awards = sum(row.outcome.kind == "award" for row in board.rows)
    tone: Tone = "bad" if board.left < 0 else "neutral"
    return [
        Tile(_("资金总额"), wan(board.pool)),
        Tile(_("拟资助"), wan(board.proposed)),
        Tile(_("剩余"), wan(board.left), tone=tone),
        Tile(_("拟立项"), _("{n} / {all} 个", n=awards, all=len(board.rows))),
    ]


def fund_lines(board: Board) -> dict[int, str]:
    """Where each tier's line is drawn: after its last award, in words."""
    words: dict[int, list[str]] = defaultdict(list)
    for line in board.lines:
        ranks = [n for n, row in enumerate(board.rows, 1) if row.place.rank == line.line.last_rank]
        if line.line.awarded and ranks:
            words[ranks[-1]].append(str(_line_words(line)))
    return {place: " ".join(said) for place, said in words.items()}


def _line_words(found: FundLine) -> Text:
    line = found.line
    said = {"tier": found.tier, "n": line.awarded, "amount": wan(line.amount)}
    if line.bound is None:
        return _("{tier}：以上立项 {n} 个，{amount}，名额和资金都够。", **said)
    return _("{tier}资金线：以上立项 {n} 个，{amount}，{why}。", why=_BOUNDS[line.bound], **said)


def _dots(row: Row, scale: tuple[Decimal, Decimal]) -> Dots:
    given = listed(f"{dot.name} {dot.total}" for dot in row.dots)
    dropped = listed(dot.name for dot in row.dots if dot.dropped) or _("无")
    said = _("{given}；去掉的：{dropped}；结果 {result}", given=given, dropped=dropped,
             result=row.place.total)  # fmt: skip
    values = [float(dot.total) for dot in row.dots]
    return Dots(values, float(row.place.total), float(scale[0]), float(scale[1]), said)


def _proposed(row: Row) -> Status:
    """The tier for an award, else what the rules say."""
    label, tone = _KINDS[row.outcome.kind]
    return Status(row.tier or label, "info") if row.outcome.kind == "award" else Status(label, tone)


def _listed(row: Row, decided: Mapping[int, Listed]) -> Status | None:
    """What was decided so far, marked where it differs from what the rules propose."""
    item = decided.get(row.proposal.id)
    if item is None:
        return None
    label, tone = _KINDS[item.outcome]
    as_proposed = (row.outcome.kind, row.outcome.amount or None)
    same = (item.outcome.replace("refusal", "refuse"), item.amount_fen) == as_proposed
    return Status(label, tone) if same else Status(_("{label}（与规则不同）", label=label), "wait")


@bp.get("/editions/<int:number>/ranking.xlsx")
@audience(*READERS)
def table(number: int) -> ResponseReturnValue:
    """The same as a workbook."""
    edition = find.one(work(), Edition, number)
    name = str(_("{edition}排名.xlsx", edition=edition.title))
    content = workbook(work(), edition)
    note_export(work(), edition, "ranking")
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@bp.get("/editions/<int:number>/reckoning.zip")
@audience(*READERS)
def files(number: int) -> ResponseReturnValue:
    """The files from which anybody can repeat the ranking and the allocation."""
    edition = find.one(work(), Edition, number)
    name = str(_("{edition}核算文件.zip", edition=edition.title))
    content = package(work(), edition)
    note_export(work(), edition, "reckoning")
    return send_file(
        BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name
    )
