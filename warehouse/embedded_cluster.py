"""The Postgres cluster of a home: which one it is, where it lies, its making and removal.

    <home>/postgres/cluster.json   the cluster's random id, and whether it has been made
    <home>/keys/postgres.json      the password of its superuser
    ordinary user                  data in <home>/postgres/data, socket in /tmp/sunday-<uid>-<…>
    root                           data and socket in /var/lib/sunday/<id>, kept by the account
                                   that runs the server

Nothing here takes a lock: callers hold the home's (see `warehouse.embedded_postgres`).
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import TerminalError
from warehouse import embedded_binaries
from warehouse.embedded_binaries import (
    Account,
    Binaries,
    refuse_nameless_account,
    server_account,
)
from warehouse.embedded_secrets import new_password, sync_folder, write_private

__all__ = [
    "SUPERUSER",
    "Cluster",
    "assign_cluster",
    "find_cluster",
    "make_cluster",
    "make_socket_folder",
    "remove_cluster",
]

SUPERUSER = "sunday"
FIRST_WITH_BUILTIN_LOCALES = 17


@dataclass(frozen=True)
class Cluster:
    """The cluster `cluster_id` of `home`, whose files lie in `folder`.

    `account` runs its server (None: the caller's own). `is_made` is False until it exists.
    """

    home: Path
    cluster_id: str
    is_made: bool
    folder: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """Where Postgres keeps everything, 0700."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says; never a statement or a value."""
        return self.home / "logs" / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Where the next start puts the socket: short, because a socket's path has 107 bytes."""
        if self.account is not None:
            return self.folder / "socket"
        # With the path in it, a copied home is a second cluster with a socket of its own.
        name = hashlib.sha256(f"{self.cluster_id} {self.data}".encode()).hexdigest()[:8]
        return Path(f"/tmp/sunday-{os.geteuid()}-{name}")


def find_cluster(home: Path) -> Cluster | None:
    """Give the cluster that belongs to the home; None if it has none yet.

    Raises TerminalError if cluster.json cannot be understood, if the cluster is another account's
    or, for root, if the home is a copy of another that uses the same cluster.
    """
    identity = _read_identity(home)
    if identity is None:
        return None
    cluster = _cluster(home, *identity)
    if cluster.account is not None:
        _refuse_copied_home(cluster)
    return cluster


def assign_cluster(home: Path) -> Cluster:
    """Give a home without cluster.json the id of a cluster still to be made.

    Data that lie there without an id are set aside, not deleted.
    """
    cluster = _cluster(home, secrets.token_hex(16), is_made=False)
    if cluster.data.exists():
        cluster.data.rename(cluster.folder / f"data-without-id-{secrets.token_hex(4)}")
    _write_identity(cluster)
    return cluster


def make_cluster(cluster: Cluster, binaries: Binaries) -> Cluster:
    """Make sure that the cluster exists and suits `binaries`; give it with `is_made` True.

    It is made in a temporary folder and renamed into place, so that it is whole or not there.
    Raises TerminalError if that fails, if a cluster made earlier has gone, or if another major
    version of Postgres made it.
    """
    if cluster.account is not None:
        _claim_system_folder(cluster, cluster.account)
    if not cluster.data.is_dir():
        if cluster.is_made:
            raise TerminalError(
                f"The database of this home is no longer in {cluster.data}: put it back, or run "
                "`sunday stop --remove` to start again with an empty one."
            )
        _initialise(cluster, binaries)
    if not cluster.is_made:
        cluster = _cluster(cluster.home, cluster.cluster_id, is_made=True)
        _write_identity(cluster)
    made_by = (cluster.data / "PG_VERSION").read_text().strip()
    if made_by != str(binaries.major_version):
        raise TerminalError(
            f"Postgres {made_by} made the database of this home and {binaries.folder} is Postgres "
            f"{binaries.major_version}: set SUNDAY_POSTGRES_BIN to a Postgres {made_by}."
        )
    return cluster


def make_socket_folder(cluster: Cluster) -> Path:
    """Make the cluster's socket folder anew, empty and 0700, for a server about to start.

    Raises TerminalError if somebody else has put something in its place.
    """
    folder = cluster.socket_folder
    owner = cluster.account.uid if cluster.account else os.geteuid()
    if os.path.lexists(folder):
        if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != owner:
            raise TerminalError(f"{folder} is in the way of the database's socket: remove it.")
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    _give(folder, cluster.account)
    return folder


def remove_cluster(cluster: Cluster) -> None:
    """Delete the files of a cluster whose server is stopped, its password and its id."""
    shutil.rmtree(cluster.socket_folder, ignore_errors=True)
    _remove_half_made(cluster.folder)
    own_folder = cluster.data if cluster.account is None else cluster.folder
    if own_folder.exists():
        shutil.rmtree(own_folder)
    (cluster.home / "keys" / "postgres.json").unlink(missing_ok=True)
    (cluster.home / "postgres" / "cluster.json").unlink(missing_ok=True)


def _cluster(home: Path, cluster_id: str, is_made: bool) -> Cluster:
    account = server_account()
    if account is None:
        return Cluster(home, cluster_id, is_made, home / "postgres", None)
    inside = home / "postgres" / "data"
    if inside.exists():
        raise TerminalError(
            f"The database in {inside} belongs to the account {inside.owner()}: "
            "run the command as that account, not as root."
        )
    folder = embedded_binaries.SYSTEM_FOLDER / cluster_id
    return Cluster(home, cluster_id, is_made, folder, account)


def _read_identity(home: Path) -> tuple[str, bool] | None:
    path = home / "postgres" / "cluster.json"
    try:
        document = json.loads(path.read_text())
        cluster_id, is_made = document["id"], document["is_made"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise _broken_identity(path) from error
    if not re.fullmatch(r"[0-9a-f]{32}", str(cluster_id)):  # it becomes part of a path
        raise _broken_identity(path)
    return cluster_id, bool(is_made)


def _broken_identity(path: Path) -> TerminalError:
    return TerminalError(
        f"{path} cannot be understood: restore it, or delete it to get an empty database."
    )


def _write_identity(cluster: Cluster) -> None:
    document = {"id": cluster.cluster_id, "is_made": cluster.is_made}
    write_private(cluster.home / "postgres" / "cluster.json", json.dumps(document) + "\n")


def _claim_system_folder(cluster: Cluster, account: Account) -> None:
    """Make root's folder of the cluster, which the account may enter and only root may change."""
    if cluster.is_made and not cluster.folder.is_dir():
        return
    embedded_binaries.SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    cluster.folder.mkdir(mode=0o710, exist_ok=True)
    os.chown(cluster.folder, 0, account.gid)
    cluster.folder.chmod(0o710)
    if cluster.home != _claimed_by(cluster):
        write_private(cluster.folder / "home", f"{cluster.home}\n")


def _claimed_by(cluster: Cluster) -> Path | None:
    path = cluster.folder / "home"
    return Path(path.read_text().removesuffix("\n")) if path.exists() else None


def _refuse_copied_home(cluster: Cluster) -> None:
    """As root a copied home has the original's id, so both would use one cluster."""
    other = _claimed_by(cluster)
    if other is None or not other.is_dir() or other.samefile(cluster.home):
        return
    identity = _read_identity(other)
    if identity is not None and identity[0] == cluster.cluster_id:
        raise TerminalError(
            f"{cluster.home} is a copy of {other} and would use its database: delete "
            f"{cluster.home / 'postgres' / 'cluster.json'} to give the copy an empty one."
        )


def _initialise(cluster: Cluster, binaries: Binaries) -> None:
    _remove_half_made(cluster.folder)
    if cluster.account is None:
        refuse_nameless_account()
    begin = cluster.log.stat().st_size
    making = Path(tempfile.mkdtemp(prefix="making-", dir=cluster.folder))
    try:
        password = making / "password"
        write_private(password, new_password(cluster.home) + "\n")
        _give(making, cluster.account)
        _give(password, cluster.account)
        if not any(
            _run_initdb(cluster, binaries, making, locale)
            for locale in _locales(binaries.major_version)
        ):
            why = _reason(cluster.log, begin)
            raise TerminalError(
                f"Postgres could not make a database in {cluster.folder} ({why}): "
                f"put that right, or read more at the end of {cluster.log}."
            )
        (making / "data").rename(cluster.data)
        sync_folder(cluster.folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _reason(log: Path, begin: int) -> str:
    """The last error that `initdb` told the log after byte `begin`, in its own words."""
    said = log.read_bytes()[begin:].decode(errors="replace")
    errors = re.findall(r"(?:error|FATAL|PANIC):\s+(.+)", said)
    return str(errors[-1]).strip().rstrip(".") if errors else "it gave no reason"


def _run_initdb(cluster: Cluster, binaries: Binaries, making: Path, locale: list[str]) -> bool:
    arguments = [
        f"--pgdata={making / 'data'}",
        f"--username={SUPERUSER}",
        f"--pwfile={making / 'password'}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *locale,
    ]
    with cluster.log.open("ab") as log:
        return binaries.run("initdb", *arguments, log=log)


def _locales(major_version: int) -> list[list[str]]:
    if major_version >= FIRST_WITH_BUILTIN_LOCALES:
        return [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]  # not every machine has the first


def _remove_half_made(folder: Path) -> None:
    for half_made in folder.glob("making-*"):
        shutil.rmtree(half_made)


def _give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)
