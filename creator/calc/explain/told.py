"""What a summary that was kept (JSON) says of one proposal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from creator.calc.explain.ranked import RESULTS, Said
from creator.i18n import Label, _
from creator.programme.toml import refused


def summary_lines(path: Path, proposal: str) -> Sequence[Said]:
    """The sentences of a summary of `calc score` or `calc allocate`."""
    try:
        return list(_lines(_entry(path, proposal)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        text = _("这不是 calc score 或 calc allocate 的结果。")
        raise refused(str(path), 1, text, _("请给出它们打印的 JSON。")) from None


def _lines(one: Mapping[str, Any]) -> Iterator[Said]:
    if "steps" in one:
        score = one.get("score")
        yield 0, _("得分 {score}，第 {rank} 名。", score=score, rank=_or_none(one.get("rank")))
        yield from ((1, _both(step)) for step in one["steps"])
        result = RESULTS.get(str(one.get("result")), "")
        yield 0, _("结果：{result}，{amount} 元。", result=result, amount=one.get("amount"))
        return
    words = {"score": one.get("total"), "rank": _or_none(one.get("rank"))}
    yield 0, _("得分 {score}，第 {rank} 名。", **words)
    for id_, part in sorted(one.get("parts", {}).items()):
        yield (
            1,
            _(
                "“{part}”：{score} × {weight} → {weighted}。",
                part=id_,
                score=part["score"],
                weight=part["weight"],
                weighted=part["weighted"],
            ),
        )
    yield from (
        (1, _("{text} 本项目：{value}。", text=_both(tie["text"]), value=tie["value"]))
        for tie in one.get("ties", ())
    )
    yield from ((0, _("没有名次：{reason}", reason=_both(bar))) for bar in one.get("barred", ()))


def _entry(path: Path, proposal: str) -> Mapping[str, Any]:
    results = json.loads(path.read_text("utf-8"))["results"]
    found = [one for one in results if one["proposal"] == proposal]
    if not found:
        text = _("“{path}”里没有这个项目。", path=str(path))
        raise refused(str(path), 1, text, _("请检查编号“{id}”。", id=proposal))
    entry: Mapping[str, Any] = found[0]
    return entry


def _both(words: Mapping[str, str]) -> Label:
    return Label(words["zh"], words["en"])


def _or_none(rank: int | None) -> object:
    return _("（无）") if rank is None else rank
