"""Reading functions for `warehouse.reading_apart` that do what a hostile file might do."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time

__all__ = ["misbehave"]

_kept: list[bytearray] = []


def misbehave(content: bytes, name: str) -> str:
    """Does what `content` says; any other content is given back with the name."""
    match content:
        case b"hang":
            time.sleep(60)
        case b"hang with the interpreter held":
            ctypes.PyDLL(None).sleep(60)
        case b"eat":
            _kept.append(bytearray(300 << 20))
        case b"eat bit by bit":
            while True:
                _kept.append(bytearray(1 << 20))
        case b"abort":
            os.abort()
        case b"exit":
            os._exit(0)
        case b"leave":
            sys.exit(0)
        case b"fall":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"raise":
            raise ValueError("Nguyễn Văn A, 052099001234")
        case b"print":
            print("x" * 100_000)
            os.write(2, b"y" * 100_000)
        case b"ask":
            return f"{dict(os.environ).keys() - {'LC_CTYPE'}}"
    return f"{name}: {content.decode()}"
