"""The server under measurement: `creator serve` in a process tree of its own, and what it uses."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
COMMAND = [str(Path(sys.executable).with_name("creator"))]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of processor time used so far by its processes."""
        return sum(map(_cpu, family(self.pid)))

    def memory(self) -> float:
        """Proportional share of memory of its processes, in MiB."""
        return sum(map(_pss, family(self.pid)))


@contextmanager
def running(folder: Path, database: str, processes: int) -> Iterator[Server]:
    """`creator serve` over this data, until the block ends."""
    port = _free_port()
    known = {
        "CREATOR_DATA_DIR": str(folder),
        "CREATOR_DATABASE": database,
        "CREATOR_STRONG_MINUTES": "600",
        "CREATOR_CONTACT": "社会组织服务中心 029-0000000",
    }
    more = ["--processes", str(processes)] if processes > 1 else []
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port), *more],
            env={**os.environ, **known},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(process, port, folder / "server.log")
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            if time.monotonic() > limit or process.poll() is not None:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.1)


def family(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def postgres_cpu() -> float:
    """Seconds of processor time of the database server that this process started."""
    names = {pid: _name(pid) for pid in family(os.getpid())}
    return sum(_cpu(pid, dead=True) for pid, name in names.items() if name == "postgres")


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """The fields of /proc/…/stat after the name: state, parent, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int, *, dead: bool = False) -> float:
    stat = _stat(pid)
    return sum(map(int, stat[11 : 15 if dead else 13])) / _TICK


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
