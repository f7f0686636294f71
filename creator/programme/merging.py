"""Putting one piece of file data over another, and taking pieces out of it."""

from creator.programme.nodes import Node, Value


def merged(base: Value, own: Value) -> Value:
    """`own` over `base`: tables key by key, lists of things with ids item by item, else `own`."""
    if isinstance(base, Node) and isinstance(own, Node):
        result = base.copy()
        result.line, result.path = own.line, own.path
        result.lines = dict.fromkeys(base, own.line)
        for key, value in own.items():
            inner = merged(base[key], value) if key in base else value
            result.put(key, inner, own.lines.get(key, own.line))
        return result
    if isinstance(base, list) and isinstance(own, list) and _have_ids([*base, *own]):
        return _merged_by_id(base, own)
    return own


def _have_ids(items: list[Value]) -> bool:
    return all(isinstance(item, Node) and "id" in item for item in items)


def _merged_by_id(base: list[Value], own: list[Value]) -> list[Value]:
    """Items of the preset in their order, changed where the programme repeats the id, then new
    ones. Two own items of one id both stay, so that the checker can name the second."""
    result = list(base)
    places = {_id(item): i for i, item in enumerate(base)}
    for item in own:
        at = places.pop(_id(item), None)
        if at is None:
            result.append(item)
        else:
            result[at] = merged(result[at], item)
    return result


def _id(item: Value) -> str:
    return str(item.get("id", "")) if isinstance(item, Node) else ""


def without(node: Node, ids: set[str]) -> set[str]:
    """Take items with these ids out of every list below; returns the ids that were found."""
    found: set[str] = set()
    for key, value in node.items():
        if isinstance(value, Node):
            found |= without(value, ids)
        elif isinstance(value, list):
            found |= {_id(item) for item in value if _id(item) in ids}
            node[key] = kept = [item for item in value if _id(item) not in ids]
            for item in kept:
                found |= without(item, ids) if isinstance(item, Node) else set()
    return found
