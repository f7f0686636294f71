"""Ready-made forms, budgets, check lists and rubrics, which a programme names and then changes.

A preset is written like the table it stands in for. What the programme writes itself goes over it:
tables key by key, lists of things with an id item by item.
"""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from creator.home import home
from creator.i18n import _
from creator.programme.lines import locate
from creator.programme.merging import merged, without
from creator.programme.nodes import Node, nodes
from creator.programme.place import Place, nearest

# Tables that have presets, and the one taken when the programme names none.
PRESETS = {"form": "standard", "budget": "general", "screening": "standard"}
RUBRICS = "rubrics"
NONE = "none"
CONTROL_KEYS = ("preset", "leave_out")
MONEY = ("amount", "own_funding", "budget", "other_public_money", "other_funding", "budget_sums")
"""Ready-made questions, with the section around them, and checks that are all about money."""
INHERITED_KEYS = ("audience", "personal", "blind")


def folder() -> Path:
    """Where the presets lie."""
    return home() / "workflows" / "programmes" / "presets"


@cache
def _parsed(stem: str) -> tuple[dict[str, object], dict[str, int]]:
    text = (folder() / f"{stem}.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal), locate(text)


def _file(stem: str) -> Node:
    """A preset as a fresh copy, to be changed freely."""
    data, lines = _parsed(stem)
    return nodes(data, lines, f"presets/{stem}.toml")


def names(table: str) -> list[str]:
    """The presets that exist for this table."""
    found = sorted(path.stem for path in folder().glob(f"{table}-*.toml"))
    return [stem.removeprefix(f"{table}-") for stem in found]


def rubric_ids() -> list[str]:
    """The score sheets that may be named without writing them."""
    ready = _file(RUBRICS)[RUBRICS]
    return [str(item["id"]) for item in ready if isinstance(item, Node)]  # type: ignore[attr-defined]


def apply(data: Node, place: Place) -> None:
    """Put presets under what the programme says, and take away what it leaves out."""
    for table, usual in PRESETS.items():
        own = data.get(table, Node(1, place.name))
        if isinstance(own, Node):
            result = _one(table, own, usual, place, _pointless(data))
            data.put(table, result, data.lines.get(table))
    form = data.get("form")
    if isinstance(form, Node):
        _inherit(form)
    own_rubrics = data.get(RUBRICS, [])
    if isinstance(own_rubrics, list):
        ready = _file(RUBRICS)[RUBRICS]
        data.put(RUBRICS, merged(ready, own_rubrics), data.lines.get(RUBRICS))


def _one(table: str, own: Node, usual: str, place: Place, pointless: set[str]) -> Node:
    own = own.copy()
    chosen, leave_out = str(own.pop("preset", usual)), own.pop("leave_out", [])
    known = names(table)
    if chosen != NONE and chosen not in known:
        here = place.inside(f"{table}.preset", own.lines.get("preset", own.line))
        here.note(_("没有名为“{name}”的预设。", name=chosen[:60]), nearest(chosen, [*known, NONE]))
        chosen = usual  # so that the rest of the file is still read for what it says
    base = Node(own.line, own.path) if chosen == NONE else _file(f"{table}-{chosen}")
    without(base, pointless)
    result = merged(base, own)
    assert isinstance(result, Node)
    ids = {str(id) for id in leave_out} if isinstance(leave_out, list) else {str(leave_out)}
    for id in sorted(ids - without(result, ids) - pointless):
        here = place.inside(f"{table}.leave_out", own.lines.get("leave_out", own.line))
        text = _("“{id}”不在 {table} 里，无法去掉。", id=id[:60], table=table)
        here.note(text, _("请去掉这个 id，或改成存在的 id。"))
    return result


def _pointless(data: Node) -> set[str]:
    """Ready-made questions to which this programme has no answer: they are not asked."""
    options = data.get("options")
    hearing = isinstance(options, Node) and options.get("hearing") is True
    asked = {
        "tier": data.get("tier_choice") == "applied",
        "category": bool(data.get("categories")),
        "track": bool(data.get("tracks")),
        "hearing": hearing,
    }
    return {
        *(name for name, has_matter in asked.items() if not has_matter),
        *(() if _gives_money(data) else MONEY),
    }


def _gives_money(data: Node) -> bool:
    """Whether some tier wins money; what is written wrongly is judged elsewhere."""
    tiers = data.get("tiers")
    listed = [one for one in tiers if isinstance(one, Node)] if isinstance(tiers, list) else []
    outcomes = [one.get("outcomes", ["money"]) for one in listed]
    return not listed or any("money" in of for of in outcomes if isinstance(of, list))


def _inherit(form: Node) -> None:
    """Audience, personal class and blindness said of a section hold for its fields."""
    sections = form.get("sections", [])
    for section in sections if isinstance(sections, list) else []:
        if not isinstance(section, Node):
            continue
        said = {key: section.pop(key) for key in INHERITED_KEYS if key in section}
        fields = section.get("fields", [])
        for field in fields if isinstance(fields, list) else []:
            if isinstance(field, Node):
                for key, value in said.items():
                    if key not in field:
                        field.put(key, value, section.lines[key])
