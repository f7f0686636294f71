"""Full-width letters, digits and signs, as Chinese keyboards write them, made plain.

Nothing else is changed. Unicode's own NFKC would go further and make 92 of `9²`.
"""

_FIRST, _LAST, _BLANK = "！", "～", "\u3000"
_APART = ord(_FIRST) - ord("!")
_PLAIN = {code: code - _APART for code in range(ord(_FIRST), ord(_LAST) + 1)} | {ord(_BLANK): " "}


def half_width(text: str) -> str:
    """`９０．５` becomes `90.5`."""
    return text.translate(_PLAIN)
