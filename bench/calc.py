"""`python -m bench.calc`: how long the calculations on files take, and how much memory they need.

A case writes its files into a folder and says how it is run; the command runs as a person would
run it, in a process of its own.
"""

import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from bench import assigning
from bench.measuring import yardstick
from bench.server import COMMAND

Case = Callable[[Path], list[str]]


def score(folder: Path) -> list[str]:
    """30,000 proposals, 5 experts each out of 300, 12 criteria: 1.8 million rows."""
    chance = random.Random(1)
    with (folder / "sheets.csv").open("w", encoding="utf-8") as file:
        file.write("proposal,expert,criterion,points\n")
        for proposal in range(30_000):
            for expert in chance.sample(range(300), 5):
                for criterion in range(12):
                    mark = chance.randint(10, 40) / 4
                    file.write(f"P{proposal:05},E{expert:03},c{criterion},{mark}\n")
    items = "".join(f'[[criteria]]\nid = "c{n}"\nmax = 10\nweight = 8.3\n' for n in range(12))
    words = 'aggregate = "trimmed"\ndecimals = 2\nties = ["untrimmed_mean", "criterion:c1"]\n'
    (folder / "score.toml").write_text(words + items, "utf-8")
    return ["--sheets", "sheets.csv", "--rule", "score.toml", "-o", "out.csv"]


CASES: dict[str, Case] = {"score": score, **assigning.CASES}
"""A case is called after its command, with more behind a hyphen where there are several."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(CASES)))
def main(names: tuple[str, ...]) -> None:
    """Wall clock, processor time and the most memory of each case, with its command."""
    click.echo(f"yardstick: a million additions take {yardstick():.0f} ms")
    for name in names or sorted(CASES):
        with tempfile.TemporaryDirectory() as folder:
            command = name.partition("-")[0]
            taken = measured([command, *CASES[name](Path(folder))], folder)
            click.echo(f"{name}: {CASES[name].__doc__} {taken}")


def measured(words: list[str], folder: str) -> str:
    """What one run of `creator calc` takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([*COMMAND, "calc", *words], cwd=folder, check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{wall:.1f} s, processor {cpu:.1f} s, memory {after.ru_maxrss // 1024} MiB"


if __name__ == "__main__":
    main()
