"""The pseudonym key: with it keyed hashes are made, and it never enters the database."""

from __future__ import annotations

import os
import secrets

from schemas.errors import TerminalError
from schemas.settings import Settings
from warehouse.embedded_secrets import write_private

__all__ = ["pseudonym_key"]


def pseudonym_key(settings: Settings) -> bytes:
    """The key of the settings, else that of HOME/keys/pseudonym, which is made on first use (0600).

    Raises TerminalError when the file is there but cannot be read or is empty.
    """
    if settings.pseudonym_key is not None:
        return settings.pseudonym_key.get_secret_value().encode()
    path = settings.home / "keys" / "pseudonym"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(path.parent, 0o700)
        write_private(path, secrets.token_hex(32) + "\n")
    try:
        key = path.read_text(encoding="ascii").strip().encode()
    except (OSError, UnicodeDecodeError):
        key = b""
    if not key:
        raise TerminalError(
            f"The pseudonym key {path} cannot be read; restore it from a backup, because without it"
            " corrected files cannot be recognised."
        )
    return key
