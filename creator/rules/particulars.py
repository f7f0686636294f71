"""Name and number of an organisation, and what speaks against a correction of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.identifiers import NotAnIdentifier, read_credit_code, read_filing_number
from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.rules.refusal import Refusal

NUMBER_KIND = {"registered": "credit_code", "committee": "credit_code", "filed": "filing"}
"""Kind of applicant -> the kind of number it carries; a team carries none."""
_LONGEST = 100  # characters of a name, as the tables keep it


def read_number(kind: str, written: str) -> str:
    """A credit code or a filing number as it is kept. Raises `NotAnIdentifier`."""
    return str((read_credit_code if kind == "credit_code" else read_filing_number)(written))


def present(organisation: Organisation) -> dict[str, str]:
    """What is on record now, by the names of the form."""
    newest = organisation.identifiers[-1] if organisation.identifiers else None
    return {
        "name": organisation.name,
        "number": newest.value if newest else "",
        "registrar": newest.registrar if newest else "",
    }


def entered(organisation: Organisation, data: Mapping[str, Any]) -> dict[str, str]:
    """What a correction writes. Raises `NotAnIdentifier` for a number that is none."""
    typed = {name: str(data.get(name, "")).strip() for name in ("name", "number", "registrar")}
    kind = NUMBER_KIND.get(organisation.legal_class)
    if kind and typed["number"]:
        typed["number"] = read_number(kind, typed["number"])
    return typed


def against(
    session: Session, organisation: Organisation, data: Mapping[str, Any]
) -> Iterator[Refusal]:
    """Every reason against this correction."""
    try:
        typed = entered(organisation, data)
    except NotAnIdentifier as wrong:
        yield Refusal("organisation.number", wrong.text, "number")
        return
    kind = NUMBER_KIND.get(organisation.legal_class)
    if not typed["name"] or len(typed["name"]) > _LONGEST:
        text = _("请填写单位全称，不超过 {n} 个字。", n=_LONGEST)
        yield Refusal("organisation.name", text, "name")
    if kind is None and (typed["number"] or typed["registrar"]):
        text = _("这类单位没有登记或备案号码，请留空。")
        yield Refusal("organisation.no_number", text, "number")
    if kind is not None and not typed["number"]:
        yield Refusal("organisation.number_missing", _("请填写号码。"), "number")
    if kind == "filing" and not typed["registrar"]:
        yield Refusal("organisation.registrar", _("请填写备案机关。"), "registrar")
    if kind is not None and _taken(session, organisation, kind, typed["number"]):
        text = _("这个号码已经登记过（另一单位的，或本单位以前的），请核对。")
        yield Refusal("organisation.taken", text, "number")
    if typed == present(organisation):
        yield Refusal("organisation.same", _("和现在登记的一样，没有要更正的。"))


def _taken(session: Session, organisation: Organisation, kind: str, number: str) -> bool:
    """Whether somebody else carries the number, or the organisation itself once did."""
    rows = OrganisationIdentifier
    query = select(rows.id).where(
        rows.host_id == organisation.host_id, rows.kind == kind, rows.value == number
    )
    now = organisation.identifiers[-1].id if organisation.identifiers else None
    return any(id_ != now for id_ in session.scalars(query))


def correct(organisation: Organisation, typed: Mapping[str, str]) -> None:
    """Write it. What was frozen with earlier versions keeps the earlier words."""
    organisation.name = typed["name"]
    kind = NUMBER_KIND.get(organisation.legal_class)
    if kind is None:
        return
    if not organisation.identifiers:
        organisation.identifiers.append(
            OrganisationIdentifier(host_id=organisation.host_id, kind=kind, value="")
        )
    newest = organisation.identifiers[-1]
    newest.value, newest.registrar = typed["number"], typed["registrar"]
