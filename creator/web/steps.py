"""One page for every step of every lifecycle: its form, and the button that takes it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules import particulars, rounds
from creator.services import decisions, find, panels, told_results
from creator.services.definitions import load
from creator.services.editions import programme
from creator.services.explaining import Offer, explain_one
from creator.services.refused import Refused
from creator.services.stages import state_of
from creator.services.transitions import edition_of, fire
from creator.web.applications import application
from creator.web.audience import audience
from creator.web.forms.base import Form
from creator.web.forms.steps import REASON, bare_form, step_data, step_form
from creator.web.onward import onward
from creator.web.pages import name_of, page_of
from creator.web.request import tell, work
from creator.web.security import local_path
from creator.web.sign_in import ask_again

bp = Blueprint("steps", __name__, url_prefix="/do")


@bp.route("/<kind>/<int:number>/<trigger>", methods=["GET", "POST"])
@audience("signed_in")
def take(kind: str, number: int, trigger: str) -> ResponseReturnValue:
    """Show the step with its form; POST takes it."""
    subject = _subject(kind, number)
    offer = _offer(subject, trigger)
    back = local_path(request.args.get("back"), page_of(subject))
    if any(field.type == "amendment" for field in offer.transition.form.values()):
        return redirect(url_for("editions.adjust", number=number), 303)
    if offer.transition.sign and not work().signed:
        return ask_again()
    form, before = _form(subject, offer), state_of(work(), subject)
    if request.method == "POST" and form.validate():
        try:
            _fire(subject, trigger, offer, form)
        except Refused as refused:
            for refusal in refused.refusals:
                form.refuse(refusal.text, refusal.place)
        else:
            then = onward(work(), subject, before)
            tell(_("已办理：{step}。", step=offer.transition.label), then=then)
            return redirect(back, 303)
    here = request.full_path.removesuffix("?")
    page = render_template(
        "step/show.html", form=form, name=name_of(subject), offer=offer, here=here, back=back,
        offered=_offered(subject, offer),
    )  # fmt: skip
    return page, 422 if form.faults() else 200


def _subject(kind: str, number: int) -> Subject:
    model = find.KINDS.get(kind) or abort(404)
    return application(number) if model is Proposal else find.one(work(), model, number)


def _offer(subject: Subject, trigger: str) -> Offer:
    """The step as offered now. A form that is sent asks no guard here: `fire()` will."""
    definition = load(work().session, subject.definition_hash)
    transition = definition.transitions.get(trigger) or abort(404)
    if all(word.startswith("@") for word in transition.by):
        abort(404)
    return (
        Offer(transition, True)
        if request.method == "POST"
        else explain_one(work(), subject, transition)
    )


def _form(subject: Subject, offer: Offer) -> Form:
    if not offer.transition.form:
        return bare_form(offer.transition)(subject=subject)
    edition = edition_of(work(), subject)
    made = step_form(offer.transition, programme(work(), edition), _experts(edition, offer))
    return made(subject=subject, data=_suggested(subject, offer) if offer.allowed else {})


def _experts(edition: Edition, offer: Offer) -> dict[str, str]:
    """Who could be named, where the step names an expert: those seated in the round."""
    if not offer.mine or all(one.type != "expert" for one in offer.transition.form.values()):
        return {}
    seated = (member.person for member in panels.pool(work(), edition) if member.seat)
    return {str(person.id): person.name for person in seated}


def _suggested(subject: Subject, offer: Offer) -> dict[str, object]:
    """What the rules would fill in, or what is on record, so that the officer only confirms it."""
    if request.method == "POST" or not isinstance(subject, Proposal):
        return {}
    if any(use.word == "correct_particulars" for use in offer.transition.effect):
        return dict(particulars.present(subject.organisation))
    return decisions.filled_in(work(), subject, offer.transition)


def _offered(subject: Subject, offer: Offer) -> Text | None:
    """What whoever takes this step accepts with it."""
    if isinstance(subject, Edition) and _opens_a_round(offer):
        return rounds.early(subject, programme(work(), subject), work().now)
    if not isinstance(subject, Proposal) or not offer.mine:
        return None
    return told_results.offered(work(), subject, offer.transition)


def _opens_a_round(offer: Offer) -> bool:
    return any(use.word == "begin_round" for use in offer.transition.effect)


def _fire(subject: Subject, trigger: str, offer: Offer, form: Form) -> None:
    fire(
        work(),
        subject,
        trigger,
        data=step_data(offer.transition, form),
        reason=form[REASON].data if REASON in form else "",
        key=form.key.data or None,
        expected_seq=form.seq.data,
        expected_revision=form.revision.data,
    )
