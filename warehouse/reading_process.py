"""The process that opens files for a run: what a file does to it, it does not do to the run.

Started by `warehouse.reading_apart`. It imports nothing but what the reading function needs.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

__all__ = ["READY", "serve"]

READY = "ready"
_GRACE = 5
"""Seconds after which a process whose run has died, and so cannot end it, ends itself."""


def serve() -> None:
    """Takes (content, name) from stdin and answers on stdout with ('read', what was read).

    First it takes the reading function (by reference), memory in bytes and seconds, and answers
    READY. What cannot be read within the memory is answered by ('memory', None), what raises by
    ('crash', None); the process is ended by its parent then.
    """
    questions = sys.stdin.buffer
    answers = _stdout_alone()
    # A dump of memory on disk would hold personal data.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read, memory, seconds = pickle.load(questions)
    gc.freeze()
    gc.set_threshold(100_000)
    _send(answers, pickle.dumps(READY))
    while True:
        _limit_memory(memory)
        try:
            content, name = pickle.load(questions)
        except EOFError:
            return
        signal.alarm(int(seconds) + _GRACE)
        _send(answers, _answer(read, content, name))
        signal.alarm(0)


def _answer(read: Callable[[bytes, str], object], content: bytes, name: str) -> bytes:
    try:
        return pickle.dumps(("read", read(content, name)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory", None))
    except Exception:
        return pickle.dumps(("crash", None))


def _stdout_alone() -> BinaryIO:
    """What was stdout; whatever else is printed goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(message)
    answers.flush()


def _limit_memory(memory: int) -> None:
    """So much more than now, and the kernel gives no more (Linux tells the size now).

    The limit is on addresses, not on pages in use: it holds before anything is touched, so no
    file can take the machine's memory between two looks at it.
    """
    try:
        with open("/proc/self/statm", "rb") as sizes:
            now = int(sizes.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
