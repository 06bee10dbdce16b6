"""Reads files in processes of their own, within bounds of memory and time.

A file that hangs, eats memory or kills its reader costs that reader alone: it is replaced, and the
file is given back unread with the reason.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import IO, Any, Generic, Literal, TypeVar

from schemas.errors import TransientError
from warehouse.reading_process import READY

__all__ = ["Limits", "Reason", "Unread", "read_apart"]

T = TypeVar("T")

READERS = 2
FILES_WORTH_A_READER = 40
"""Starting a process costs as much as reading so many files; a small inbox gets one."""
_START_SECONDS = 60.0
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)
"""How a Rust library ends when it gets no memory, and how the kernel ends who took the last of it.
"""
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from warehouse.reading_process import serve; serve()"
)


@dataclass(frozen=True)
class Limits:
    """What one file may take: memory on top of what the reader has before it, and time."""

    memory_mb: int
    seconds: int


Reason = Literal["memory", "time", "crash"]


@dataclass(frozen=True)
class Unread:
    """A file that its reader did not survive, or could not read within the limits."""

    reason: Reason


def read_apart(
    read: Callable[[bytes, str], T],
    files: Sequence[tuple[bytes, str]],
    limits: Limits,
    told: Callable[[int, int], None],
) -> list[T | Unread]:
    """`read(content, name)` for each of `files`, in their order.

    `read` must be a function of a module, its results must be picklable. `told` hears how many are
    done, and of how many. A file that ends its reader is tried once more in a new one, for the
    machine may have been at fault. Raises TransientError when no reader can be started.
    """
    if not files:
        return []
    work: _Work[T] = _Work(files, deque(range(len(files))))
    instructions = pickle.dumps((read, limits.memory_mb * 2**20, limits.seconds))
    count = min(READERS, os.cpu_count() or 1, 1 + len(files) // FILES_WORTH_A_READER)
    with ExitStack() as stack:
        readers: set[_Reader] = set()

        def start() -> None:
            readers.add(stack.enter_context(_Reader(instructions, limits.seconds)))

        for _ in range(count):
            start()
        while work.is_open:
            for reader, answer in list(_answers(readers)):
                if not work.take(reader.job, answer):
                    reader.end()
                    readers.remove(reader)
                    start()
                elif work.left:
                    number = work.left.popleft()
                    reader.give(number, *files[number])
                else:
                    readers.remove(reader)
                told(len(work.results), len(files))
    return [work.results[number] for number in range(len(files))]


@dataclass
class _Work(Generic[T]):
    """Files still to read by number, and what became of the others."""

    files: Sequence[tuple[bytes, str]]
    left: deque[int]
    results: dict[int, T | Unread] = field(default_factory=dict)
    tried_again: set[int] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return len(self.results) < len(self.files)

    def take(self, job: int | None, answer: Any) -> bool:
        """Notes an answer; whether its reader can go on."""
        if job is None:
            if answer != READY:
                raise TransientError(
                    "The program that opens files could not be started; see that the machine has"
                    " memory left, then call again."
                )
            return True
        reason, content = answer
        if reason == "read":
            self.results[job] = content
            return True
        if reason != "time" and job not in self.tried_again:
            self.tried_again.add(job)
            self.left.appendleft(job)
        else:
            self.results[job] = Unread(reason)
        return False


class _Reader:
    """A process that reads one file at a time."""

    def __init__(self, instructions: bytes, seconds: int) -> None:
        # Nothing of the environment: it may hold keys, and a hostile file has no use for them.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        )
        self._seconds = seconds
        self.job: int | None = None
        self.deadline = time.monotonic() + _START_SECONDS
        self._say(instructions)

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def answers(self) -> IO[bytes]:
        """The stream on which it answers."""
        assert self._process.stdout is not None
        return self._process.stdout

    def give(self, job: int, content: bytes, name: str) -> None:
        """Lets it read a file."""
        self.job = job
        self.deadline = time.monotonic() + self._seconds
        self._say(pickle.dumps((content, name)))

    def answer(self) -> Any:
        """What it says; waits for it. When it has died, (why, None)."""
        try:
            return pickle.load(self.answers)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            return "memory" if -code in _OUT_OF_MEMORY else "crash", None

    def end(self) -> None:
        """Kills it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()

    def _say(self, message: bytes) -> None:
        assert self._process.stdin is not None
        # One that has died is found out when its answer is awaited.
        with suppress(OSError):
            self._process.stdin.write(message)
            self._process.stdin.flush()


def _answers(readers: set[_Reader]) -> Iterator[tuple[_Reader, Any]]:
    """Waits until some readers have answered, died or run out of time."""
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.answers, selectors.EVENT_READ, reader)
        patience = min(reader.deadline for reader in readers) - time.monotonic()
        ready = [key.data for key, _ in selector.select(max(patience, 0.0))]
    for reader in ready:
        yield reader, reader.answer()
    now = time.monotonic()
    for reader in readers.difference(ready):
        if reader.deadline <= now:
            yield reader, ("time", None)
