"""A stage of a run, measured beside its naive form after both gave the same output."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["Measured", "Stage", "measure", "table_of"]

T = TypeVar("T")


@dataclass(frozen=True)
class Stage(Generic[T]):
    """Two ways to do the same; `assert_same` raises AssertionError when they do not. `close` ends
    what they work with.
    """

    name: str
    naive: Callable[[], T]
    ours: Callable[[], T]
    assert_same: Callable[[T, T], None]
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Measured:
    """CPU seconds of a stage, of this process alone: a busy machine changes them least."""

    name: str
    naive: float
    ours: float


def measure(stages: Iterable[Stage[Any]]) -> Iterator[Measured]:
    """Each stage in turn; raises AssertionError, naming no value, where outputs differ."""
    for stage in stages:
        try:
            yield _measured(stage)
        finally:
            stage.close()


def _measured(stage: Stage[Any]) -> Measured:
    expected, naive = _timed(stage.naive)
    found, _ = _timed(stage.ours)
    try:
        stage.assert_same(expected, found)
    except AssertionError:
        raise AssertionError(f"{stage.name}: the two forms differ") from None
    # Once more, for the first call loads what the others find loaded.
    _, ours = _timed(stage.ours)
    return Measured(stage.name, naive, ours)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def table_of(measured: Iterable[Measured]) -> Iterator[str]:
    """The lines of a table, each as soon as its stage is done."""
    yield f"{'stage':<44}{'naive':>10}{'ours':>10}{'ratio':>8}"
    for stage in measured:
        ratio = stage.naive / stage.ours if stage.ours else float("inf")
        yield f"{stage.name:<44}{stage.naive:>8.2f} s{stage.ours:>8.2f} s{ratio:>8.1f}"
