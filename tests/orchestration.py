"""Prefect in the tests: a server, what it is asked through API and CLI, and a worker beside it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from tests.homes import Home, Said, environment

ROOT = Path(__file__).resolve().parents[1]
STARTUP_SECONDS = 120
GRACE_SECONDS = 30

T = TypeVar("T")


@dataclass(frozen=True)
class Server:
    """A Prefect server on loopback with a home of its own."""

    home: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What its clients and itself are started with."""
        return {
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
        }

    def post(self, path: str, body: Any) -> Any:
        """What the API answers; a server whose database is busy (503) is asked again."""
        for _ in range(10):
            answer = httpx.post(f"{self.url}/{path}", json=body, trust_env=False, timeout=30)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        return answer.raise_for_status().json() if answer.content else None

    def delete(self, path: str) -> None:
        """Takes an object away."""
        answer = httpx.delete(f"{self.url}/{path}", trust_env=False, timeout=30)
        answer.raise_for_status()

    def get(self, path: str) -> Any:
        """An object by its path."""
        answer = httpx.get(f"{self.url}/{path}", trust_env=False, timeout=30)
        return answer.raise_for_status().json()

    def filter(self, what: str, **body: Any) -> list[dict[str, Any]]:
        """The objects of a kind."""
        found: list[dict[str, Any]] = self.post(f"{what}/filter", body)
        return found

    def deployment(self, name: str) -> dict[str, Any]:
        """The deployment of that name."""
        (found,) = self.filter("deployments", deployments={"name": {"any_": [name]}})
        return found

    def prefect(self, *arguments: str) -> Said:
        """Run a command of the Prefect CLI in the project's folder."""
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            cwd=ROOT,
            env=environment(self.environment),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def sunday(self, home: Home, *arguments: object, **more: str) -> Said:
        """Run the console script as a client of this server."""
        command = [Path(sys.executable).with_name("sunday"), *arguments]
        return home.start(command, home.variables(more) | self.environment)


@contextmanager
def background(
    arguments: list[str],
    folder: Path,
    variables: Mapping[str, str],
    log: Path,
    grace: float = GRACE_SECONDS,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Prefect that runs meanwhile, and is ended by its process id."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=folder,
            env=environment(variables),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if httpx.get(f"{server.url}/health", trust_env=False, timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    pytest.fail(f"no Prefect server within {STARTUP_SECONDS} s: {log.read_text(encoding='utf-8')}")


def wait_for(what: str, seconds: float, found: Callable[[], T | None]) -> T:
    """What `found` gives as soon as it gives anything; the test fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = found()
        if result is not None:
            return result
        time.sleep(0.2)
    pytest.fail(f"no {what} within {seconds} s")
