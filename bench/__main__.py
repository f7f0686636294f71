"""`./run bench`: requests a second, response times, processor time and queries, on both databases.

The server is `creator serve` in processes of its own; the browsers share the machine with it. Both
databases hold the same rows, and `creator check` finds nothing wrong with them.
"""

import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bench import measuring, report, server
from bench.operations import Desk, Operation
from bench.stock import Stock, move, need_sound, seed, timed
from creator.app import create_app
from creator.db import Database
from creator.storage import Storage
from tests import postgres

SETTINGS = ("max_wal_size=1GB", "shared_buffers=256MB")  # durable, unlike the tests' server


@dataclass(frozen=True)
class Run:
    """What is to be measured."""

    clients: int
    seconds: float
    processes: tuple[int, ...]
    only: tuple[str, ...]


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgres", "both"]), default="both")
@click.option("--proposals", default=2000, show_default=True, help="Half judged, half ranked.")
@click.option("--sheets", default=10_000, show_default=True, help="Decides how many experts.")
@click.option("--clients", default=8, show_default=True)
@click.option("--seconds", default=5.0, show_default=True, help="For each operation.")
@click.option("--processes", multiple=True, type=int, default=(1, 2), show_default=True)
@click.option("--only", multiple=True, help="Name of an operation; may be given several times.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the seeded data.")
def main(
    database: str,
    proposals: int,
    sheets: int,
    clients: int,
    seconds: float,
    processes: tuple[int, ...],
    only: tuple[str, ...],
    keep: Path | None,
) -> None:
    """How fast the program is, measured over a socket."""
    run = Run(clients, seconds, processes, only)
    with tempfile.TemporaryDirectory(prefix="creator-bench-") as folder:
        place = keep.resolve() if keep else Path(folder, "seeded")
        stock = _seeded(place, proposals, sheets)
        if database in ("sqlite", "both"):
            copied = _copied(place, Path(folder, "sqlite"))
            _measure(f"sqlite:///{copied}/creator.db", copied, stock, run)
        if database in ("postgres", "both"):
            copied = _copied(place, Path(folder, "postgres"))
            with _postgres(place) as url:
                _measure(url, copied, stock, run)


def _seeded(place: Path, proposals: int, sheets: int) -> Stock:
    """The data, made now or kept from an earlier run."""
    known = place / "stock.pickle"
    if known.exists():
        found: Stock = pickle.loads(known.read_bytes())
        return found
    place.mkdir(mode=0o700, parents=True)
    database, storage = Database(f"sqlite:///{place}/creator.db"), Storage(place / "files")
    click.echo("Seeding")
    stock = timed("seeded", lambda: seed(database, storage, proposals, sheets))
    timed("creator check finds nothing", lambda: need_sound(database, storage))
    database.dispose()
    known.write_bytes(pickle.dumps(stock))
    return stock


def _copied(place: Path, target: Path) -> Path:
    """Each measurement writes into a copy; the uploaded files are read only by `check`."""
    shutil.copytree(place, target, ignore=shutil.ignore_patterns("files", "*.pickle"))
    target.chmod(0o700)
    return target


@contextmanager
def _postgres(place: Path) -> Iterator[str]:
    # On a disk, like the other database: commits are to wait for it.
    with postgres.server(SETTINGS, Path("/tmp")) as url:
        source, target = Database(f"sqlite:///{place}/creator.db"), Database(url)
        timed("copied into PostgreSQL", lambda: move(source, target))
        timed("creator check finds nothing", lambda: need_sound(target, Storage(place / "files")))
        for one in (source, target):
            one.dispose()
        yield url


def _measure(url: str, folder: Path, stock: Stock, run: Run) -> None:
    database = Database(url)
    changed = {"DATA_DIR": str(folder), "STRONG_MINUTES": 600}
    site = create_app(changed, database=database)
    kind, parts = database.engine.dialect.name, len(run.processes) + 1
    spare = Desk(site, stock, run.clients, (parts - 1, parts))
    counted = {
        one.name: measuring.queries(site, database, one) for one in _chosen(spare.operations(), run)
    }
    for number, processes in enumerate(run.processes):
        with server.running(folder, url, processes) as running:
            desk = Desk(site, stock, run.clients, (number, parts))
            operations = _chosen(desk.operations(), run)
            measured = [measuring.measure(running, one, run.seconds) for one in operations]
            memory = running.memory()
        click.echo(f"\n{kind}, creator serve --processes {processes}, {run.clients} clients")
        click.echo(report.table(measured, counted))
        click.echo(report.failures(measured))
        click.echo(f"yardstick: a million additions take {measuring.yardstick():.0f} ms")
        click.echo(f"memory of the server (PSS): {memory:.0f} MiB")
    rate = measuring.steps_per_second(database, stock.officer, spare.waiting()[:200])
    click.echo(f"\n{kind}, steps through the gate in one process: {rate:.0f}/s")
    database.dispose()


def _chosen(operations: list[Operation], run: Run) -> list[Operation]:
    return [one for one in operations if not run.only or one.name in run.only]


if __name__ == "__main__":
    os.umask(0o077)
    main()
