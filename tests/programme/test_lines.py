"""Line numbers of keys, however they are written."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from creator.programme.lines import locate

TEXT = '''a = 1   # x = 2
"b.c".d = "y = 3 # no"
long = """
z = 4
"""
when = 2026-03-02 09:00:00
[t]
inline = { zh = "有 = ]", en = 'n}' }
list = [
  { id = "A" },  # one
  [1, 2],
  { id = "B", n = 5 },
]
[[r]]
x = 1
[[r]]
[r.sub]
y = 2
[[r.many]]
[[r.many]]
q = 3
'''


def test_every_way_of_writing_a_key() -> None:
    found = locate(TEXT)
    expected = {
        "a": 1,
        "b.c.d": 2,
        "long": 3,
        "when": 6,
        "t": 7,
        "t.inline": 8,
        "t.inline.en": 8,
        "t.list.0.id": 10,
        "t.list.1": 11,
        "t.list.2.n": 12,
        "r.0.x": 15,
        "r.1": 16,
        "r.1.sub.y": 18,
        "r.1.many.0": 19,
        "r.1.many.1.q": 21,
    }
    assert {path: found[path] for path in expected} == expected
    assert max(found.values()) == 21


def paths(data: Any, path: str = "") -> set[str]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    found = set()
    for key, value in items:
        inside = f"{path}.{key}" if path else str(key)
        found |= {inside} | (paths(value, inside) if isinstance(value, dict | list) else set())
    return found


text = st.text(st.sampled_from("ab=#[]{},' \\n中"), max_size=6)
scalar = st.one_of(st.integers(), st.booleans(), text)
value = st.recursive(
    scalar,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    ),
    max_leaves=6,
)


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(inner)},\n" for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    quoted = str(value).replace("\\", "\\\\").replace("\n", "\\n")
    return f'"{quoted}"'


@given(st.dictionaries(st.sampled_from("abcde"), value, max_size=4))
def test_exactly_the_paths_of_the_data_are_found(data: dict[str, Any]) -> None:
    text = "".join(f"{key} = {written(inner)}\n" for key, inner in data.items())
    assert set(locate(text)) == paths(tomllib.loads(text))
