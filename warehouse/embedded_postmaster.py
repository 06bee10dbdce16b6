"""The running server (postmaster) of a cluster: seeing it, starting it, ending it.

A process is only ever ended by its id, and only while that process works in the cluster's data
folder: the id in a `postmaster.pid` left by a crash may by now be somebody else's.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import TransientError
from warehouse.embedded_binaries import Binaries
from warehouse.embedded_cluster import Cluster, make_socket_folder

__all__ = ["PORT", "Postmaster", "end_postmaster", "find_postmaster", "start_postmaster"]

PORT = 5432  # only a part of the socket's name: nothing listens on the network
START_SECONDS = 300  # a crash can leave max_wal_size to be replayed
STOP_SECONDS = 120
ORPHAN_SECONDS = 30
SOCKET_LINE = 4  # of postmaster.pid, counted from 0
LOG_BYTES = 10_000_000
POLL_SECONDS = 0.01

# Given at every start instead of written into the cluster, so that a new release of sunday
# changes them everywhere. The log keeps errors of statements out: they quote citizens' data.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "max_wal_size": "2GB",
    # A container's /dev/shm has 64 MB, too small for a parallel hash join.
    "dynamic_shared_memory_type": "sysv",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_checkpoints": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Postmaster:
    """A live server: its process id and the folder of its socket."""

    process_id: int
    socket_folder: Path


def find_postmaster(cluster: Cluster) -> Postmaster | None:
    """Give the cluster's server if it is alive, also while it starts, recovers or shuts down."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not lines or not lines[0].isdecimal() or not _works_in(int(lines[0]), cluster.data):
        return None
    folder = "".join(lines[SOCKET_LINE : SOCKET_LINE + 1])
    return Postmaster(int(lines[0]), Path(folder) if folder else cluster.socket_folder)


def start_postmaster(cluster: Cluster, binaries: Binaries) -> Postmaster:
    """Start the server of a made cluster that has none, detached from this process.

    What a crash left behind is cleared first. Raises TransientError, which names the log, if
    the server does not come up.
    """
    _clear_crash(cluster)
    _rotate_log(cluster.log)
    settings = SERVER_SETTINGS | {"unix_socket_directories": str(make_socket_folder(cluster))}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    # pg_ctl gives the server to init, so that a crashed one is no zombie child of a command.
    arguments = ["--silent", "--wait", f"--timeout={START_SECONDS}", f"--pgdata={cluster.data}"]
    with cluster.log.open("ab") as log:
        binaries.run("pg_ctl", "start", *arguments, f"--options={options}", log=log)
    postmaster = find_postmaster(cluster)
    if postmaster is None:
        raise TransientError(
            "The embedded Postgres did not start: "
            f"read the reason at the end of {cluster.log}, then try again."
        )
    return postmaster


def end_postmaster(cluster: Cluster) -> bool:
    """Shut the server down cleanly, ending its connections; False if none was running.

    Raises TransientError if it does not end.
    """
    postmaster = find_postmaster(cluster)
    if postmaster is None:
        return False
    os.kill(postmaster.process_id, signal.SIGINT)  # Postgres: fast shutdown
    if not _wait_until(lambda: find_postmaster(cluster) is None, STOP_SECONDS):
        raise TransientError(
            f"The embedded Postgres (process {postmaster.process_id}) has not stopped after "
            f"{STOP_SECONDS} seconds: look into {cluster.log}, then try again."
        )
    if postmaster.socket_folder.is_dir() and not any(postmaster.socket_folder.iterdir()):
        postmaster.socket_folder.rmdir()
    return True


def _clear_crash(cluster: Cluster) -> None:
    """Remove the lock file of a dead server once none of its processes is left.

    Postgres does it too, except where the dead server's id has been given to another process
    or belongs to a zombie.
    """
    lock = cluster.data / "postmaster.pid"
    if not lock.exists() or not Path("/proc/self/cwd").exists():
        return
    if not _wait_until(lambda: not _has_processes(cluster.data), ORPHAN_SECONDS):
        raise TransientError(
            f"Processes of a crashed Postgres still use {cluster.data}: "
            "wait until they have ended, then try again."
        )
    lock.unlink()


def _has_processes(data: Path) -> bool:
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return any(_works_in(number, data) for number in numbers)


def _works_in(process_id: int, data: Path) -> bool:
    """Whether the process is alive and has the data folder as its working folder."""
    try:
        if Path("/proc/self/cwd").exists():
            return Path(f"/proc/{process_id}/cwd").samefile(data)
        os.kill(process_id, 0)
    except OSError:  # ended, a zombie, or not ours
        return False
    return True


def _rotate_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(log.name + ".1"))
    log.touch(mode=0o600)


def _wait_until(is_done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
