"""docs/calc.md as tests read it: sections, tables, what stands in code marks."""

import re

from tests.house import ROOT

PAGE = (ROOT / "docs" / "calc.md").read_text("utf-8")


def section(name: str) -> str:
    """The text below `## name`."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def words_in(text: str) -> set[str]:
    """What stands in code marks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def rows_below(title: str, text: str) -> set[str]:
    """The first cells of the first table after a heading or sentence."""
    lines = text.partition(title)[2].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    names = set()
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        names |= words_in(line.split("|")[1])
    return names
