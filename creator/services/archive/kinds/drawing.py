"""Draws by a public number that the project was part of: the list, the number, the order."""

from collections.abc import Iterator
from functools import partial

from creator.i18n import _, listed
from creator.services.archive.entries import Entry, Paper, Words, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.services.draws import Draw, draws


@kind("draw", ("impartial",))
def drawn(reader: Reader) -> Iterator[Entry]:
    """They tell who stands level with whom: nothing for those with interests."""
    for one in draws(reader.work, reader.edition):
        if reader.proposal.number in one.names:
            at = one.result.drawn_at if one.result else one.list.committed_at
            title = _("第 {n} 次抽签", n=one.number)
            yield Entry(one.number, at, title, partial(_paper, one))


def _paper(one: Draw) -> Paper:
    result = one.result
    facts: list[tuple[Words, Words | None]] = [
        (_("名单"), listed(one.names)),
        (_("名单摘要"), one.list.digest),
        (_("名单确定时间"), clock_time(one.list.committed_at)),
        (_("由哪个公开数字决定"), one.list.source),
        (_("哪一天的数字"), one.list.known_on.isoformat()),
    ]
    if result is not None:
        facts += [
            (_("公开数字"), result.number),
            (_("在哪里公布的"), result.found_at),
            (_("抽签结果"), listed(one.chosen)),
            (_("结果摘要"), result.digest),
        ]
    return Paper([*facts, (_("重算命令"), one.command)], {"list.txt": one.list.names})
