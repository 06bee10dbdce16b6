"""`sunday` as a process of its own: what a command took, its readers included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Took", "run_command"]

_PROGRAM = Path(sys.executable).with_name("sunday")


@dataclass(frozen=True)
class Took:
    """What a command said, and its seconds and megabytes.

    `wall` is from its start to its end, `cpu` of all its processes, `memory` the most that one of
    them held at a time (the reading processes are small). The database server is not among them.
    """

    said: dict[str, Any]
    wall: float
    cpu: float
    memory: float

    @property
    def to_commit(self) -> float:
        """Seconds from the call of `run_sunday` until its figures were committed."""
        return float(self.said["seconds"]["total"]) - self._after_commit

    @property
    def command_to_commit(self) -> float:
        """The same from the start of the command, its imports included."""
        return self.wall - self._after_commit

    @property
    def _after_commit(self) -> float:
        """Seconds in which Parquet files and the answers to branches were written."""
        seconds = self.said["seconds"]
        return float(seconds.get("parquet", 0.0) + seconds.get("answer", 0.0))


def run_command(home: Path, database_url: str, *arguments: str) -> Took:
    """Runs `sunday ARGUMENTS --json` for a home; SystemExit when it fails."""
    command = [str(_PROGRAM), "--home", str(home), *arguments, "--json"]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUNDAY_", "PREFECT_"))}
    environment = kept | {"SUNDAY_DATABASE_URL": database_url}
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"`sunday {arguments[0]}` failed; its words are above.")
        out.seek(0)
        said = json.load(out)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Took(said, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
