"""Printing what was measured, beside the targets."""

from collections.abc import Mapping, Sequence

from bench.measuring import Measured

P95 = 150.0  # ms, with 8 clients
STEPS = {"sqlite": 100, "postgresql": 60}
"""Transitions a second through the web."""
MOST_QUERIES = {"list": 4, "proposal": 6}
BARE = {
    "list": 4.8, "proposal": 2.8, "submit": 3.0, "transition": 2.9, "save a sheet": 2.5,
}  # fmt: skip
"""CPU-ms of bare Flask + SQLAlchemy + transitions (no forms, no CSRF, no audience) on the machine
on which `docs/performance.md` was measured."""

_HEAD = ("", "req/s", "p50 ms", "p95 ms", "CPU ms", "bare", "DB ms", "queries", "KB", "errors")


def table(measured: Sequence[Measured], queries: Mapping[str, Sequence[int]]) -> str:
    """One line an operation; `!` marks what misses its target."""
    lines = [_line(one, queries.get(one.name, ())) for one in measured]
    widths = [max(len(line[at]) for line in (_HEAD, *lines)) for at in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            part.ljust(width) if at == 0 else part.rjust(width)
            for at, (part, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in (_HEAD, *lines)
    )


def failures(measured: Sequence[Measured]) -> str:
    """What went wrong, each failure once."""
    lines = [f"{one.name}: {said}" for one in measured for said in dict.fromkeys(one.errors)]
    return "\n".join(lines)


def _line(one: Measured, queries: Sequence[int]) -> tuple[str, ...]:
    bare = BARE.get(one.name)
    return (
        one.name,
        f"{one.rate:.0f}",
        f"{one.p50:.0f}",
        f"{one.p95:.0f}{_flag(one.p95 > P95)}",
        f"{one.cpu:.1f}",
        f"{bare:.1f}" if bare else "",
        f"{one.database_cpu:.1f}" if one.database_cpu else "",
        f"{_counted(queries)}{_flag(_too_many(one.name, queries))}",
        f"{one.size:.1f}",
        f"{len(one.errors)}{_flag(bool(one.errors))}",
    )


def _flag(missed: bool) -> str:
    return "!" if missed else ""


def _counted(queries: Sequence[int]) -> str:
    return "→".join(str(count) for count in dict.fromkeys(queries))


def _too_many(name: str, queries: Sequence[int]) -> bool:
    grows = len(set(queries)) > 1
    return grows or max(queries, default=0) > MOST_QUERIES.get(name, 1000)
