"""The errors of `sunday`: what is wrong with the system, never with what a branch sent.

Bad input is data (a finding). An exception means that the system cannot do its work:

    SundayError
    ├── TransientError      try again later: the database is away, the disk is full
    └── TerminalError       somebody must act first
        ├── UsageError      the command was called with something that cannot be (exit 2)
        ├── SettingsError   settings.toml or the environment cannot be understood
        └── ReferenceRefused reference data has bad rows

Every message is one sentence that says what happened and what to do, with no personal data in it.
"""

__all__ = [
    "ReferenceRefused",
    "SettingsError",
    "SundayError",
    "TerminalError",
    "TransientError",
    "UsageError",
]


class SundayError(Exception):
    """Anything that stops a command; `str(error)` is the sentence shown to the user."""

    exit_code = 1


class TransientError(SundayError):
    """The same call may succeed later without anybody changing anything."""


class TerminalError(SundayError):
    """The same call fails until somebody changes something."""


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
