"""The rank of one proposal in sentences, and the words for what became of it."""

from collections.abc import Iterator, Mapping

from creator.i18n import Text, _, listed
from creator.reckoning.canonical import digits
from creator.reckoning.ranking import Place

Said = tuple[int, object]
"""How far in a sentence stands, and the sentence."""

RESULTS: Mapping[str, Text] = {
    "award": _("立项"),
    "waitlist": _("候补"),
    "refuse": _("不立项"),
}


def rank_lines(place: Place, ranked: int) -> Iterator[Said]:
    """The rank, and what told it from equals."""
    if place.rank is None:
        yield from ((0, _("没有名次：{reason}", reason=reason)) for reason in place.barred)
        return
    words = {"score": digits(place.total), "rank": place.rank, "n": ranked}
    yield 0, _("得分 {score}，第 {rank} 名（共 {n} 个有名次）。", **words)
    for broken in place.broken:
        yield 1, _("{text} 本项目：{value}。", text=broken.text, value=digits(broken.value))
    if place.tied:
        yield 1, _("与 {others} 并列，规则没有分出先后。", others=listed(place.tied_with))
