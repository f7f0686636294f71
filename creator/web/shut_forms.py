"""What was typed into an application that is no longer open comes back to whoever typed it."""

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from creator.i18n import Text, _
from creator.models.proposal import Proposal
from creator.programme.forms import Section
from creator.rules.application import Application
from creator.services import proposals
from creator.services.editions import programme
from creator.services.transitions import edition_of
from creator.web.conflicts import conflicts
from creator.web.forms.application import section_form
from creator.web.request import work


def answer(proposal: Proposal, section: str) -> ResponseReturnValue:
    """A reader is led to the application; whoever sent something gets it back."""
    if request.method != "POST":
        _asked(proposal, section)
        return redirect(url_for("proposals.show", number=proposal.id), 303)
    if request.headers.get("X-Requested-With") == "autosave":
        said = _("{reason}没有保存，您填写的内容还在本页，需要时请复制。", reason=_reason(proposal))
        return jsonify(said=str(said), shut=True), 409
    return _given_back(proposal, section), 409


def _reason(proposal: Proposal) -> Text:
    if proposals.may_edit(work(), proposal):
        return _("这一部分现在不能修改。")
    if proposals.editable_sections(work(), proposal):
        return _("联系人已认领，这份申报书由申报单位自己填写。")
    return _("这份申报书现在不能修改。")


def _asked(proposal: Proposal, section: str) -> Section:
    sections = programme(work(), edition_of(work(), proposal)).form.sections
    return next((one for one in sections if one.id == section), None) or abort(404)


def _given_back(proposal: Proposal, section: str) -> str:
    rules = programme(work(), edition_of(work(), proposal))
    asked = _asked(proposal, section)
    application = Application.of(work().session, rules, proposal)
    form = section_form(application, asked, application.fields)()
    return render_template(
        "proposal/returned.html",
        proposal=proposal,
        section=asked,
        reason=_reason(proposal),
        typed=[(one.label, one.yours) for one in conflicts(application, asked, form) if one.yours],
    )
