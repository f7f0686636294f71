"""May this organisation apply? Judged by what its record holds; the check list judges the rest."""

from collections.abc import Iterator
from datetime import date

from creator.i18n import _, listed
from creator.identifiers import NotAnIdentifier, read_registration
from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.programme.applicants import ApplicantClass
from creator.programme.programme import Programme
from creator.rules import standing_records
from creator.rules.refusal import Refusal

IDENTIFIED = ("registered", "filed", "committee")
"""Kinds of applicant that carry a number; a team has none."""


def classes_of(programme: Programme, organisation: Organisation) -> list[ApplicantClass]:
    """The programme's classes an organisation may belong to: by id, else by kind."""
    classes = programme.applicants.classes
    named = [c for c in classes if c.id == organisation.legal_class]
    return named or [c for c in classes if c.kind == organisation.legal_class]


def class_of(
    programme: Programme, organisation: Organisation, today: date
) -> ApplicantClass | None:
    """The class whose conditions the organisation meets, or comes closest to."""
    possible = classes_of(programme, organisation)
    return min(possible, key=lambda c: len(list(_unmet(c, organisation, today))), default=None)


def ineligible(programme: Programme, organisation: Organisation, today: date) -> Iterator[Refusal]:
    """Every reason in the organisation's own record against applying."""
    chosen = class_of(programme, organisation, today)
    if chosen is None:
        names = listed([c.label for c in programme.applicants.classes])
        text = _("贵单位的类别不在申报范围内。可以申报的有：{names}。", names=names)
        yield Refusal("organisation.class", text, "organisation")
        return
    yield from _unmet(chosen, organisation, today)
    yield from standing_records.barred(programme.applicants.blacklist, organisation, today)
    if chosen.kind in IDENTIFIED:
        yield from _identifier(organisation, today)


def _unmet(chosen: ApplicantClass, organisation: Organisation, today: date) -> Iterator[Refusal]:
    founded = organisation.founded_on
    dated = chosen.min_years or chosen.registered_since
    if dated and founded is None:
        yield Refusal(
            "organisation.founded", _("请填写贵单位的成立日期。"), "organisation.founded_on"
        )
    if founded is not None and chosen.min_years and _years(founded, today) < chosen.min_years:
        text = _("须成立满 {n} 年，贵单位成立于 {day}。", n=chosen.min_years, day=founded)
        yield Refusal("organisation.years", text, "organisation.founded_on")
    since = chosen.registered_since
    if founded is not None and since is not None and founded < since:
        text = _("须在 {since} 及以后登记，贵单位成立于 {day}。", since=since, day=founded)
        yield Refusal("organisation.since", text, "organisation.founded_on")
    if chosen.sponsor == "required" and organisation.sponsor_id is None:
        text = _("备案组织须有托管机构，请先填写。")
        yield Refusal("organisation.sponsor", text, "organisation.sponsor")
    yield from standing_records.unmet(chosen, organisation, today)


def _years(founded: date, today: date) -> int:
    return today.year - founded.year - ((today.month, today.day) < (founded.month, founded.day))


def _identifier(organisation: Organisation, today: date) -> Iterator[Refusal]:
    place = "organisation.identifier"
    held = organisation.identifiers
    if not held:
        yield Refusal("organisation.identifier", _("请填写登记或备案号码。"), place)
        return
    if not any(_in_force(one, today) for one in held):
        last = held[-1]
        text = _("“{number}”已于 {day} 到期，请更新。", number=last.value, day=last.expires_on)
        if last.valid_from is not None and last.valid_from > today:
            text = _("“{number}”自 {day} 起有效。", number=last.value, day=last.valid_from)
        yield Refusal("organisation.expired", text, place)
    for one in held:
        try:
            read_registration(one.value)
        except NotAnIdentifier as wrong:
            yield Refusal("organisation.number", wrong.text, place)


def _in_force(identifier: OrganisationIdentifier, today: date) -> bool:
    begun = identifier.valid_from is None or identifier.valid_from <= today
    return begun and (identifier.expires_on is None or today <= identifier.expires_on)
