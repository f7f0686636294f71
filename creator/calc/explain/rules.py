"""Which of the rule files given is for the scores, and which for the money."""

from collections.abc import Sequence
from pathlib import Path

from creator.i18n import Text, _
from creator.programme.toml import contents, refused, tree

_OF_SCORES = frozenset({"criteria", "rounds", "groups"})


def of_both(rules: Sequence[Path], *, scores: bool, funds: bool) -> tuple[Path | None, Path | None]:
    """The score rule and the allocation rule; each at most once, and each that is needed."""
    found: dict[bool, Path] = {}
    for path in rules:
        kind = bool(_OF_SCORES & tree(contents(path), str(path)).keys())
        if kind in found or not (scores if kind else funds):
            raise _refused(path, _("多给了一份规则。"))
        found[kind] = path
    for kind, needed in ((True, scores), (False, funds)):
        if needed and kind not in found:
            text = _("缺少算分规则。") if kind else _("缺少分配规则。")
            raise _refused(rules[0] if rules else Path("--rule"), text)
    return found.get(True), found.get(False)


def _refused(path: Path, text: Text) -> Exception:
    remedy = _("--sheets 配算分规则，--ranking 配分配规则，各用一个 --rule。")
    return refused(str(path), 1, text, remedy)
