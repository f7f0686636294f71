"""Habits of the house that no tool knows. A failing test names the line and what to do."""

import ast
import re
import tomllib
from statistics import median

import pytest

from tests import house

WRITTEN_BY_HAND = ("creator", "tests", "bench")


def functions() -> list[tuple[str, int]]:
    """Every function of the product and its length in lines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [(path, node) for path, node in house.nodes() if isinstance(node, kinds)]
    return [
        (f"{house.place(path, node)} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path, node in found
    ]


class TestSize:
    def test_files_stay_under_250_lines(self) -> None:
        # A test file may be longer: one journey told in one place reads better than two halves.
        long = {p: text.count("\n") for p, text in house.sources(*WRITTEN_BY_HAND).items()}
        most = {path: 320 if path.startswith("tests/") else 250 for path in long}
        assert {path: lines for path, lines in long.items() if lines > most[path]} == {}

    def test_functions_stay_under_40_lines(self) -> None:
        assert [(where, lines) for where, lines in functions() if lines > 40] == []

    def test_most_are_far_smaller(self) -> None:
        files = median(text.count("\n") for text in house.sources().values() if text.strip())
        assert files <= 85
        assert median(lines for _, lines in functions()) <= 9

    def test_pages_stay_under_80_lines(self) -> None:
        pages = house.templates().items()
        assert [page for page, text in pages if text.count("\n") > 80 and is_page(page)] == []


class TestNames:
    def test_no_module_is_called_after_nothing(self) -> None:
        nothing = re.compile(r"(^|/)(utils?|helpers?|common|misc|shared|base_?utils?)(/|\.py$)")
        # One file for the forms or tables of everybody grows without end; a folder has one each.
        everything = re.compile(r"^creator/((web|models|services)/)?(forms|models|views)\.py$")
        files = house.sources(*WRITTEN_BY_HAND)
        assert [path for path in files if nothing.search(path) or everything.search(path)] == []

    def test_an_import_inside_a_function_gives_its_reason(self) -> None:
        silent = re.compile(r"noqa: *PLC0415(?! *- +\S{2,} \S)")
        lines = [
            f"{path}:{number}"
            for path, text in house.sources().items()
            for number, line in enumerate(text.splitlines(), 1)
            if silent.search(line)
        ]
        assert lines == []


class TestTransactions:
    """What returns commits, what raises rolls back, in one place."""

    @staticmethod
    def calls(method: str, of: str = "") -> list[str]:
        """The files that call `….method()`, on something whose name ends like `of`."""
        return [
            path
            for path, node in house.nodes()
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == method
            and re.search(of, ast.unparse(node.func.value))
        ]

    def test_commit_is_written_once(self) -> None:
        assert self.calls("commit") == ["creator/db/database.py"]

    def test_nobody_else_opens_a_transaction(self) -> None:
        opened = self.calls("begin", of=r"(session|engine|connection|link|conn|bind)$")
        assert [path for path in opened if not path.startswith("creator/migrations")] == []


class TestStates:
    """Lifecycle files name states. Python asks for marks."""

    # Names of states that are also words of something else. A comparison with a state is refused
    # whatever the word.
    ALSO = {
        "open": "a button is open or shut",
        "upheld": "the ruling on an objection, a form field and the outcome of a join",
        "judged": "a group of proposals that a batch act is done to",
        "waitlisted": "a group of proposals that a batch act is done to",
        "screening": "the stem of a room",
        "hearing": "a kind of form field",
        "filed": "the legal class of a group that is filed, not registered",
        "recused": "a kind of conflict of interest",
    }
    ROOMS = tuple(
        f"creator/{room}"
        for room in ("app", "cli", "models", "rehearsal", "rules", "services", "web")
    )

    def strings(self, node: ast.AST) -> list[str]:
        """The texts of an expression; what is handed to a call there is not compared itself."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.Call):
            return []
        return [text for child in ast.iter_child_nodes(node) for text in self.strings(child)]

    @staticmethod
    def is_state(node: ast.AST) -> bool:
        """`x.state`, `state`, `from_state`, `Proposal.state`…"""
        words = {ast.Attribute: "attr", ast.Name: "id"}
        name = getattr(node, words.get(type(node), ""), "") if type(node) in words else ""
        return bool(re.fullmatch(r"(?:\w+_)?states?", name))

    def compared(self, node: ast.AST) -> list[str]:
        """The texts with which a state is compared, or which become a state."""
        match node:
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
            case ast.Assign(targets=targets, value=value):
                sides = [*targets, value]
            case ast.keyword(arg=str(arg), value=value) if re.fullmatch(r"(\w+_)?state", arg):
                return self.strings(value)
            case ast.Match(subject=subject, cases=cases) if self.is_state(subject):
                return [text for case in cases for text in self.strings(case.pattern)]
            case ast.Call(func=ast.Attribute(value=asked, attr="in_" | "not_in"), args=args):
                sides = [asked, *args]
            case _:
                return []
        if not any(self.is_state(side) for side in sides):
            return []
        return [text for side in sides if not self.is_state(side) for text in self.strings(side)]

    def test_no_state_is_compared_with_a_text(self) -> None:
        found = [
            f"{house.place(path, node)} {text}"
            for path, node in house.nodes()
            for text in self.compared(node)
            if text in house.states()
        ]
        assert found == []

    def test_no_state_is_named(self) -> None:
        from creator.rules.vocabulary import vocabulary

        words = vocabulary()
        known = {*words.marks, *words.templates, *words.moments, *words.actors, *self.ALSO}
        named = [
            f"{house.place(path, node)} {node.value}"
            for path, node in house.nodes()
            if path.startswith(self.ROOMS)
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value in house.states() - known
        ]
        assert named == []

    def test_no_template_compares_a_state(self) -> None:
        compares = re.compile(r"\bstate\s*(?:==|!=|in\b|not in\b)|(?:==|!=)\s*[\w.]*\.state\b")
        pages = house.templates().items()
        assert [page for page, text in pages if compares.search(text)] == []


def is_page(template: str) -> bool:
    return not template.startswith(("layout/", "parts/"))


class TestTemplates:
    @pytest.mark.parametrize(
        ("unwanted", "instead"),
        [
            (r"<(?:form|table|input|select|textarea)\b", "use the macros of parts/"),
            (r"\|\s*safe\b", "pass Markup from Python, or escape"),
            (r"\sstyle\s*=", "use a class: the content policy forbids inline style"),
            (r"\son[a-z]+\s*=", "use a data attribute and creator.js"),
            (r"<script(?![^>]*\ssrc=)", "the content policy forbids inline script"),
            (r"https?://(?!www\.w3\.org/)", "pages load nothing from elsewhere"),
        ],
    )
    def test_pages_keep_to_parts(self, unwanted: str, instead: str) -> None:
        by_hand = unwanted.startswith("<(?:form")
        found = [
            f"{name}: {instead}"
            for name, text in house.templates().items()
            if (is_page(name) or not by_hand)
            and re.search(unwanted, house.without_comments(text), re.IGNORECASE)
        ]
        assert found == []

    def test_every_imported_macro_is_used(self) -> None:
        imported = re.compile(r"\{%-?\s*from\s+[\"'][^\"']+[\"']\s+import\s+(.*?)-?%\}", re.DOTALL)
        unused = []
        for name, raw in house.templates().items():
            text = house.without_comments(raw)
            for words in imported.findall(text):
                for word in re.sub(r"\s+with(out)?\s+context\s*$", "", words.strip()).split(","):
                    macro = word.split(" as ")[-1].strip()
                    if len(re.findall(rf"\b{re.escape(macro)}\b", text)) < 2:
                        unused.append(f"{name}: {macro}")
        assert unused == []

    def test_every_template_is_reached(self) -> None:
        everywhere = "\n".join([*house.sources().values(), *house.templates().values()])
        lost = [name for name in house.templates() if f'"{name}"' not in everywhere]
        assert lost == []


class TestRepository:
    """It stands alone, wherever it is cloned."""

    def test_nothing_names_the_place_where_it_was_made(self) -> None:
        parts = (r"\.\./sha" "red", r"/wo" r"rk/\w", r"/tm" r"p/v\b", r"/ro" r"ot/\w")
        places = re.compile("|".join((*parts, r"\bissue" r" #\d", r"\b10\.\d+\.\d+\.\d+\b")))
        found = [
            f"{path}:{number} {line.strip()[:80]}"
            for path, text in house.texts().items()
            for number, line in enumerate(text.splitlines(), 1)
            if places.search(line)
        ]
        assert found == []

    def test_every_dependency_has_its_reason_written_down(self) -> None:
        project = tomllib.loads((house.ROOT / "pyproject.toml").read_text("utf-8"))
        extras = project["project"]["optional-dependencies"].values()
        wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
        wanted += [one for extra in extras for one in extra]
        names = {re.split(r"[\[<>=]", one)[0].lower() for one in wanted}
        reasons = (house.ROOT / "docs" / "decisions.md").read_text("utf-8").lower()
        assert {name for name in names if name not in reasons} == set()

    def test_the_lock_names_no_host(self) -> None:
        locks = sorted(house.ROOT.glob("constraints*.txt"))
        assert [lock.name for lock in locks] == ["constraints-scale.txt", "constraints.txt"]
        assert [lock.name for lock in locks if "://" in lock.read_text("utf-8")] == []
