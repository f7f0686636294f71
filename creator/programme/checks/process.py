"""Options agree with the tables that belong to them, and with what the program has."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields

from creator.i18n import Text, _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.place import nearest
from creator.programme.programme import Programme

# The table that says more about an option.
_TABLES = {"hearing": "hearing", "checkpoints": "checkpoints", "pledge": "pledge"}
# What the steps are called that the shipped lifecycle, which ends with the contract, does not have.
_NAMES: Mapping[str, Text] = {
    "optimise": _("立项后优化"),
    "pledge": _("认领和众筹"),
    "checkpoints": _("中期评估"),
    "audit": _("项目审计"),
}
# Options that hold without a step of their own: submitting asks for the record of the hearing.
_WITHOUT_STEP = {"hearing"}


def check(
    programme: Programme,
    lifecycles: Collection[str] | None,
    actors: Collection[str] | None,
    options: Collection[str] | None,
) -> Iterator[Fault]:
    """Switches on and off, and names from outside the file; None = not known, not checked."""
    yield from _tables(programme)
    yield from _limits(programme, actors)
    for field in fields(programme.lifecycles):
        id = getattr(programme.lifecycles, field.name)
        if lifecycles is not None and id not in lifecycles:
            text = _("没有名为“{id}”的流程文件。", id=id)
            yield blame(programme, f"lifecycles.{field.name}", text, nearest(id, lifecycles))
    on = programme.options.names - _WITHOUT_STEP
    for name in sorted(on.difference(on if options is None else options)):
        lifecycle = programme.lifecycles.proposal
        text = _(
            "流程“{lifecycle}”没有“{name}”这一步：方案里写的会保存和公布，但要在本系统外办理。",
            lifecycle=lifecycle, name=_NAMES.get(name, name),
        )  # fmt: skip
        remedy = _("如果这是本意，不用改；否则请在流程文件里加上这一步，或关掉 {name}。", name=name)
        yield blame(programme, f"options.{name}", text, remedy, "warning")


def _tables(programme: Programme) -> Iterator[Fault]:
    said = programme.source
    for option, table in _TABLES.items():
        if said.has(table) and not getattr(programme.options, option):
            text = _("写了 [{table}]，但 options.{option} 没有打开。", table=table, option=option)
            remedy = _("请写 {option} = true，或去掉 [{table}]。", option=option, table=table)
            yield blame(programme, table, text, remedy)
    if programme.options.checkpoints and not programme.checkpoints:
        text = _("打开了中期评估，但没有写 [[checkpoints]]。")
        yield blame(programme, "options.checkpoints", text, _("请写 [[checkpoints]]。"))
    if programme.options.community_hearing and not programme.options.hearing:
        text = _("写了由社区确认论证会，但没有打开 hearing。")
        yield blame(programme, "options.community_hearing", text, _("请写 hearing = true。"))
    if said.has("options.coaching_before") and not programme.options.coaching:
        text = _("写了 coaching_before，但没有打开 coaching。")
        yield blame(programme, "options.coaching_before", text, _("请写 coaching = true。"))
    if said.has("approval") and programme.options.approval == "none":
        text = _("写了 [approval]，但 options.approval 是 none。")
        yield blame(programme, "approval", text, _("请写 before 或 after，或去掉 [approval]。"))
    if said.has("award.waitlist_size") and not programme.options.waitlist:
        text = _("写了候补名额，但没有打开 waitlist。")
        yield blame(programme, "award.waitlist_size", text, _("请写 waitlist = true。"))


def _limits(programme: Programme, actors: Collection[str] | None) -> Iterator[Fault]:
    for i, limit in enumerate(programme.approval.limits):
        if actors is not None and limit.role not in actors:
            text = _("没有“{role}”这个角色。", role=limit.role)
            path = f"approval.limits.{i}.role"
            yield blame(programme, path, text, nearest(limit.role, actors))
    if all(limit.up_to is not None for limit in programme.approval.limits):
        text = _("没有人可以批准超过限额的金额。")
        remedy = _("请让最高一级的角色不写 up_to。")
        yield blame(programme, "approval.limits", text, remedy, "warning")
