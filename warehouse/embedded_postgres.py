"""The embedded Postgres: one server for each home, shared by the commands that run at a time.

The first command starts it and the last one stops it, unless it was told to keep running. Under
`<home>/postgres/`:

    lock      held (flock) while a command starts, joins, leaves or stops the server
    users/    one file for each command that uses the server, held (flock) as long as it lives,
              so that a killed command stops counting at once
    pinned    the server keeps running until `stop`
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EDQUOT, EMFILE, ENFILE, ENOMEM, ENOSPC
from pathlib import Path
from urllib.parse import quote

import psycopg

from schemas.errors import TerminalError, TransientError
from warehouse.embedded_binaries import prepare_binaries
from warehouse.embedded_cluster import (
    SUPERUSER,
    Cluster,
    assign_cluster,
    find_cluster,
    make_cluster,
    remove_cluster,
)
from warehouse.embedded_postmaster import (
    PORT,
    START_SECONDS,
    end_postmaster,
    find_postmaster,
    start_postmaster,
)
from warehouse.embedded_secrets import read_password

__all__ = ["ServerAddress", "keep_running", "running_server", "stop"]

DATABASE = "sunday"
PASSING_ERRORS = {ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE}
START_ATTEMPTS = 3
SOCKET_SECONDS = 5
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class ServerAddress:
    """How to reach a running server: its socket's folder, and the superuser's name and password."""

    socket_folder: Path
    port: int
    user: str
    password: str = field(repr=False)
    database: str

    @property
    def socket_file(self) -> Path:
        """The socket itself."""
        return self.socket_folder / f".s.PGSQL.{self.port}"

    def url(self, user: str | None = None, password: str | None = None) -> str:
        """Give a libpq address (psycopg, `psql`, `pg_dump`) for the superuser or another `user`.

        It holds the password: the superuser's, or for another user the one given, if any.
        """
        if user is None:
            user, password = self.user, password or self.password
        login = quote(user, safe="")
        if password is not None:
            login += f":{quote(password, safe='')}"
        folder = quote(str(self.socket_folder), safe="")
        database = quote(self.database, safe="")
        return f"postgresql://{login}@/{database}?host={folder}&port={self.port}"


@contextmanager
def running_server(home: Path, binaries: Path | None = None) -> Iterator[ServerAddress]:
    """Give the address of the home's server, which runs at least until the block ends.

    The home and its cluster are made if they do not exist. `binaries` is a Postgres of the
    user's own instead of the wheel's. Raises TerminalError or TransientError if there is no
    server to be had.
    """
    home = home.resolve()
    with _alone(home):
        presence = _enter(home)
        try:
            address = _start(home, binaries)
        except BaseException:
            _leave(home, presence)
            raise
    try:
        yield address
    finally:
        with _alone(home):
            _leave(home, presence)


def keep_running(home: Path, binaries: Path | None = None) -> ServerAddress:
    """Start the home's server, if need be, and let it run until `stop`; give its address.

    Raises TerminalError or TransientError if there is no server to be had.
    """
    with running_server(home, binaries) as address, _alone(home.resolve()):
        _pin(home).touch(mode=0o600)
    return address


def stop(home: Path, remove: bool = False, binaries: Path | None = None) -> bool:
    """Stop the home's server, whoever uses it; True if it ran. With `remove` delete the cluster.

    `binaries` is accepted as in the other calls, but a server is stopped without any program.
    Raises TransientError if the server does not end, TerminalError if the home cannot be used.
    """
    del binaries
    home = home.resolve()
    if not (home / "postgres").is_dir():
        return False
    with _alone(home):
        cluster = find_cluster(home)
        _pin(home).unlink(missing_ok=True)
        if cluster is None:
            return False
        has_run = end_postmaster(cluster)
        if remove:
            remove_cluster(cluster)
        return has_run


def _start(home: Path, binaries: Path | None) -> ServerAddress:
    cluster = find_cluster(home) or assign_cluster(home)
    for _ in range(START_ATTEMPTS):
        postmaster = find_postmaster(cluster)
        if postmaster is None:
            programs = prepare_binaries(binaries)
            cluster.log.parent.mkdir(mode=0o700, exist_ok=True)
            cluster.log.touch(mode=0o600)
            cluster = make_cluster(cluster, programs)
            read_password(home)  # without it a server is of no use: fail before starting it
            postmaster = start_postmaster(cluster, programs)
        password = read_password(home)
        address = ServerAddress(postmaster.socket_folder, PORT, SUPERUSER, password, DATABASE)
        connection = _connect(cluster, address)
        if connection is not None:
            _make_database(connection)
            return address
    raise TransientError(
        "The embedded Postgres stops as soon as it has started: "
        f"read the reason at the end of {cluster.log}, then try again."
    )


def _connect(cluster: Cluster, address: ServerAddress) -> psycopg.Connection | None:
    """Connect to the maintenance database, waiting while the server still starts.

    None if there is no server (any more): it was shutting down, or its socket had been deleted.
    """
    began = time.monotonic()
    while True:
        try:
            return psycopg.connect(
                host=str(address.socket_folder),
                port=address.port,
                user=address.user,
                password=address.password,
                dbname="postgres",
                autocommit=True,
            )
        except psycopg.OperationalError as error:
            waited = time.monotonic() - began
            if "password authentication failed" in str(error):
                raise TerminalError(
                    f"The password in {cluster.home / 'keys' / 'postgres.json'} is not that of "
                    "this home's database: restore that file from a backup."
                ) from error
            if find_postmaster(cluster) is None:
                return None
            if waited > SOCKET_SECONDS and not address.socket_file.exists():
                end_postmaster(cluster)
                return None
            if waited > START_SECONDS:
                raise TransientError(
                    "The embedded Postgres runs but takes no connections: "
                    f"look into {cluster.log}, run `sunday stop`, then try again."
                ) from error
        time.sleep(POLL_SECONDS)


def _make_database(connection: psycopg.Connection) -> None:
    """Create the database `sunday` if it is not there, as after a start cut short."""
    with connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if found.rowcount == 0:
            connection.execute(f"CREATE DATABASE {DATABASE}")


@dataclass(frozen=True)
class _Presence:
    path: Path
    handle: int


def _enter(home: Path) -> _Presence:
    """Count this command among the users of the server, until it leaves or dies."""
    folder = home / "postgres" / "users"
    folder.mkdir(mode=0o700, exist_ok=True)
    handle, path = tempfile.mkstemp(prefix=f"{os.getpid()}-", dir=folder)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return _Presence(Path(path), handle)


def _leave(home: Path, presence: _Presence) -> None:
    """Stop counting this command; stop the server if it was the last and nothing pins it."""
    presence.path.unlink(missing_ok=True)
    os.close(presence.handle)
    if _has_users(home) or _pin(home).exists():
        return
    cluster = find_cluster(home)
    if cluster is not None:
        end_postmaster(cluster)


def _has_users(home: Path) -> bool:
    """Whether a live command uses the server; files of dead ones met on the way are removed."""
    return any(_is_held(path) for path in (home / "postgres" / "users").glob("*"))


def _is_held(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        path.unlink()
        return False


def _pin(home: Path) -> Path:
    return home / "postgres" / "pinned"


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the home's lock; say in one sentence what the system would not do."""
    folder = home / "postgres"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
    except OSError as error:
        kind = TransientError if error.errno in PASSING_ERRORS else TerminalError
        raise kind(
            f"The embedded Postgres of {home} cannot use {error.filename or 'a file'} "
            f"({error.strerror}): put that right, then try again."
        ) from error
    except psycopg.Error as error:
        raise TransientError(
            f"The embedded Postgres of {home} failed while it was being prepared: "
            f"look into {home / 'logs' / 'postgres.log'}, then try again."
        ) from error
