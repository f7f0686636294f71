"""Breaks a sound lifecycle systematically; the reader, resolver or verifier must catch each break.

A mutant that nobody catches is a mistake an author could make unnoticed. Mutants that leave a
sound lifecycle (a different label, one more guard) are not made here.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from creator.home import home
from creator.rules.vocabulary import vocabulary
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.reader import read
from creator.workflow.resolve import resolve
from creator.workflow.verifier import verify
from creator.workflow.vocabulary import Vocabulary
from tests.workflow.samples import LIFECYCLES, VOCABULARY, lifecycle

Body = dict[str, Any]
Mutant = tuple[str, Body]
TYPO = "zzz_typo"


def mutants(body: Body) -> Iterator[Mutant]:
    """Every systematic break of this body, with a name."""
    yield from _of_states(body)
    yield from _of_transitions(body)
    yield from _of_children(body)
    yield from _of_policies(body)
    yield "initial typo", {**body, "initial": TYPO}


def _edited(body: Body, kind: str, index: int, edit: Any) -> Body:
    entries = list(body[kind])
    entries[index] = copy.deepcopy(entries[index])
    edit(entries[index])
    return {**body, kind: entries}


def _without(body: Body, kind: str, index: int) -> Body:
    return {**body, kind: [*body[kind][:index], *body[kind][index + 1 :]]}


def _setting(key: str, value: Any) -> Any:
    return lambda entry: entry.__setitem__(key, value)


def _of_states(body: Body) -> Iterator[Mutant]:
    for index, state in enumerate(body["states"]):
        name = f"state {state['id']}"
        yield f"{name} removed", _without(body, "states", index)
        yield f"{name} renamed", _edited(body, "states", index, _setting("id", TYPO))
        yield f"{name} phase", _edited(body, "states", index, _setting("phase", TYPO))
        yield f"{name} mark", _edited(body, "states", index, _setting("marks", [TYPO]))
        yield (
            f"{name} label",
            _edited(body, "states", index, _setting("label", {"zh": "", "en": ""})),
        )
        if "final" in state:
            yield f"{name} not final", _edited(body, "states", index, lambda e: e.pop("final"))
            yield f"{name} owned", _edited(body, "states", index, _setting("owner", "officer"))
            continue
        yield f"{name} final", _edited(body, "states", index, _setting("final", "failure"))
        yield f"{name} ownerless", _edited(body, "states", index, lambda e: e.pop("owner"))
        yield f"{name} owner typo", _edited(body, "states", index, _setting("owner", TYPO))
        yield f"{name} no deadline", _edited(body, "states", index, lambda e: e.pop("due"))
        yield from _of_due(body, index, state["due"])


def _of_due(body: Body, index: int, due: Body) -> Iterator[Mutant]:
    name = f"due of {body['states'][index]['id']}"
    spoilt: dict[str, Body] = {
        "no date": {k: v for k, v in due.items() if k not in ("at", "after")},
        "two dates": {**due, "at": "call.closes_at", "after": "1d"},
        "no consequence": {k: v for k, v in due.items() if k not in ("then", "escalate")},
        "backwards": {**{k: v for k, v in due.items() if k != "at"}, "after": "-1wd"},
        "late reminder": {**due, "remind": ["1wd"]},
        "moment typo": {**{k: v for k, v in due.items() if k != "after"}, "at": TYPO},
        "trigger typo": {**due, "then": TYPO},
        "escalation typo": {**due, "escalate": TYPO},
    }
    for what, broken in spoilt.items():
        yield f"{name}: {what}", _edited(body, "states", index, _setting("due", broken))


def _of_transitions(body: Body) -> Iterator[Mutant]:
    for index, step in enumerate(body["transitions"]):
        name, kind = f"step {step['id']}", "transitions"
        yield f"{name} twice", {**body, kind: [*body[kind], step]}
        yield f"{name} by typo", _edited(body, kind, index, _setting("by", [TYPO]))
        yield f"{name} by pseudo typo", _edited(body, kind, index, _setting("by", [f"@{TYPO}"]))
        yield (
            f"{name} by unknown child",
            _edited(body, kind, index, _setting("by", [f"@children:{TYPO}"])),
        )
        yield f"{name} by nobody", _edited(body, kind, index, _setting("by", []))
        yield f"{name} from typo", _edited(body, kind, index, _setting("from", [TYPO]))
        yield f"{name} from nowhere", _edited(body, kind, index, _setting("from", []))
        yield f"{name} guard typo", _edited(body, kind, index, _setting("guard", [{"check": TYPO}]))
        yield f"{name} effect typo", _edited(body, kind, index, _setting("effect", [{"do": TYPO}]))
        yield f"{name} lock typo", _edited(body, kind, index, _setting("locks", [TYPO]))
        yield f"{name} four eyes typo", _edited(body, kind, index, _setting("four_eyes", [TYPO]))
        yield f"{name} label", _edited(body, kind, index, _setting("label", {"zh": "", "en": "x"}))
        field = {"name": "x", "type": TYPO, "label": {"zh": "x", "en": "x"}}
        yield f"{name} field typo", _edited(body, kind, index, _setting("form", [field]))
        yield from _of_target(body, index, step)
        yield from _of_words(body, index, step)
        if "@clock" in step["by"]:
            yield f"{name} without clock", _edited(body, kind, index, _setting("by", ["officer"]))


def _of_target(body: Body, index: int, step: Body) -> Iterator[Mutant]:
    name, kind = f"step {step['id']}", "transitions"
    if "to" in step:
        yield f"{name} to typo", _edited(body, kind, index, _setting("to", TYPO))
        yield f"{name} to nothing", _edited(body, kind, index, lambda e: e.pop("to"))
        both = {"on": "outcome", "cases": {"a": step["to"]}}
        yield f"{name} to and choose", _edited(body, kind, index, _setting("choose", both))
        return
    for case in step["choose"]["cases"]:
        yield (
            f"{name} without {case}",
            _edited(body, kind, index, lambda e, case=case: e["choose"]["cases"].pop(case)),
        )
        yield (
            f"{name} typo at {case}",
            _edited(
                body, kind, index, lambda e, case=case: e["choose"]["cases"].update({case: TYPO})
            ),
        )
    yield (
        f"{name} extra case",
        _edited(body, kind, index, lambda e: e["choose"]["cases"].update({TYPO: body["initial"]})),
    )
    yield (
        f"{name} chooses on typo",
        _edited(body, kind, index, lambda e: e["choose"].update(on=TYPO)),
    )


def _of_words(body: Body, index: int, step: Body) -> Iterator[Mutant]:
    for key in ("guard", "effect"):
        for place, use in enumerate(step.get(key, [])):
            name = f"step {step['id']} {key} {place}"

            def spoil(entry: Body, key: str = key, place: int = place, **more: Any) -> None:
                entry[key][place].update(more)

            yield (
                f"{name} extra parameter",
                _edited(body, "transitions", index, lambda e, spoil=spoil: spoil(e, zzz_typo=1)),
            )
            for param in use.keys() - {"check", "do"}:
                yield (
                    f"{name} without {param}",
                    _edited(
                        body,
                        "transitions",
                        index,
                        lambda e, key=key, place=place, param=param: e[key][place].pop(param),
                    ),
                )
                if param != "trigger":  # a step of another lifecycle: unknown to this one
                    yield (
                        f"{name} typo in {param}",
                        _edited(
                            body,
                            "transitions",
                            index,
                            lambda e, spoil=spoil, param=param: spoil(e, **{param: TYPO}),
                        ),
                    )


def _of_children(body: Body) -> Iterator[Mutant]:
    for index, child in enumerate(body["children"]):
        name = f"child {child['id']}"
        yield f"{name} removed", _without(body, "children", index)
        yield f"{name} renamed", _edited(body, "children", index, _setting("id", TYPO))
        yield f"{name} lifecycle", _edited(body, "children", index, _setting("lifecycle", TYPO))
        if "join" not in child:
            continue
        yield f"{name} joinless", _edited(body, "children", index, lambda e: e.pop("join"))
        join = child["join"]
        wrong_min = {k: v for k, v in join.items() if k != "min"} if "min" in join else join
        if "min" not in join:
            wrong_min = {**join, "min": 1}
        yield f"{name} min", _edited(body, "children", index, _setting("join", wrong_min))
        if "outcome" in join:
            open_ended = {**join, "outcome": join["outcome"][:-1]}
            yield f"{name} open", _edited(body, "children", index, _setting("join", open_ended))


def _of_policies(body: Body) -> Iterator[Mutant]:
    for index, policy in enumerate(body["policies"]):
        name = f"policy {index}"
        for key in ("every", "passes"):
            yield f"{name} {key}", _edited(body, "policies", index, _setting(key, TYPO))
        if policy["passes"] != body["initial"]:
            # A way around: everything that led to the gate now leads to what it guards as well.
            yield f"{name} around", _around(body, policy)


def _around(body: Body, policy: Body) -> Body:
    changed = copy.deepcopy(body)
    every = policy["every"]
    goals = [s["id"] for s in body["states"] if every.removeprefix("mark:") in s.get("marks", [])]
    goal = next((g for g in goals if g != policy["passes"]), every)
    step = {"id": "sneak", "from": [body["initial"]], "to": goal, "by": ["officer"]}
    changed["transitions"].append({**step, "label": {"zh": "绕过", "en": "Sneak"}})
    return changed


def caught(body: Body, words: Vocabulary, lifecycles: list[str]) -> bool:
    found = verify(Definition.of(body), words, lifecycles)
    return any(fault.severity == "error" for fault in found)


def survivors(body: Body, words: Vocabulary, lifecycles: list[str]) -> tuple[int, list[str]]:
    made = list(mutants(body))
    return len(made), [name for name, mutant in made if not caught(mutant, words, lifecycles)]


@pytest.mark.parametrize("name", ["micro_grant", "fund"])
def test_every_break_of_a_sample_is_caught(name: str) -> None:
    sample = lifecycle(name)
    for options in every_combination(sample):
        body = json.loads(resolve(sample, options).body)
        assert not caught(body, VOCABULARY, list(LIFECYCLES))
        count, alive = survivors(body, VOCABULARY, list(LIFECYCLES))
        print(f"{name} {sorted(options)}: {count} breaks, {count - len(alive)} caught")
        assert alive == []


@pytest.mark.full
def test_every_break_of_the_shipped_proposal_is_caught() -> None:
    folder = home() / "workflows/lifecycles"
    lifecycles = [path.stem for path in folder.glob("*.toml")]
    proposal = read(folder / "proposal.toml")
    fullest = max(every_combination(proposal), key=len)
    body = json.loads(resolve(proposal, fullest).body)
    assert not caught(body, vocabulary(), lifecycles)
    count, alive = survivors(body, vocabulary(), lifecycles)
    print(f"proposal: {count} breaks, {count - len(alive)} caught")
    assert count > 500
    assert alive == []
