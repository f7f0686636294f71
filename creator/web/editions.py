"""Editions: the list, a new one, the dashboard, and changing dates and amounts."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.person import Host
from creator.programme.fault import Fault, FaultyFile
from creator.services import amendments, editions, programmes
from creator.services.offices import need_officer
from creator.services.refused import Invalid, NotFound, Stale
from creator.services.settings import Setting, changes
from creator.services.stages import has_mark, state_of
from creator.web import dashboard
from creator.web.audience import audience
from creator.web.forms.base import Form
from creator.web.forms.editions import REASON, NewEditionForm, entered, settings_form, typed
from creator.web.milestones import milestones
from creator.web.parts import Column
from creator.web.request import tell, work
from creator.web.security import takes_files
from creator.web.sources import sources
from creator.web.standing import standing, status_of

bp = Blueprint("editions", __name__, url_prefix="/editions")

COLUMNS = [
    Column("title", _("届次"), card="title"),
    Column("status", _("状态"), card="corner"),
    Column("host", _("主办方")),
    Column("pool", _("资金总额"), number=True),
    Column("created", _("建立时间")),
]
FAULTS = [
    Column("text", _("问题"), card="title"),
    Column("line", _("行"), card="corner", number=True),
    Column("remedy", _("怎样改"), card="wide"),
]


@bp.get("/")
@audience("signed_in")
def index() -> ResponseReturnValue:
    """The editions I hold an office in."""
    rows = editions.of_office(work())
    states = {one.id: status_of(state_of(work(), one)) for one in rows}
    return render_template(
        "edition/index.html",
        rows=rows,
        columns=COLUMNS,
        states=states,
        hosts={host.id: host.name for host in editions.hosts_of(work(), rows)},
        may_create=bool(editions.hosts(work())),
    )


@bp.route("/new", methods=["GET", "POST"])
@takes_files
@audience("officer")
def new() -> ResponseReturnValue:
    """A new edition of a shipped programme or of an uploaded file."""
    hosts = {str(host.id): host for host in editions.hosts(work())}
    if not hosts:
        raise NotFound
    form = NewEditionForm()
    form.source.offer(programmes.shipped())
    form.host.offer({id: host.name for id, host in hosts.items()})
    if len(hosts) == 1:
        del form.host
    faults: list[Fault] = []
    if form.validate_on_submit():
        host = hosts[form.host.data] if "host" in form else next(iter(hosts.values()))
        try:
            return _created(form, host)
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        except FaultyFile as faulty:
            faults = faulty.faults
            form.refuse(_("方案文件有 {n} 处问题，见上表。没有保存任何内容。", n=len(faults)))
    page = render_template("edition/new.html", form=form, faults=faults, columns=FAULTS)
    return page, 422 if form.is_submitted() else 200


def _created(form: NewEditionForm, host: Host) -> ResponseReturnValue:
    text, name = _programme(form)
    opens = entered(form.opens.data)
    moved = programmes.moved_to(text, name, opens) if opens else None
    edition = editions.create(work(), host, text, slug=form.slug.data, name=name, adjustments=moved)
    tell(_("已建立：{title}。发布征集公告前可以随意调整。", title=edition.title))
    return redirect(url_for("editions.show", number=edition.id), 303)


def _programme(form: NewEditionForm) -> tuple[str, str]:
    upload = form.file.data
    if upload is not None:
        return programmes.decoded(upload.stream), upload.filename
    if form.source.data is None:
        raise Invalid("source", _("请选一份方案，或上传方案文件。"))
    return programmes.text_of(form.source.data), f"{form.source.data}.toml"


@bp.get("/<int:number>")
@audience("signed_in")
def show(number: int) -> ResponseReturnValue:
    """Where the edition stands, what comes next, and the way to everything in it."""
    edition = editions.in_office(work(), number)
    programme = editions.programme(work(), edition)
    return render_template(
        "edition/show.html",
        edition=edition,
        programme=programme,
        standing=dashboard.with_own_pages(work(), edition, standing(work(), edition)),
        board=dashboard.board(work(), edition),
        sources=sources(programme, edition),
        dates=milestones(programme, work().now),
        pending=amendments.pending(work(), edition),
        rooms=dashboard.rooms(work(), edition),
    )


@bp.route("/<int:number>/adjust", methods=["GET", "POST"])
@audience("officer")
def adjust(number: int) -> ResponseReturnValue:
    """Dates and amounts: changed at once in preparation, by correction notice afterwards."""
    edition = editions.in_office(work(), number)
    need_officer(work(), edition)
    fixed = not has_mark(work(), edition, "settable")
    closed = fixed and amendments.drafting_step(work(), edition) is None
    listed = amendments.changeable(work(), edition)
    form = settings_form(listed, reason=fixed)(
        subject=edition, data={one.key: typed(one) for one in listed}
    )
    status = 200
    if not closed and form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _changed(edition, form, listed, fixed=fixed)
            except FaultyFile as faulty:
                _blame(edition, form, listed, faulty)
            except Stale as stale:
                status = 409
                _show_both(edition, form, listed, stale.text)
    page = render_template(
        "edition/adjust.html",
        edition=edition,
        form=form,
        groups=_groups(listed),
        fixed=fixed,
        closed=closed,
    )
    return page, status


def _groups(listed: list[Setting]) -> dict[Text, list[Setting]]:
    found: dict[Text, list[Setting]] = {}
    for one in listed:
        found.setdefault(one.group, []).append(one)
    return found


def _changed(
    edition: Edition, form: Form, listed: list[Setting], *, fixed: bool
) -> ResponseReturnValue:
    wanted = {one.key: entered(form[one.key].data) for one in listed}
    made: Mapping[str, Any] = changes(editions.programme(work(), edition), wanted)
    if not made:
        tell(_("没有改动。"), "info")
        return redirect(url_for("editions.show", number=edition.id), 303)
    if not fixed:
        editions.adjust(work(), edition, made, expected_revision=form.revision.data)
        tell(_("已保存 {n} 处改动。", n=len(made)))
        return redirect(url_for("editions.show", number=edition.id), 303)
    amendment = amendments.draft(
        work(),
        edition,
        made,
        form[REASON].data,
        key=form.key.data or None,
        expected_seq=form.seq.data,
    )
    tell(_("更正公告已拟好，等待另一人审批。"))
    return redirect(url_for("amendments.show", number=amendment.id), 303)


def _blame(edition: Edition, form: Form, listed: list[Setting], faulty: FaultyFile) -> None:
    """Each fault at the field whose line of the programme it names."""
    places = editions.places(work(), edition, [one.place for one in listed])
    fields = {places[one.place]: one.key for one in reversed(listed)}
    for fault in faulty.faults:
        form.refuse(_told(fault, listed), fields.get((fault.path, fault.line), ""))


def _told(fault: Fault, listed: list[Setting]) -> str:
    """Fault and remedy, with the names of the form instead of the file's keys."""
    said = f"{fault.text} {fault.remedy}"
    for one in sorted(listed, key=lambda setting: -len(setting.place)):
        said = said.replace(one.place, str(_("“{name}”", name=one.label)))
    return said


def _show_both(edition: Edition, form: Form, listed: list[Setting], text: Text) -> None:
    """What was typed stays; what now stands is said beside it where the two differ."""
    form.refuse(text)
    form.seq.raw_data = form.revision.raw_data = None
    form.seq.data, form.revision.data = edition.seq, edition.revision
    for one in listed:
        if entered(form[one.key].data) != one.value:
            form[one.key].description = _("现在是：{value}", value=one.shown)
