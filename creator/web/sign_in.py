"""Pages of signing in and out, of the password and of one's signed-in devices."""

from datetime import timedelta
from functools import partial

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from creator.i18n import LANGUAGES, _
from creator.services import passwords, sign_in, web_sessions
from creator.services.sign_in import Knock, Proof, TooManyTries
from creator.services.web_sessions import Door, Entered
from creator.web import sessions
from creator.web.audience import audience
from creator.web.forms.sign_in import (
    AgainForm,
    CodeForm,
    EndForm,
    EnterForm,
    LinkForm,
    PasswordForm,
)
from creator.web.parts import Column
from creator.web.request import apart, before_password, own_units, tell, work
from creator.web.security import local_path

bp = Blueprint("sign_in", __name__)

DEVICES = [
    Column("device", _("浏览器"), card="title"),
    Column("since", _("登录时间"), card="wide"),
    Column("seen", _("最近使用")),
    Column("end", _("退出"), card="corner"),
]


@bp.route("/enter", methods=["GET", "POST"])
@before_password
@own_units
@audience("public")
def enter() -> ResponseReturnValue:
    """Telephone number and password."""
    form = EnterForm(next=local_path(request.args.get("next")))
    if form.validate_on_submit():
        door = _door(form.mobile.data, stay=form.stay.data)
        proof = _counted(form.mobile.data, door).proof(form.password.data)
        if proof is not None:
            return _inside(_open(proof, door), local_path(form.next.data), form.mobile.data)
        form.refuse(sign_in.WRONG)
    return render_template("sign_in/enter.html", form=form), 422 if form.is_submitted() else 200


def _counted(mobile: str, door: Door) -> Knock:
    """Count the try; raises `TooManyTries`."""
    found = apart(partial(sign_in.knock, mobile=mobile, door=door))
    if found.wait is not None:
        raise TooManyTries(found.wait)
    return found


def _open(proof: Proof, door: Door) -> Entered:
    return apart(partial(sign_in.enter_with_password, proof=proof, door=door))


def _inside(entered: Entered, then: str, mobile: str = "") -> ResponseReturnValue:
    sessions.enter(entered, mobile)
    if entered.needs_password:
        return redirect(url_for("sign_in.password"), 303)
    return redirect(then, 303)


def _door(mobile: str = "", *, stay: bool = False) -> Door:
    config = current_app.config
    return Door(
        address=request.remote_addr or "",
        user_agent=request.user_agent.string,
        known=sessions.device_known_for(mobile),
        lasts=timedelta(hours=config["SESSION_HOURS"]),
        stays=timedelta(days=config["STAY_DAYS"]) if stay else None,
    )


@bp.route("/enter/code", methods=["GET", "POST"])
@before_password
@own_units
@audience("public")
def code() -> ResponseReturnValue:
    """A code typed from a slip of paper, or posted by the button of a link."""
    form = CodeForm()
    if form.validate_on_submit():
        demo = current_app.config["DEMO"]
        answer = apart(
            partial(sign_in.enter_with_code, code=form.code.data, door=_door(), demo=demo)
        )
        if isinstance(answer, Entered):
            return _inside(answer, "/")
        form.refuse(answer)
    return render_template("sign_in/code.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/c/<code>")
@before_password
@audience("public")
def link(code: str) -> ResponseReturnValue:
    """Where a QR code leads: a button. A scanner that only looks uses nothing up."""
    return render_template("sign_in/link.html", form=LinkForm(code=code[:60]))


@bp.route("/password", methods=["GET", "POST"])
@before_password
@audience("signed_in")
def password() -> ResponseReturnValue:
    """Choose a password: after a code, or after typing the old one."""
    if not work().signed and not sessions.password_is_due():
        return ask_again()
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            sign_in.set_password(work(), form.password.data, here=_here())
        except passwords.WeakPassword as weak:
            form.refuse(weak.text, "password")
        else:
            tell(_("密码已设好。其他设备上的登录已全部退出。"))
            return redirect("/", 303)
    return render_template("sign_in/password.html", form=form), 422 if form.is_submitted() else 200


def ask_again() -> ResponseReturnValue:
    """Send whoever is signed in to type the password again, and back to this page."""
    return redirect(url_for("sign_in.again", next=request.full_path.removesuffix("?")), 303)


@bp.route("/again", methods=["GET", "POST"])
@own_units
@audience("signed_in")
def again() -> ResponseReturnValue:
    """The password once more, before something is submitted or signed."""
    form = AgainForm(next=local_path(request.args.get("next")))
    person = work().actor.person
    assert person is not None
    if form.validate_on_submit():
        proof = _counted(person.mobile, _door(person.mobile)).proof(form.password.data)
        if proof is not None:
            apart(partial(sign_in.confirm_again, proof=proof, here=_here()))
            return redirect(local_path(form.next.data), 303)
        form.refuse(_("密码不对。"), "password")
    return render_template("sign_in/again.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/devices", methods=["GET", "POST"])
@audience("signed_in")
def devices() -> ResponseReturnValue:
    """Where I am signed in, and the way to end that."""
    form = EndForm()
    if form.validate_on_submit():
        if form.which.data:
            web_sessions.end(work(), form.which.data)
        else:
            sign_in.end_other_sessions(work(), here=_here())
        tell(_("已退出。"))
        return redirect(url_for("sign_in.devices"), 303)
    mine = web_sessions.own(work())
    return render_template("sign_in/devices.html", rows=mine, columns=DEVICES, here=_here())


@bp.post("/leave")
@before_password
@audience("signed_in")
def leave() -> ResponseReturnValue:
    """Sign out: the row goes, so a copied cookie is worth nothing."""
    sign_in.sign_out(work(), here=_here())
    sessions.leave()
    tell(_("已退出登录。"))
    return redirect(url_for("sign_in.enter"), 303)


@bp.post("/language")
@before_password
@audience("public")
def speak() -> ResponseReturnValue:
    """Chinese or English from now on."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    person = work().actor.person
    if person is not None:
        person.language = language
    return redirect(local_path(request.form.get("next")), 303)


def _here() -> str:
    row = sessions.this_session()
    assert row is not None
    return row.digest
