"""The house's own files, read once, for the tests that inspect them."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, TEMPLATES = ROOT / "creator", ROOT / "templates"
_NOT_OURS = {".venv", ".git", ".hypothesis", "__pycache__", "node_modules"} | {
    "instance",
    "vendor",
    "dist",
    "_home",
}
_TEXTS = {".py", ".toml", ".html", ".txt", ".md", ".css", ".js", ".po", ".pot", ".yml", ".sh", ""}


@cache
def sources(*folders: str) -> dict[str, str]:
    """Our Python files by their path in the repository; generated migrations left out."""
    found = {}
    for folder in folders or ("creator",):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not _NOT_OURS & set(path.parts) and "versions" not in path.parts:
                found[name(path)] = path.read_text("utf-8")
    return found


@cache
def trees(*folders: str) -> dict[str, ast.Module]:
    return {path: ast.parse(text) for path, text in sources(*folders).items()}


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of every file, with its path."""
    for path, tree in trees(*folders).items():
        for node in ast.walk(tree):
            yield path, node


@cache
def templates() -> dict[str, str]:
    """Templates by the name under which they are rendered."""
    found = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in found}


@cache
def texts() -> dict[str, str]:
    """Everything people can read in the repository."""
    found = {}
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [one for one in inside if one not in _NOT_OURS and not one.endswith("_cache")]
        for file in files:
            path = Path(folder, file)
            if path.suffix in _TEXTS and file != "LICENSE":
                found[name(path)] = path.read_text("utf-8")
    return found


@cache
def states() -> frozenset[str]:
    """The ids of all states of all lifecycles."""
    files = (ROOT / "workflows" / "lifecycles").glob("*.toml")
    read = [tomllib.loads(path.read_text("utf-8")) for path in files]
    return frozenset(state["id"] for lifecycle in read for state in lifecycle.get("state", []))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def place(path: str, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)}"


def without_comments(template: str) -> str:
    return re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
