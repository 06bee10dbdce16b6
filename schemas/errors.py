"""The errors of `sunday`: what is wrong with the system, never with what a branch sent.

Bad input is data (a finding). An exception means that the system cannot do its work:

    SundayError
    ├── TransientError      try again later: the database is away, the disk is full
    └── TerminalError       somebody must act first
        ├── QueryRefused    the database cannot answer an analyst's question
        ├── UsageError      the command was called with something that cannot be (exit 2)
        ├── SettingsError   settings.toml or the environment cannot be understood
        └── ReferenceRefused reference data has bad rows

Every message is one sentence that says what happened and what to do, with no personal data in it.
Any other exception is a fault of the program; `fault_of` tells of it without its message, which may
quote a value.
"""

import traceback
from pathlib import Path

__all__ = [
    "QueryRefused",
    "ReferenceRefused",
    "SettingsError",
    "SundayError",
    "TerminalError",
    "TransientError",
    "UsageError",
    "fault_of",
    "place_of",
]


class SundayError(Exception):
    """Anything that stops a command; `str(error)` is the sentence shown to the user."""

    exit_code = 1


class TransientError(SundayError):
    """The same call may succeed later without anybody changing anything."""


class TerminalError(SundayError):
    """The same call fails until somebody changes something."""


class QueryRefused(TerminalError):
    """A question that the database refuses; its words may quote what was asked for.

    `reason` is their code, which may stand in a log.
    """

    def __init__(self, words: str, reason: str) -> None:
        super().__init__(f"The query was refused: {words}.")
        self.reason = reason


class UsageError(TerminalError):
    """The command line asks for something that cannot be, such as a Sunday that is a Monday."""

    exit_code = 2


class SettingsError(TerminalError):
    """A setting cannot be read or has a value that is not allowed."""


class ReferenceRefused(TerminalError):
    """Reference data has bad rows; `problems` holds one line each: file, line, reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


_ROOMS = {"cli", "desk", "flows", "reports", "samples", "schemas", "transforms", "warehouse"}


def fault_of(error: Exception) -> TerminalError:
    """What to say of an exception that nobody foresaw."""
    return TerminalError(
        f"A fault of the program stopped it ({place_of(error)}); what was published before stands;"
        " report these words to the developers."
    )


def place_of(error: BaseException) -> str:
    """The type of an exception and where it was raised; not its words, which may quote a value."""
    root = Path(__file__).resolve().parents[1]
    places = [
        f"{Path(frame.filename).relative_to(root).as_posix()}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(root)
        and Path(frame.filename).relative_to(root).parts[0] in _ROOMS
    ]
    return type(error).__name__ + (f" in {places[-1]}" if places else "")
