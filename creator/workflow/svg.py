"""Writes SVG elements: every value escaped, no style attribute (the pages' CSP refuses them)."""

from collections.abc import Iterable
from html import escape


def element(name: str, *inside: str, **attributes: object) -> str:
    """`element("text", words("…"), x=3, font_size=12)`; `_` in names stands for `-`.

    `inside` must be SVG already: use `words()` for text. Attributes that are None are left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_shown(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def words(text: object) -> str:
    """Text as content: no markup in it survives."""
    return escape(str(text), quote=False)


def title(text: object) -> str:
    """The tooltip, which screen readers read."""
    return element("title", words(text))


def path(points: Iterable[tuple[float, float]], radius: float = 6) -> str:
    """The `d` of a right-angled line through these points, its corners rounded."""
    corners = _distinct(points)
    parts = [f"M{_shown(corners[0][0])} {_shown(corners[0][1])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        near, far = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{_pair(near)}Q{_pair(corner)} {_pair(far)}")
    parts.append(f"L{_pair(corners[-1])}")
    return "".join(parts)


def _distinct(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point in points:
        if not found or point != found[-1]:
            found.append(point)
    return found


def _towards(
    start: tuple[float, float], goal: tuple[float, float], most: float
) -> tuple[float, float]:
    across, down = goal[0] - start[0], goal[1] - start[1]
    length = abs(across) + abs(down)
    share = min(most, length / 2) / length
    return start[0] + across * share, start[1] + down * share


def _pair(point: tuple[float, float]) -> str:
    return f"{_shown(point[0])} {_shown(point[1])}"


def _shown(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
