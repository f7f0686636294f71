"""Every room of pages, and the main menu. A new page is entered here and nowhere else."""

from flask import Blueprint

from creator.i18n import _
from creator.rules.actors import STAFF_ROLES
from creator.web import (
    access_log,
    account,
    amendments,
    application,
    archive,
    assignments,
    attachments,
    calls,
    closed_sheets,
    decisions,
    demo,
    drawn_panels,
    draws,
    edition_lists,
    home,
    import_rows,
    inbox,
    late_entries,
    minutes,
    notices,
    objections,
    organisations,
    panels,
    people,
    proposals,
    rankings,
    reviews,
    screening,
    sign_in,
    standing_records,
    steps,
    supervisors,
    versions,
)
from creator.web.chrome import MenuItem

BLUEPRINTS: tuple[Blueprint, ...] = (
    access_log.bp,
    account.bp,
    amendments.bp,
    application.bp,
    archive.bp,
    assignments.bp,
    attachments.bp,
    calls.bp,
    closed_sheets.bp,
    decisions.bp,
    demo.bp,
    drawn_panels.bp,
    draws.bp,
    edition_lists.bp,  # the editions' own, with their lists
    home.bp,
    import_rows.bp,  # the imports' own, with their rows
    inbox.bp,
    late_entries.bp,
    minutes.bp,
    notices.bp,
    objections.bp,
    organisations.bp,
    panels.bp,
    people.bp,
    proposals.bp,
    rankings.bp,
    reviews.bp,
    screening.bp,
    sign_in.bp,
    standing_records.bp,
    steps.bp,
    supervisors.bp,
    versions.bp,
)

MENU: tuple[MenuItem, ...] = (
    MenuItem(_("我的待办"), "home.show"),
    MenuItem(_("届次"), "editions.index", frozenset(STAFF_ROLES)),
    MenuItem(_("我的申报"), "proposals.index", frozenset({"applicant", "sponsor"})),
    MenuItem(_("我的评审"), "reviews.index", frozenset({"expert"})),
    MenuItem(_("来信"), "inbox.index"),
    MenuItem(_("我的资料"), "account.contact", account=True),
    MenuItem(_("登录的设备"), "sign_in.devices", account=True),
    MenuItem(_("修改密码"), "sign_in.password", account=True),
)
