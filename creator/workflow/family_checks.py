"""What only two lifecycles together show: a parent that ends must be able to end its children."""

from collections.abc import Collection

from creator.i18n import _
from creator.workflow.definition import Definition
from creator.workflow.fault import Fault
from creator.workflow.finding import Finding, Findings
from creator.workflow.lines import Lines
from creator.workflow.parts import Child
from creator.workflow.shape import nearest


def verify_family(
    parent: Definition, children: Collection[Definition], lines: Lines | None = None
) -> list[Fault]:
    """Faults of the parent's `[[child]]` entries, judged by each definition of those children.

    `children` may hold a lifecycle several times, with different options; entries whose lifecycle
    is not among them are not judged.
    """
    place = lines or Lines(parent.id)
    found = (
        finding.located(place)
        for child in parent.children.values()
        for definition in children
        if definition.id == child.lifecycle
        for finding in _cancelling(parent, child, definition)
    )
    return list(dict.fromkeys(found))


def _cancelling(parent: Definition, child: Child, satellite: Definition) -> Findings:
    where = ("child", child.id)
    if child.cancel is None:
        text = _("“{parent}”结束时，未完的“{child}”会留下。", parent=parent.id, child=child.id)
        yield Finding(where, text, _('补上 cancel = "…"（子流程中的一步）。'))
        return
    step = satellite.transitions.get(child.cancel)
    if step is None:
        text = _("“{lifecycle}”没有步骤“{step}”。", lifecycle=satellite.id, step=child.cancel)
        yield Finding((*where, "cancel"), text, nearest(child.cancel, satellite.transitions))
        return
    pseudo = f"@{parent.id}"
    if pseudo not in step.by:
        text = _("“{step}”不允许由 {pseudo} 办理。", step=step.id, pseudo=pseudo)
        yield Finding((*where, "cancel"), text, _("在它的 by 中加上 {pseudo}。", pseudo=pseudo))
    waiting = [state.id for state in satellite.states.values() if state.final is None]
    for state in waiting:
        if state not in step.sources or satellite.states[step.targets(state)[0]].final is None:
            text = _("“{step}”不能结束处于“{state}”的子流程。", step=step.id, state=state)
            remedy = _("在它的 from 中加上该状态，并通向终态。")
            yield Finding((*where, "cancel"), text, remedy)
