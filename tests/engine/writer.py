"""A process that works on a database until it is done or killed: `python -m tests.engine.writer`.

`award URL OFFICER FIRST PROPOSAL…` proposes every proposal once, beginning with the FIRSTth.
`write URL OFFICER NAME PROPOSAL` proposes and takes back one proposal for ever, each step under a
request key of its own. A line on the output is an acknowledgement.
"""

import sys
from typing import Any

from creator.db import Database, Unavailable
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.services.refused import Declined
from creator.services.transitions import Receipt, fire
from creator.services.work import Work, actor_for
from tests.engine.board import AMOUNT, DECIDING

AWARD = {"tier": "A", "amount": AMOUNT}


def act(
    database: Database, person_id: int, proposal_id: int, trigger: str, **kwargs: Any
) -> Receipt:
    def unit(session: Any) -> Receipt:
        actor = actor_for(session, session.get_one(Person, person_id), DECIDING)
        work = Work(session, DECIDING, actor, signed=True)
        return fire(work, session.get_one(Proposal, proposal_id), trigger, **kwargs)

    return database.write(unit)


def award(url: str, person_id: int, first: int, proposals: list[int]) -> None:
    """Propose everything there is; say which proposals it was this process that proposed."""
    database = Database(url)
    for proposal_id in proposals[first:] + proposals[:first]:
        try:
            act(database, person_id, proposal_id, "propose", data=AWARD, key=f"a{proposal_id}")
        except Declined:
            continue
        print(proposal_id, flush=True)


def write(url: str, person_id: int, name: str, proposal_id: int) -> None:
    """Step after step; a key is printed only after its step was committed."""
    database = Database(url)
    for number in range(1_000_000):
        for trigger, data in (("propose", AWARD), ("reconsider", {})):
            key = f"{name}-{number}-{trigger}"
            try:
                act(database, person_id, proposal_id, trigger, data=data, key=key)
            except Declined:  # the step before the kill was taken, but never acknowledged
                continue
            except Unavailable:  # the connection was cut at the commit: the key will tell
                act(database, person_id, proposal_id, trigger, data=data, key=key)
            print(key, flush=True)


if __name__ == "__main__":
    what, url, person, third, *rest = sys.argv[1:]
    if what == "award":
        award(url, int(person), int(third), [int(one) for one in rest])
    else:
        write(url, int(person), third, int(rest[0]))
