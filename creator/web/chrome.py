"""What stands round every page: names, menu, language, the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, g, request, url_for

from creator.i18n import Text, _, current_language
from creator.services.work import Work
from creator.web.audience import roles_of

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}

ROLE_NAMES = {
    "officer": _("经办人"),
    "approver": _("审批人"),
    "adjudicator": _("异议处理人"),
    "finance": _("财务"),
    "auditor": _("审计"),
    "observer": _("观察员"),
    "expert": _("评审专家"),
    "supervisor": _("督导"),
    "coach": _("优化导师"),
    "community": _("社区"),
    "entrant": _("拟申报单位联系人"),
    "applicant": _("申报单位"),
    "sponsor": _("托管机构"),
}


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu: for people with one of `roles` (none given: everybody signed in)."""

    label: Text
    endpoint: str
    roles: frozenset[str] = frozenset()
    account: bool = False
    """True: in the personal menu under the name instead of the main menu."""


@dataclass(frozen=True)
class MenuLink:
    """A menu line as the page shows it."""

    label: Text
    url: str
    here: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chrome:
    """Plain values only: an error page still shows them after the unit of work is closed."""

    site: str
    home_url: str
    language_url: str
    sign_out_url: str
    sign_in_url: str = ""
    here: str = "/"
    name: str = ""
    roles: str = ""
    contact: str = ""
    edition: str = ""
    demo: bool = False
    demo_url: str = ""
    menu: Sequence[MenuLink] = ()
    account: Sequence[MenuLink] = ()

    @property
    def html_lang(self) -> str:
        return "en" if current_language() == "en" else "zh-CN"

    @property
    def other_language(self) -> str:
        return "zh" if current_language() == "en" else "en"

    @property
    def other_language_name(self) -> str:
        return LANGUAGE_NAMES[self.other_language]


def greet(work: Work) -> None:
    """Remember whose page this is going to be, as plain values: see `current`."""
    person = work.actor.person
    if person is not None:
        g.reader = (person.name, roles_of(work))


def _for_reader(name: str, roles: frozenset[str]) -> Chrome:
    names = [str(words) for role, words in ROLE_NAMES.items() if role in roles]
    return _frame(
        name=name,
        roles=_("、").msgid.join(names),
        menu=_links(roles, account=False),
        account=_links(roles, account=True),
    )


def nobody() -> Chrome:
    """The frame for somebody who is not signed in, or of whom nothing could be read."""
    # The page that asks for number and password needs no second way to it.
    elsewhere = request.endpoint != "sign_in.enter"
    return _frame(sign_in_url=url_for("sign_in.enter") if elsewhere else "")


def current() -> Chrome:
    """The frame for whoever asks; the plain one when nobody is signed in or known yet.

    Made when a page is written: most forms that are sent are answered by none.
    """
    if "chrome" not in g:
        g.chrome = _for_reader(*g.reader) if "reader" in g else nobody()
    found: Chrome = g.chrome
    return found


def _frame(**known: object) -> Chrome:
    config = current_app.config
    here = request.full_path.removesuffix("?") if request.method == "GET" else "/"
    return Chrome(
        site=config["SITE_NAME"],
        contact=config["CONTACT"],
        demo=config["DEMO"],
        demo_url=url_for("demo.show"),
        home_url="/",
        language_url=url_for("sign_in.speak"),
        sign_out_url=url_for("sign_in.leave"),
        here=here,
        **known,  # type: ignore[arg-type]
    )


def _links(roles: frozenset[str], *, account: bool) -> tuple[MenuLink, ...]:
    items: Sequence[MenuItem] = current_app.extensions["creator.menu"]
    shown = [one for one in items if one.account == account and _for(one, roles)]
    here = _nearest([one.endpoint for one in shown])
    return tuple(
        MenuLink(one.label, url_for(one.endpoint), here=one.endpoint == here) for one in shown
    )


def _for(item: MenuItem, roles: frozenset[str]) -> bool:
    return not item.roles or bool(item.roles & roles)


def _nearest(endpoints: Sequence[str]) -> str:
    """The line that leads to this page, or else the first that leads to its room."""
    room = f"{request.blueprint}."
    near = (one for one in endpoints if one.startswith(room))
    return str(request.endpoint) if request.endpoint in endpoints else next(near, "")
