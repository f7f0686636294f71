"""Every word a definition uses must be in the vocabulary, with the parameters it takes."""

from collections.abc import Collection, Mapping

from creator.i18n import Text, _
from creator.workflow.definition import Definition
from creator.workflow.finding import Finding, Findings
from creator.workflow.lines import Where
from creator.workflow.parts import CHECK, Field, Scalar, State, Transition, Use
from creator.workflow.settings import fits
from creator.workflow.shape import nearest
from creator.workflow.vocabulary import ParamType, Vocabulary, Word

PLAIN_PSEUDO = ("@clock", "@migrate")


def unknown(where: Where, kind: Text, name: str, known: Collection[str]) -> Findings:
    """A finding unless `name` is one of `known`."""
    if name not in known:
        text = _("没有叫“{name}”的{kind}。", name=name, kind=kind)
        yield Finding(where, text, nearest(name, known), word=name)


def check_words(
    definition: Definition, vocabulary: Vocabulary, lifecycles: Collection[str]
) -> Findings:
    """Words of states, transitions, fields, children and policies."""
    for state in definition.states.values():
        yield from _of_state(state, vocabulary)
    for transition in definition.transitions.values():
        where = ("transition", transition.id)
        yield from _actors(transition, definition, vocabulary, lifecycles)
        yield from _uses(definition, vocabulary, (*where, "guard"), transition.guard)
        yield from _uses(definition, vocabulary, (*where, "effect"), transition.effect)
        yield from _branch(transition, vocabulary)
        for field in transition.form.values():
            yield from _of_field((*where, "form", field.name), field, vocabulary)
        for lock in transition.locks:
            yield from unknown((*where, "locks"), _("流程（可锁定的对象）"), lock, lifecycles)
    for child in definition.children.values():
        place = ("child", child.id, "lifecycle")
        yield from unknown(place, _("流程"), child.lifecycle, lifecycles)
        if child.join and child.join.at:
            yield from unknown((*place[:2], "join"), _("时点"), child.join.at, vocabulary.moments)
    for index, policy in enumerate(definition.policies):
        if policy.every.startswith("mark:"):
            mark = policy.every.partition(":")[2]
            place = ("policy", f"#{index + 1}", "every")
            yield from unknown(place, _("标记"), mark, vocabulary.marks)


def _of_state(state: State, vocabulary: Vocabulary) -> Findings:
    where = ("state", state.id)
    for mark in sorted(state.marks):
        yield from unknown((*where, "marks"), _("标记"), mark, vocabulary.marks)
    if state.owner is not None:
        yield from unknown((*where, "owner"), _("角色"), state.owner, vocabulary.actors)
    if state.due is not None and state.due.at is not None:
        yield from unknown((*where, "due"), _("时点"), state.due.at, vocabulary.moments)
    if state.due is not None and state.due.escalate is not None:
        yield from unknown((*where, "due"), _("角色"), state.due.escalate, vocabulary.actors)


def _actors(
    transition: Transition,
    definition: Definition,
    vocabulary: Vocabulary,
    lifecycles: Collection[str],
) -> Findings:
    where = ("transition", transition.id, "by")
    pseudo = {*PLAIN_PSEUDO, *(f"@{name}" for name in lifecycles)}
    pseudo |= {f"@children:{name}" for name in definition.children}
    for actor in transition.by:
        known = pseudo if actor.startswith("@") else vocabulary.actors.keys()
        yield from unknown(where, _("角色"), actor, known)


def _branch(transition: Transition, vocabulary: Vocabulary) -> Findings:
    """A branch over a guard: one that needs no parameters."""
    kind, _colon, word = transition.choose.on.partition(":") if transition.choose else ("", "", "")
    if kind == CHECK:
        plain = {name for name, one in vocabulary.guards.items() if not one.params}
        yield from unknown(("transition", transition.id, "choose"), _("条件"), word, plain)


def _of_field(where: Where, field: Field, vocabulary: Vocabulary) -> Findings:
    yield from unknown(where, _("字段类型"), field.type, vocabulary.field_types)
    if (field.type == "choice") != bool(field.choices):
        text = _("字段“{name}”：choice 类型必须列出 choices，其他类型不能有。", name=field.name)
        yield Finding(where, text, _("补上或删去 choices。"))


def _uses(
    definition: Definition, vocabulary: Vocabulary, where: Where, uses: tuple[Use, ...]
) -> Findings:
    guards = where[-1] == "guard"
    words, kind = (vocabulary.guards, _("条件")) if guards else (vocabulary.effects, _("动作"))
    for use in uses:
        word = words.get(use.word)
        if word is None:
            yield from unknown(where, kind, use.word, words)
            continue
        yield from _parameters(definition, vocabulary, where, use, word)


def _parameters(
    definition: Definition, vocabulary: Vocabulary, where: Where, use: Use, word: Word
) -> Findings:
    for name, value in use.params.items():
        if name not in word.params:
            text = _("“{word}”没有参数“{name}”。", word=word.name, name=name)
            yield Finding(where, text, nearest(name, word.params), word=name)
            continue
        known = _known(word.params[name], definition, vocabulary)
        yield from _value(where, use, name, value, word.params[name], known)
    for name in sorted(word.params.keys() - use.params.keys() - word.optional):
        text = _("“{word}”缺少参数“{name}”。", word=word.name, name=name)
        yield Finding(where, text, _("补上 {name} = …", name=name), word=word.name)


def _value(
    where: Where,
    use: Use,
    name: str,
    value: Scalar,
    kind: ParamType,
    known: Collection[str] | None,
) -> Findings:
    if fits(kind, value) if known is None else value in known:
        return
    text = _("“{word}”的参数“{name}”不能是“{value}”。", word=use.word, name=name, value=value)
    remedy = _("按类型 {kind} 填写。", kind=kind) if known is None else nearest(str(value), known)
    yield Finding(where, text, remedy, word=str(value))


def _known(
    kind: ParamType, definition: Definition, vocabulary: Vocabulary
) -> Collection[str] | None:
    """The names a parameter of this kind may hold; None if it holds a literal."""
    if isinstance(kind, tuple):
        return kind
    names: Mapping[str, Collection[str]] = {
        "state": definition.states,
        "transition": definition.transitions,
        "child": definition.children,
        "field": {name for t in definition.transitions.values() for name in t.form},
        "template": vocabulary.templates,
        "moment": vocabulary.moments,
        "actor": vocabulary.actors,
        "mark": vocabulary.marks,
    }
    return names.get(kind)
