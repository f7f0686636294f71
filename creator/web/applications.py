"""Loading an application for a page: within scope, and in the applicant's stead where due."""

from flask import g

from creator.models.proposal import Proposal
from creator.services import find
from creator.services.on_behalf import standing_in
from creator.web.request import work


def application(number: int) -> Proposal:
    """The application, if the reader may see it; from here on an officer may act for it."""
    proposal = find.one(work(), Proposal, number)
    g.work = standing_in(work(), proposal)
    return proposal
