"""Decides the options of a lifecycle: what they remove is gone before anything is proven."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from creator.i18n import _
from creator.workflow import settings
from creator.workflow.definition import Definition
from creator.workflow.fault import Fault, FaultyFile
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.lines import Where
from creator.workflow.parts import STAYS, Scalar

Raw = dict[str, Any]


def resolve(
    lifecycle: Lifecycle, options: Collection[str], params: Mapping[str, Scalar] | None = None
) -> Definition:
    """The definition with these options on, all others off, and these parameter values.

    A parameter that is not given has its default. Raises `FaultyFile` if an option or parameter is
    unknown, out of bounds or in conflict, or if something that stays points at a state that an
    option removed.
    """
    faults = list(settings.faults_of(lifecycle, options, params or {}))
    if faults:
        raise FaultyFile(faults)
    values = {name: param.default for name, param in lifecycle.params.items()} | dict(params or {})
    resolving = _Resolving(lifecycle, frozenset(options), values)
    body = resolving.body()
    faults = list(resolving.dangling(body))
    if faults:
        raise FaultyFile(faults)
    return Definition.of(body)


class _Resolving:
    """One pass over the document, with the options and values it is done for."""

    def __init__(
        self, lifecycle: Lifecycle, options: frozenset[str], values: Mapping[str, Scalar]
    ) -> None:
        self.lifecycle, self.options, self.values = lifecycle, options, values
        self.document: Raw = self._filled(dict(lifecycle.document))

    def body(self) -> Raw:
        """What is hashed. Mappings whose order people see become lists: JSON sorts keys."""
        document = self.document
        states = self._kept(document["state"])
        live = {state["id"] for state in states}
        children = [_child(raw) for raw in self._kept(document.get("child", []))]
        transitions = list(self._transitions(live, {child["id"] for child in children}))
        remaining = {transition["id"] for transition in transitions}
        for transition in transitions:
            _restrict(transition, "four_eyes", remaining)
        phases = {state["phase"] for state in states}
        return {
            "format": document["format"],
            "id": document["id"],
            "label": document["label"],
            "initial": document["initial"],
            "phases": [raw for raw in document["phase"] if raw["id"] in phases],
            "states": states,
            "transitions": transitions,
            "children": children,
            "policies": list(self._policies(live)),
            "options": sorted(self.options),
            "params": dict(self.values),
        }

    def _filled(self, value: Any) -> Any:
        """The same value with every `$name` replaced by what the edition set."""
        if isinstance(value, dict):
            return {key: self._filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._filled(inner) for inner in value]
        if isinstance(value, str) and value.startswith("$"):
            return self.values[value[1:]]
        return value

    def _holds(self, raw: Raw) -> bool:
        terms = raw["option"].split("|") if "option" in raw else []
        on = [(term.removeprefix("!") in self.options) != term.startswith("!") for term in terms]
        return any(on) or not terms

    def _kept(self, entries: list[Raw]) -> list[Raw]:
        """The entries whose option holds, without the key that said so."""
        kept = (raw for raw in entries if self._holds(raw))
        return [{key: value for key, value in raw.items() if key != "option"} for raw in kept]

    def _transitions(self, live: set[str], children: set[str]) -> Iterator[Raw]:
        for raw in self._kept(self.document["transition"]):
            gone = {word for word in raw["by"] if _child_of(word, word) not in {word, *children}}
            raw["by"] = [word for word in raw["by"] if word not in gone]
            raw["from"] = [source for source in raw["from"] if source in live]
            if raw["by"] and raw["from"]:
                yield self._transition(raw)

    def _transition(self, raw: Raw) -> Raw:
        choose = raw.get("choose")
        if choose and choose["on"].startswith("option:"):
            chosen = choose["on"].partition(":")[2] in self.options
            # A case that is missing here is reported as a branch without a target.
            raw["to"] = choose["cases"].get("true" if chosen else "false")
            del raw["choose"]
        for key in ("guard", "effect"):
            if key in raw:
                raw[key] = self._kept(raw[key])
        if "form" in raw:
            fields = [{"name": name, **field} for name, field in raw["form"].items()]
            raw["form"] = [_ordered_choices(field) for field in self._kept(fields)]
        return raw

    def _policies(self, live: set[str]) -> Iterator[Raw]:
        for raw in self._kept(self.document.get("policy", [])):
            if raw["every"].startswith("mark:") or raw["every"] in live:
                yield raw

    def dangling(self, body: Raw) -> Iterator[Fault]:
        """Whatever still points at a state that the options removed."""
        live = {state["id"] for state in body["states"]}
        for where, name in _targets(body):
            if name not in live:
                options = ", ".join(sorted(self.options)) or "-"
                text = _(
                    "选项组合（{options}）下，这里指向已去掉的状态“{name}”。",
                    options=options,
                    name=name,
                )
                remedy = _('给这一项加 option，或用 choose on = "option:…" 分开。')
                line = self.lifecycle.lines.at(where, name)
                yield Fault(self.lifecycle.path, line, text, remedy)


def _targets(body: Raw) -> Iterator[tuple[Where, str]]:
    yield ("initial",), body["initial"]
    for raw in body["transitions"]:
        where = ("transition", raw["id"], "choose" if "choose" in raw else "to")
        cases = raw["choose"]["cases"].values() if "choose" in raw else [raw.get("to", STAYS)]
        for name in cases:
            if name != STAYS:
                yield where, str(name)
    for index, raw in enumerate(body["policies"]):
        yield ("policy", f"#{index + 1}", "passes"), raw["passes"]


def _child_of(word: str, otherwise: str) -> str:
    return word.partition(":")[2] if word.startswith("@children:") else otherwise


def _restrict(raw: Raw, key: str, allowed: set[str]) -> None:
    """Nobody can have done a step that no longer exists."""
    if key in raw:
        raw[key] = [name for name in raw[key] if name in allowed]


def _ordered_choices(field: Raw) -> Raw:
    if "choices" not in field:
        return field
    return {**field, "choices": [[value, label] for value, label in field["choices"].items()]}


def _child(raw: Raw) -> Raw:
    join = raw.get("join")
    if join and "outcome" in join:
        join = {**join, "outcome": [[value, rule] for value, rule in join["outcome"].items()]}
    return {**raw, "join": join} if join else raw
