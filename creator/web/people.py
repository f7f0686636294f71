"""The people of an edition: invited, given a code to come in, relieved of office."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.person import Person
from creator.rules.actors import DECIDING_ROLES, appointed
from creator.services import appointments, editions, staff
from creator.services.appointments import Invitation
from creator.services.people import CODE_LIFETIME
from creator.services.refused import Invalid, Refused
from creator.services.sign_in import spaced
from creator.web.audience import audience
from creator.web.chrome import ROLE_NAMES
from creator.web.forms.people import EVERYWHERE, HERE, InviteForm, NewCodeForm
from creator.web.paging import count_of, page_of
from creator.web.parts import Column, Status, Tab
from creator.web.qr_code import qr_code
from creator.web.request import tell, work
from creator.web.sign_in import ask_again

bp = Blueprint("people", __name__, url_prefix="/editions/<int:number>/people")

LAPSED = "lapsed"
"""Stands in the address in the place of a role: those whose code has expired unused."""

COLUMNS = [
    Column("name", _("姓名"), card="title"),
    Column("entry", _("登录"), card="corner"),
    Column("roles", _("角色和范围"), card="wide"),
    Column("mobile", _("电话号码"), card="wide"),
    Column("code", _("登录码"), card="wide"),
]


@bp.get("")
@audience("officer", *DECIDING_ROLES)
def index(number: int) -> ResponseReturnValue:
    """Who holds which office here, and whether they have come in yet."""
    edition = editions.in_office(work(), number)
    role = request.args.get("role", "")
    late = role == LAPSED
    role = role if role in staff.OFFERED else ""
    listed = staff.lapsed(work(), edition) if late else staff.staff(work(), edition, role)
    page = page_of(work().session, listed)
    held = staff.held_by(work(), edition, page.rows)
    return render_template(
        "people/index.html",
        edition=edition,
        page=page,
        columns=COLUMNS,
        held=held,
        entry={one.id: _entry(one, held[one.id]) for one in page.rows},
        tabs=_tabs(edition, LAPSED if late else role),
        role=role,
        role_names=ROLE_NAMES,
        fields=_fields(edition),
        me=work().actor.person_id,
        officer=appointed(work().actor, "officer", edition),
        everywhere=appointments.may_appoint_everywhere(work(), edition),
    )


def _entry(person: Person, held: staff.Held) -> Status:
    """Whether somebody has chosen a password; until then a code may be waiting for them."""
    if person.disabled_at is not None:
        return Status(_("已停用"), "bad")
    if person.password_hash is not None:
        return Status(_("已登录过"), "good")
    if held.code_waits:
        return Status(_("待登录"), "wait")
    return Status(_("登录码已过期") if held.code_ended_at else _("没有登录码"), "bad")


def _tabs(edition: Edition, here: str) -> list[Tab]:
    """All, each role, and last those whose code nobody used in time."""
    late = count_of(work().session, staff.lapsed(work(), edition))
    counts = [(role, ROLE_NAMES[role], n) for role, n in staff.counts(work(), edition).items()]
    if late or here == LAPSED:
        counts.append((LAPSED, _("登录码已过期"), late))
    every = Tab(_("全部"), url_for("people.index", number=edition.id), here=not here)
    return [every] + [
        Tab(words, url_for("people.index", number=edition.id, role=one), here=one == here, count=n)
        for one, words, n in counts
    ]


def _fields(edition: Edition) -> dict[str, object]:
    experts = editions.programme(work(), edition).experts
    return {one.id: one.label for one in experts.fields}


@bp.route("/invite", methods=["GET", "POST"])
@audience("officer")
def invite(number: int) -> ResponseReturnValue:
    """Appoint somebody; whoever cannot sign in yet gets a code, shown once."""
    edition = editions.in_office(work(), number)
    everywhere = appointments.may_appoint_everywhere(work(), edition)
    asked = request.args.get("role", "")
    form = InviteForm(
        programme=editions.programme(work(), edition),
        everywhere=everywhere,
        data={"role": asked or None, "scope": EVERYWHERE if everywhere else HERE},
    )
    if form.validate_on_submit():
        try:
            return _invited(edition, form)
        except Invalid as wrong:
            form.refuse(wrong.text, wrong.field)
        except Refused as refused:
            form.refuse(refused.text)
    expert = "expert" in (asked, form.role.data) or bool(form.employer.errors)
    page = render_template("people/invite.html", form=form, edition=edition, expert=expert)
    return page, 422 if form.is_submitted() else 200


def _invited(edition: Edition, form: InviteForm) -> ResponseReturnValue:
    invited = appointments.invite(
        work(),
        edition,
        Invitation(
            name=form.name.data,
            mobile=form.mobile.data,
            role=form.role.data,
            everywhere=form.scope.data == EVERYWHERE,
            field=(form.field.data or "") if "field" in form else "",
            employer=form.employer.data or "",
            max_load=form.max_load.data or 20,
        ),
    )
    if invited.code:
        return _slip(edition, invited.person, invited.code)
    tell(_("已任命 {name}。对方已有账号，用原来的密码登录即可。", name=invited.person.name))
    return redirect(url_for("people.index", number=edition.id), 303)


def _slip(edition: Edition, person: Person, code: str) -> ResponseReturnValue:
    """The code with its QR code, in the answer to the POST: it is kept nowhere and shown once."""
    address = current_app.config["PUBLIC_URL"] + url_for("sign_in.link", code=code)
    return render_template(
        "people/slip.html",
        edition=edition,
        person=person,
        code=spaced(code),
        qr=_drawn(address),
        enter=current_app.config["PUBLIC_URL"] + url_for("sign_in.code"),
        until=work().now + CODE_LIFETIME,
    )


def _drawn(address: str) -> Markup:
    return qr_code(address, _("二维码：用手机扫一扫进入系统"))


@bp.route("/<int:person>/code", methods=["GET", "POST"])
@audience("officer", *DECIDING_ROLES)
def code(number: int, person: int) -> ResponseReturnValue:
    """A new code for somebody who lost theirs or forgot the password."""
    edition = editions.in_office(work(), number)
    found = staff.one_of_staff(work(), edition, person)
    if found.password_hash is not None and not work().signed:
        return ask_again()
    form = NewCodeForm()
    refusal = appointments.may_have_code(work(), edition, found)
    if refusal is None and form.validate_on_submit():
        return _slip(edition, found, appointments.renew_code(work(), edition, found))
    page = render_template(
        "people/code.html", form=form, edition=edition, person=found, refusal=refusal
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/appointments/<int:appointment>/end")
@audience("officer")
def end(number: int, appointment: int) -> ResponseReturnValue:
    """Relieve somebody of an office."""
    edition = editions.in_office(work(), number)
    ended = appointments.end(work(), edition, appointment)
    tell(_("已解除 {name} 的任命：{role}。", name=ended.person.name, role=ROLE_NAMES[ended.role]))
    return redirect(url_for("people.index", number=number), 303)
