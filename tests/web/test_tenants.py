"""Two hosts in one instance: what belongs to the one is not there for the other.

Every id of the first host goes into every place of every address, asked for by people of the second
one; the answer must be byte for byte that for an id nobody has. A new address is asked by itself.
"""

import itertools
import re

import pytest
from sqlalchemy import select

from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition
from creator.models.outbox import Letter
from creator.models.person import Appointment, Person
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.services import people
from creator.web.audience import PUBLIC
from tests.services.deciding import deciding
from tests.web.reviewing import stage

MISSING = 7_654_321
ROLES = ("officer", "expert")
PUBLISHED = ("proposals.apply", "organisations.register")
"""For anybody signed in: the published call, asked for by name."""


@pytest.fixture
def deciding_site(sqlite_database, tmp_path):
    held = deciding(sqlite_database)
    held.list_all()
    return stage(held.held, tmp_path)


@pytest.fixture
def strangers(deciding_site):
    """Browsers of a second host's people, one for each role, with an edition of their own."""
    ground = deciding_site.held.ground

    def settle(work):
        host = people.add_host(work, "另一家主办方（示例）")
        for number, role in enumerate(ROLES):
            person = people.find_or_add(work, f"外人{role}", f"1350000{number:04d}")
            people.appoint(work, person, role, host_id=host.id)

    ground.act_as(None, settle)
    with ground.database.reading() as session:
        ids = {p.name: p.id for p in session.scalars(select(Person)) if p.name.startswith("外人")}
    return {role: deciding_site._browser(ids[f"外人{role}"]) for role in ROLES}


@pytest.fixture
def theirs(deciding_site, strangers):
    """One id of each kind of thing that belongs to the first host."""
    kinds = (Edition.id, Proposal.id, Review.id, Decision.id, DecisionItem.id, Letter.id)
    kinds += (Appointment.id, Person.id)
    with deciding_site.held.ground.database.reading() as session:
        first = {session.scalars(select(kind).order_by(kind)).first() for kind in kinds}
    return sorted(first - {None})


def masked(answer, address: str) -> tuple[int, str, str]:
    """An answer without what differs each time, and without the address itself."""
    text = re.sub(r'name="(csrf_token|key)" value="[^"]*|[0-9a-f]{12} · ', "", answer.text)
    where = answer.headers.get("Location", "")
    return answer.status_code, where.replace(address, ""), text.replace(address, "")


def addresses(site, theirs):
    """(method, endpoint, address, the same with an id nobody has)."""
    bound = site.url_map.bind("localhost")
    words = {"kind": ("proposal", "review", "decision"),
             "trigger": ("propose", "submit", "reopen"), "slot": ("registration",),
             "section": ("basic",), "cell": ("A1",), "name": ("json",)}  # fmt: skip
    for rule in site.url_map.iter_rules():
        numbers = [n for n, c in rule._converters.items() if type(c).__name__ == "Number"]
        view = site.view_functions[rule.endpoint]
        if not numbers or PUBLIC in view.audience or rule.endpoint in PUBLISHED:
            continue
        texts = sorted(rule.arguments - set(numbers))
        for chosen in itertools.product(*(words[name] for name in texts)):
            fixed = dict(zip(texts, chosen, strict=True))
            absent = bound.build(rule.endpoint, fixed | dict.fromkeys(numbers, MISSING))
            for id in theirs:
                address = bound.build(rule.endpoint, fixed | dict.fromkeys(numbers, id))
                for method in sorted(rule.methods & {"GET", "POST"}):
                    yield method, rule.endpoint, address, absent


@pytest.mark.parametrize("role", ROLES)
def test_what_another_host_has_is_not_there(deciding_site, strangers, theirs, role):
    browser, told, absences = strangers[role], [], {}
    token = browser.token()

    def ask(method, address):
        data = {"data": {"csrf_token": token}} if method == "POST" else {}
        return masked(browser.client.open(address, method=method, **data), address)

    for method, endpoint, address, absent in addresses(deciding_site.site, theirs):
        if (method, absent) not in absences:
            absences[method, absent] = ask(method, absent)
        answer = ask(method, address)
        if answer != absences[method, absent]:
            told.append((method, endpoint, answer[0], absences[method, absent][0]))
    assert sorted(set(told)) == []
