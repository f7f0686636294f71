"""Whether options and parameter values may be chosen as they are."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from creator.i18n import Text, _
from creator.money import NotMoney, parse_yuan
from creator.workflow.duration import Duration
from creator.workflow.fault import Fault
from creator.workflow.lifecycle import Lifecycle, Param, lifecycle_of
from creator.workflow.parts import Scalar
from creator.workflow.shape import Report, nearest


def check_params(document: Mapping[str, Any], report: Report) -> None:
    """Report defaults and bounds that do not fit their own type or each other."""
    for param in lifecycle_of(document, report.lines).params.values():
        where = ("params", param.id)
        values = {"min": param.min, "max": param.max, "default": param.default}
        for key, value in values.items():
            problem = None if value is None else _mistyped(param, value)
            if problem is None and key == "default":
                problem = _out_of_bounds(param, param.default)
            if problem is not None:
                report.fault((*where, key), *problem)
                break
        if param.type == "choice" and not param.choices:
            text = _("参数“{name}”没有可选的值。", name=param.id)
            report.fault(where, text, _("补上 choices = {{ … }}"))


def faults_of(
    lifecycle: Lifecycle, options: Collection[str], params: Mapping[str, Scalar]
) -> Iterator[Fault]:
    """What is wrong with this choice; nothing if the lifecycle can be resolved with it."""
    for name in sorted(set(options)):
        yield from _option_faults(lifecycle, name, options)
    for name, value in params.items():
        param = lifecycle.params.get(name)
        if param is None:
            text = _("“{id}”没有参数“{name}”。", id=lifecycle.id, name=name)
            yield Fault(lifecycle.path, 0, text, nearest(name, lifecycle.params))
            continue
        problem = _mistyped(param, value) or _out_of_bounds(param, value)
        if problem is not None:
            yield Fault(lifecycle.path, lifecycle.lines.at(("params", name)), *problem)


def _option_faults(lifecycle: Lifecycle, name: str, chosen: Collection[str]) -> Iterator[Fault]:
    option = lifecycle.options.get(name)
    if option is None:
        text = _("“{id}”没有选项“{name}”。", id=lifecycle.id, name=name)
        yield Fault(lifecycle.path, 0, text, nearest(name, lifecycle.options))
        return
    line = lifecycle.lines.at(("options", name))
    for other in option.needs:
        if other not in chosen:
            text = _("选项“{name}”需要同时选“{other}”。", name=name, other=other)
            yield Fault(lifecycle.path, line, text, _("加选它，或去掉本选项。"))
    for other in option.excludes:
        if other in chosen:
            text = _("选项“{name}”和“{other}”不能同时选。", name=name, other=other)
            yield Fault(lifecycle.path, line, text, _("只留一个。"))


Problem = tuple[Text, Text]


def _mistyped(param: Param, value: Scalar) -> Problem | None:
    if fits(param.type if param.type != "choice" else tuple(param.choices), value):
        return None
    text = _("参数“{name}”不能是 {value}。", name=param.id, value=repr(value)[:40])
    return text, _("按类型 {type} 填写。", type=param.type)


def _out_of_bounds(param: Param, value: Scalar) -> Problem | None:
    name = param.id
    for bound, sign in ((param.min, 1), (param.max, -1)):
        if bound is None:
            continue
        if param.type == "duration" and _unit(value) != _unit(bound):
            # Calendar days cannot be compared with working days without a calendar.
            text = _("参数“{name}”须与下限或上限 {bound} 同单位。", name=name, bound=bound)
            return text, _("写成同一单位。")
        if (_size(param, value) - _size(param, bound)) * sign < 0:
            text = _(
                "参数“{name}”是 {value}，超出界限 {bound}。", name=name, value=value, bound=bound
            )
            return text, _("改为界限以内的值。")
    return None


def fits(kind: str | tuple[str, ...], value: Scalar) -> bool:
    """Whether a literal is of a plain type (`duration`, `integer`, `money`, …) or one of a list."""
    if isinstance(kind, tuple):
        return isinstance(value, str) and value in kind
    if kind == "flag" or isinstance(value, bool):
        return kind == "flag" and isinstance(value, bool)
    if kind in ("integer", "text"):
        return isinstance(value, int if kind == "integer" else str)
    try:
        return _parsed(kind, value) is not None
    except (ValueError, InvalidOperation, NotMoney):
        return False


def _parsed(kind: str, value: Scalar) -> object:
    if kind == "duration":
        return Duration.parse(str(value))
    if kind == "money":
        return parse_yuan(str(value))
    number = Decimal(str(value))
    return number if number.is_finite() else None


def _unit(value: Scalar) -> str:
    return Duration.parse(str(value)).unit


def _size(param: Param, value: Scalar) -> Decimal:
    if param.type == "duration":
        return Decimal(Duration.parse(str(value)).amount)
    if param.type == "money":
        return Decimal(parse_yuan(str(value)))
    return Decimal(str(value)) if param.type in ("integer", "decimal") else Decimal(0)
