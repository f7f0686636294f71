"""The application form can be filled in, and asks what the programme needs to know."""

from collections.abc import Iterator

from creator.i18n import _, listed
from creator.programme.checks.blame import blame
from creator.programme.checks.money import gives_money
from creator.programme.fault import Fault
from creator.programme.fields import Field
from creator.programme.programme import Programme

# The type a field must have to play a role; roles that are not here may have any.
ROLE_TYPES = {
    "amount": "money",
    "own_funding": "money",
    "tier": "tier",
    "category": "category",
    "track": "track",
    "beneficiary_count": "integer",
    "start": "date",
    "end": "date",
    "activities": "activities",
    "indicators": "indicators",
    "team": "team",
    "budget": "budget",
    "hearing": "hearing",
    "contact_phone": "phone",
}
_PRIVATE = ("contact", "identity", "bank", "sensitive")
_CHOOSING = ("choice", "multichoice")
_NUMBERS = ("integer", "decimal", "money")
_TABLES = ("activities", "indicators", "team", "budget")
_TEXTS = ("text", "longtext")
# Which types look at a limit; elsewhere it would be a promise that nobody keeps.
_LIMITS = {
    "min": (*_NUMBERS, *_TABLES),
    "max": (*_NUMBERS, *_TABLES),
    "min_chars": _TEXTS,
    "max_chars": _TEXTS,
    "kinds": ("attachment",),
    "max_mb": ("attachment",),
    "max_count": ("attachment",),
}


def check(programme: Programme) -> Iterator[Fault]:
    """Roles, limits, choices and the protection of personal data."""
    yield from _roles(programme)
    for path, field in _fields(programme):
        yield from _field(programme, path, field)
        yield from _limits(programme, path, field)


def _fields(programme: Programme) -> Iterator[tuple[str, Field]]:
    for i, section in enumerate(programme.form.sections):
        for j, field in enumerate(section.fields):
            yield f"form.sections.{i}.fields.{j}", field


def _roles(programme: Programme) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, field in _fields(programme):
        if field.role in seen:
            text = _(
                "字段“{a}”和“{b}”的 role 都是 {role}。",
                a=seen[field.role],
                b=field.id,
                role=field.role,
            )
            yield blame(programme, f"{path}.role", text, _("一个 role 只给一个字段。"))
        if field.role:
            seen[field.role] = field.id
    for role in _needed(programme):
        if role not in seen:
            text = _("申报表没有 role 为 {role} 的字段。", role=role)
            yield blame(programme, "form", text, _("请加上这个字段，或不要去掉预设里的它。"))
    if programme.tier_choice == "assigned" and "tier" in seen:
        text = _("档次由评审结果定，申报表不应再问档次。")
        yield blame(programme, "form", text, _("请去掉 role 为 tier 的字段。"))


def _needed(programme: Programme) -> Iterator[str]:
    yield from ("title", "summary")
    if gives_money(programme):
        yield from ("amount", "budget")
        if programme.budget.adds_up_to == "requested_and_own":
            yield "own_funding"
    if programme.tier_choice == "applied":
        yield "tier"
    if programme.options.hearing:
        yield "hearing"
    if programme.categories:
        yield "category"


def _field(programme: Programme, path: str, field: Field) -> Iterator[Fault]:
    kind = ROLE_TYPES.get(field.role or "", field.type)
    if kind != field.type:
        text = _("role 为 {role} 的字段类型应是 {type}。", role=field.role, type=kind)
        yield blame(programme, f"{path}.type", text, _('请写 type = "{type}"。', type=kind))
    if field.min is not None and field.max is not None and field.min > field.max:
        text = _("字段“{id}”的 min 大于 max。", id=field.id)
        yield blame(programme, f"{path}.min", text, _("请让 min 不大于 max。"))
    if field.max_chars is not None and field.min_chars > field.max_chars:
        text = _("字段“{id}”的 min_chars 大于 max_chars。", id=field.id)
        yield blame(programme, f"{path}.min_chars", text, _("请让 min_chars 不大于 max_chars。"))
    if field.type in _CHOOSING and len(field.choices) < 2:
        text = _("选择题“{id}”至少要有两个选项。", id=field.id)
        yield blame(programme, path, text, _("请写 choices，每项有 id 和 label。"))
    if field.type not in _CHOOSING and field.choices:
        text = _("字段“{id}”不是选择题，用不到 choices。", id=field.id)
        yield blame(programme, f"{path}.choices", text, _("请去掉 choices，或改为 choice。"))
    if field.personal in _PRIVATE and field.audience == "public":
        text = _("字段“{id}”含个人信息（{kind}），不能公开。", id=field.id, kind=field.personal)
        yield blame(programme, f"{path}.audience", text, _('请写 audience = "officer"。'))


def _limits(programme: Programme, path: str, field: Field) -> Iterator[Fault]:
    for name, types in _LIMITS.items():
        written = programme.source.has(f"{path}.{name}")
        if written and field.type not in types:
            text = _(
                "字段“{id}”的类型是 {type}，用不到“{key}”。", id=field.id, type=field.type, key=name
            )
            remedy = _("请去掉它；能用它的类型：{types}。", types=listed(types))
            yield blame(programme, f"{path}.{name}", text, remedy)
