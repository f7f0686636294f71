"""Where a subject can get to: nothing unreachable, no trap, and the policies hold on every path."""

from creator.i18n import _
from creator.workflow.definition import Definition
from creator.workflow.finding import Finding, Findings
from creator.workflow.graph import Arcs, arcs, cycle, path_avoiding, reachable, reversed_arcs
from creator.workflow.parts import Policy
from creator.workflow.shape import nearest


def check_paths(definition: Definition) -> Findings:
    """Reachability both ways, cycles nobody can stop, and the policies."""
    states = definition.states
    if definition.initial not in states:
        text = _("起始状态“{state}”不存在。", state=definition.initial)
        yield Finding(("initial",), text, nearest(definition.initial, states))
        return
    walk = arcs(definition)
    yield from _unreachable(definition, walk)
    yield from _endings(definition, walk)
    loop = cycle(arcs(definition, lambda transition: set(transition.by) == {"@clock"}))
    if loop:
        text = _("时钟会在这些状态之间自己循环：{path}。", path=_shown(loop))
        remedy = _("让其中一步由人办理。")
        yield Finding(("state", loop[0]), text, remedy)
    for index, policy in enumerate(definition.policies):
        yield from _policy(definition, walk, policy, index)


def _unreachable(definition: Definition, walk: Arcs) -> Findings:
    reached = reachable(walk, [definition.initial])
    for state in definition.states:
        if state not in reached:
            text = _("状态“{state}”从起点到不了。", state=state)
            yield Finding(("state", state), text, _("加一步通向它，或删去它。"))


def _endings(definition: Definition, walk: Arcs) -> Findings:
    finals = [state.id for state in definition.states.values() if state.final]
    ending = reachable(reversed_arcs(walk), finals)
    for state in definition.states:
        if state not in ending:
            text = _("状态“{state}”走不到任何终态。", state=state)
            yield Finding(("state", state), text, _("加一步离开它，或设为终态 final。"))
    successes = [s.id for s in definition.states.values() if s.final == "success"]
    if definition.initial not in reachable(reversed_arcs(walk), successes):
        text = _("从起始状态走不到成功的终态。")
        remedy = _('至少让一个 final = "success" 的状态可达。')
        yield Finding(("state", definition.initial), text, remedy)


def _policy(definition: Definition, walk: Arcs, policy: Policy, index: int) -> Findings:
    where = ("policy", f"#{index + 1}")
    for name in (policy.passes, policy.every):
        if name not in definition.states and not name.startswith("mark:"):
            text = _("规定提到不存在的状态“{state}”。", state=name)
            yield Finding(where, text, nearest(name, definition.states), word=name)
            return
    for goal in _goals(definition, policy):
        if goal == policy.passes:
            continue
        path = path_avoiding(walk, definition.initial, goal, policy.passes)
        if path:
            text = _(
                "到达“{goal}”可以不经过“{passes}”：{path}。",
                goal=goal,
                passes=policy.passes,
                path=_shown(path),
            )
            yield Finding(where, text, _("改掉这条路径，或修改规定。"), word=policy.passes)


def _goals(definition: Definition, policy: Policy) -> list[str]:
    if not policy.every.startswith("mark:"):
        return [policy.every]
    return sorted(definition.marked(policy.every.partition(":")[2]))


def _shown(path: tuple[str, ...]) -> str:
    return " → ".join(path)
