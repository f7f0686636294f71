"""The public call (征集公告): everything an applicant must know, before signing in."""

from collections.abc import Iterable

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.decision import Notice
from creator.models.edition import Edition
from creator.programme.duration import Duration
from creator.programme.programme import Programme
from creator.programme.words import WORDS
from creator.services import admission, amendments, editions, find
from creator.services.stages import has_mark, state_of
from creator.web.audience import audience, may_apply
from creator.web.milestones import milestones, until
from creator.web.parts import Column, Status
from creator.web.request import work
from creator.web.standing import status_of

bp = Blueprint("calls", __name__, url_prefix="/call")

TIERS = [
    Column("label", _("档次"), card="title"),
    Column("slots", _("名额"), card="corner", number=True),
    Column("range", _("每个项目资助"), card="wide", number=True),
]
CRITERIA = [
    Column("label", _("评分项"), card="title"),
    Column("weight", _("分值"), card="corner", number=True),
]
CHANGES = [
    Column("label", _("事项"), card="title"),
    Column("before", _("原为"), card="wide"),
    Column("after", _("更正为"), card="wide"),
]


@bp.get("/<slug>")
@audience("public")
def show(slug: str) -> ResponseReturnValue:
    """The call on a screen."""
    edition = find.edition_by_slug(work(), slug)
    return render_template("call/show.html", **_given(edition), start=_start(edition))


@bp.get("/<slug>/sheet")
@audience("public")
def sheet(slug: str) -> ResponseReturnValue:
    """The same on paper, with nothing folded away."""
    edition = find.edition_by_slug(work(), slug)
    return render_template("call/sheet.html", **_given(edition))


def _given(edition: Edition) -> dict[str, object]:
    programme = editions.programme(work(), edition)
    issued = amendments.issued(work(), edition)
    return {
        "edition": edition,
        "programme": programme,
        "status": _status(edition, programme),
        "dates": milestones(programme, work().now),
        "corrections": [(one, amendments.differences(work(), edition, one)) for one in issued],
        "notices": _notices(edition),
        "words": WORDS,
        "span": span,
        "named": named,
        "ties": [_tie(programme, word) for word in programme.ranking.ties],
        "tier_columns": TIERS,
        "criteria_columns": CRITERIA,
        "change_columns": CHANGES,
    }


def _status(edition: Edition, programme: Programme) -> Status:
    """The state in a word, and in the call how long it still takes."""
    now, calendar = work().now, programme.calendar
    if has_mark(work(), edition, "settable"):
        return Status(_("预览，尚未发布"), "wait")
    if has_mark(work(), edition, "call_open") and now < calendar.call_closes:
        left = until(now, calendar.call_closes)
        return Status(_("正在征集，离截止{left}", left=left), "good")
    if now < calendar.call_opens and has_mark(work(), edition, "amendable"):
        return Status(_("即将征集，离开始{left}", left=until(now, calendar.call_opens)), "info")
    return status_of(state_of(work(), edition), inside=False)


def _start(edition: Edition) -> str:
    """Where an application begins, if this reader could begin one now; else an empty text."""
    if admission.shut(work(), edition) is not None:
        return ""
    return url_for("proposals.apply", slug=edition.slug) if may_apply(work()) else ""


def _notices(edition: Edition) -> list[Notice]:
    query = find.scope(work(), Notice).where(Notice.edition_id == edition.id)
    return list(work().session.scalars(query.order_by(Notice.published_at.desc(), Notice.id)))


def span(duration: Duration) -> Text:
    """A length of time in words."""
    if duration.unit == "wd":
        return _("{n} 个工作日", n=duration.amount)
    if duration.unit == "d":
        return _("{n} 天", n=duration.amount)
    return _("{n} 小时", n=duration.amount)


def named(group: str, words: Iterable[str]) -> str:
    """Several words of a group of the programme's vocabulary, as people read them."""
    return str(_("、")).join(str(WORDS[group][word]) for word in words)


def _tie(programme: Programme, word: str) -> object:
    """One link of the tie chain; `criterion:need` names the criterion as the sheet does."""
    name, _colon, argument = word.partition(":")
    if not argument:
        return WORDS["tie"][name]
    found = (rubric.criterion(argument) for rubric in programme.rubrics)
    label = next((criterion.label for criterion in found if criterion), argument)
    return _("“{criterion}”得分高者在先", criterion=label)
