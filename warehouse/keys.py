"""The pseudonym key: with it keyed hashes are made, and it never enters the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Any

import psycopg

from schemas.errors import TerminalError
from schemas.settings import Settings
from warehouse.embedded_secrets import write_private
from warehouse.runs import last_key_mark

__all__ = ["key_mark", "pseudonym_key"]


def pseudonym_key(settings: Settings, cursor: psycopg.Cursor[Any]) -> bytes:
    """The key of the settings, else that of HOME/keys/pseudonym, which is made on first use (0600).

    Raises TerminalError when the file is there but cannot be read or is empty, and when the key is
    not the one that the runs of this database used: answers of stewards would lapse, and corrected
    files not be recognised, without a word.
    """
    path = settings.home / "keys" / "pseudonym"
    known = last_key_mark(cursor)
    if settings.pseudonym_key is not None:
        key = settings.pseudonym_key.get_secret_value().encode()
    else:
        key = _key_of(path, may_make=known is None)
    if known is not None and not hmac.compare_digest(known, key_mark(key)):
        place = path if settings.pseudonym_key is None else "SUNDAY_PSEUDONYM_KEY"
        raise TerminalError(
            f"The pseudonym key ({place}) is not that of the earlier runs of this database; restore"
            " it from a backup, because with another one stewards' answers and corrected files are"
            " not recognised."
        )
    return key


def key_mark(key: bytes) -> str:
    """What tells a key from another, and nothing of it."""
    return hmac.new(key, b"sunday: mark of the key", hashlib.sha256).hexdigest()[:32]


def _key_of(path: Path, *, may_make: bool) -> bytes:
    if may_make and not path.exists():
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
