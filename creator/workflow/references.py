"""Names inside one file that point at nothing, or at two things."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from creator.i18n import _
from creator.workflow.lines import Where, entry_name
from creator.workflow.parts import STAYS
from creator.workflow.shape import Report, nearest

Raw = Mapping[str, Any]
KINDS = ("phase", "state", "transition", "child")


def check(document: Raw, report: Report) -> None:
    """Report duplicate ids and names that are defined nowhere in this file."""
    for kind in KINDS:
        _unique(kind, document.get(kind, []), report)
    known = {kind: {entry["id"] for entry in document.get(kind, [])} for kind in KINDS}
    known["option"] = set(document.get("options", {}))
    for where, kind, name in _pointers(document):
        if name not in known[kind]:
            text = _("“{name}”没有定义。", name=name)
            report.fault(where, text, nearest(name, known[kind]), word=name)
    _params(document.get("params", {}), report)


def _unique(kind: str, entries: list[Raw], report: Report) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            where = (kind, entry_name(entries, index))
            text = _("[[{kind}]] “{name}”定义了两次。", kind=kind, name=entry["id"])
            report.fault(where, text, _("改名或删去其中一个。"))
        seen.add(entry["id"])


def _params(params: Raw, report: Report) -> None:
    for where, name, kind in report.uses:
        if name not in params:
            text = _("参数“${name}”没有定义。", name=name)
            report.fault(where, text, nearest(name, params.keys()), word=f"${name}")
        elif kind != "any" and params[name]["type"] != kind:
            text = _("参数“${name}”的类型不是 {kind}。", name=name, kind=kind)
            report.fault(where, text, _("换一个参数，或改它的 type。"), word=f"${name}")


def _pointers(document: Raw) -> Iterator[tuple[Where, str, str]]:
    """Every (place, kind, name) at which the file names something of its own."""
    yield ("initial",), "state", document["initial"]
    for name, option in document.get("options", {}).items():
        for key in ("needs", "excludes"):
            yield from _each(("options", name, key), "option", option.get(key, ()))
    for state in document["state"]:
        where: Where = ("state", state["id"])
        yield (*where, "phase"), "phase", state["phase"]
        yield from _each((*where, "due"), "transition", _present(state.get("due", {}), "then"))
        yield from _options(state, where)
    for transition in document["transition"]:
        yield from _of_transition(transition)
    for child in document.get("child", []):
        yield from _options(child, ("child", child["id"]))
    for index, policy in enumerate(document.get("policy", [])):
        yield from _of_policy(policy, ("policy", f"#{index + 1}"))


def _of_transition(raw: Raw) -> Iterator[tuple[Where, str, str]]:
    where: Where = ("transition", raw["id"])
    choose = raw.get("choose", {"on": "", "cases": {}})
    targets = [*_present(raw, "to"), *choose["cases"].values()]
    yield from _each((*where, "from"), "state", raw["from"])
    key = "to" if "to" in raw else "choose"
    yield from _each((*where, key), "state", [name for name in targets if name != STAYS])
    yield from _each((*where, "four_eyes"), "transition", raw.get("four_eyes", ()))
    children = [word.partition(":")[2] for word in raw["by"] if word.startswith("@children:")]
    yield from _each((*where, "by"), "child", children)
    if choose["on"].startswith("option:"):
        yield (*where, "choose"), "option", choose["on"].partition(":")[2]
    yield from _options(raw, where)
    for key in ("guard", "effect"):
        for use in raw.get(key, ()):
            yield from _options(use, (*where, key))
    for name, field in raw.get("form", {}).items():
        yield from _options(field, (*where, "form", name))


def _of_policy(raw: Raw, where: Where) -> Iterator[tuple[Where, str, str]]:
    if not raw["every"].startswith("mark:"):
        yield (*where, "every"), "state", raw["every"]
    yield (*where, "passes"), "state", raw["passes"]
    yield from _options(raw, where)


def _options(raw: Raw, where: Where) -> Iterator[tuple[Where, str, str]]:
    for term in _present(raw, "option"):
        names = [name.removeprefix("!") for name in term.split("|")]
        yield from _each((*where, "option"), "option", names)


def _present(raw: Raw, key: str) -> list[str]:
    return [raw[key]] if key in raw else []


def _each(where: Where, kind: str, names: Collection[str]) -> Iterator[tuple[Where, str, str]]:
    return ((where, kind, name) for name in names)
