"""What applicants are told of their scores, as the programme declares."""

from creator.i18n import Text, _
from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.rules.scores import total


def scores_for_applicant(programme: Programme, proposal: Proposal) -> Text | None:
    """A sentence with the applicant's own score, or None when scores are not disclosed."""
    if programme.disclosure.scores == "none" or proposal.score is None:
        return None
    score = total(proposal.score, programme.ranking.decimals)
    if proposal.rank is None:  # eliminated before the ranking
        return _("评审得分 {score}。", score=score)
    return _("评审得分 {score}，名次 {rank}。", score=score, rank=proposal.rank)
