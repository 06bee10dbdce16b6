"""How the steps of a run are carried out, timed and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

__all__ = ["Clock", "Do", "Told"]

T = TypeVar("T")


class Do(Protocol):
    """How a step is carried out."""

    def __call__(self, name: str, step: Callable[..., T], /, *args: Any) -> T:
        """The result of `step(*args)`, told as `name`."""


class Told(Protocol):
    """Hears of the progress of a long step."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` files of `stage` are behind us."""


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Takes the time of what is done within."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - began, 3)
