"""The tie chain of a rule file, with the names under which results keep their criteria."""

from collections.abc import Iterator

from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.calc.score.plan import Stage
from creator.calc.score.rule import ScoreRule
from creator.i18n import Label, _, listed
from creator.programme.place import nearest
from creator.reckoning.ranking import LINKS, Tiebreak


def chain(file: RuleFile[ScoreRule], whole: Stage, desk: Desk) -> list[Tiebreak]:
    """The links; a criterion nobody scores is blamed."""
    names = dict(_names(whole))
    found = []
    for i, word in enumerate(file.rule.ties):
        name, _colon, criterion = word.partition(":")
        if name != "criterion":
            found.append(Tiebreak(LINKS[name]))
            continue
        fitting = [one for one in names if one == criterion or one.endswith(f".{criterion}")]
        if len(fitting) == 1 or criterion in fitting:
            chosen = criterion if criterion in fitting else fitting[0]
            found.append(Tiebreak("criterion", chosen, names[chosen]))
        elif fitting:
            text = _("有几个“{criterion}”。", criterion=criterion)
            file.blame(
                desk, f"ties.{i}", text, _("请写明是哪一个：{names}。", names=listed(fitting))
            )
        else:
            text = _("没有评分项“{id}”。", id=criterion)
            file.blame(desk, f"ties.{i}", text, nearest(criterion, names))
    return found


def _names(stage: Stage) -> Iterator[tuple[str, Label | None]]:
    """The criteria of a stage's result, as it calls them."""
    if stage.panel is not None:
        yield from ((c.id, c.label) for c in stage.panel.criteria if c.in_total)
    elif stage.last:
        yield from _names(stage.parts[-1])
    else:
        for part in stage.parts:
            yield from ((f"{part.id}.{name}", label) for name, label in _names(part))
