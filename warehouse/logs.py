"""The log of a home, `logs/sunday.log`: what whoever looks in the morning wants to know.

Only our own words come in, through the logger `sunday`: libraries quote values when they log.
"""

from __future__ import annotations

import logging
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from schemas.settings import TIME_ZONE, Settings

__all__ = ["LOG_FORMAT", "open_log"]

_BYTES = 5_000_000
"""Of a file of the log; it is then put aside, and five such files are kept."""


class _VietnameseTime(logging.Formatter):
    """Stamps a line with the time in Vietnam."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Such as 2023-03-05T23:00:00+07:00."""
        return datetime.fromtimestamp(record.created, TIME_ZONE).isoformat(timespec="seconds")


LOG_FORMAT = _VietnameseTime("%(asctime)s %(levelname)-7s [%(process)d] %(message)s")


class _HomeLog(RotatingFileHandler):
    """A file for the owner's eyes, made with its first line, in a home that is there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        path = home / "logs" / "sunday.log"
        super().__init__(path, maxBytes=_BYTES, backupCount=5, encoding="utf-8", delay=True)
        self.setFormatter(LOG_FORMAT)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line; a mistyped `--home` does not come into being by it."""
        if self.home.is_dir():
            super().emit(record)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written stops nothing: what cannot work says so itself."""


def open_log(settings: Settings, *more: logging.Handler) -> None:
    """Lets the logger `sunday` write to the home's log, from `log_level` on, and to `more`."""
    logger = logging.getLogger("sunday")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = False
    logger.setLevel(settings.log_level)
    for handler in (_HomeLog(settings.home), *more):
        logger.addHandler(handler)
