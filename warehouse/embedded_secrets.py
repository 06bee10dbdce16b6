"""The embedded server's small private files, and the password of its superuser.

The password lies in `<home>/keys/postgres.json`, apart from the data that it opens.
"""

import json
import os
import secrets
import tempfile
from pathlib import Path

from schemas.errors import TerminalError

__all__ = ["new_password", "read_password", "sync_folder", "write_private"]


def read_password(home: Path) -> str:
    """Give the superuser's password. Raises TerminalError if its file is missing or broken."""
    path = home / "keys" / "postgres.json"
    try:
        return str(json.loads(path.read_text())["password"])
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise TerminalError(
            f"The database password in {path} cannot be read: restore that file, or run "
            "`sunday stop --remove` to start again with an empty database."
        ) from error


def new_password(home: Path) -> str:
    """Choose the superuser's password, keep it in the home's keys and give it."""
    password = secrets.token_urlsafe(32)
    folder = home / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    write_private(folder / "postgres.json", json.dumps({"password": password}) + "\n")
    return password


def write_private(path: Path, text: str) -> None:
    """Write a 0600 file whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
