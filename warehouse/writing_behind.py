"""One transaction that is written while the run goes on.

Of what publishing takes, most is Postgres at work: the run can link and count meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg

from warehouse.database import Database, clear_errors

__all__ = ["Behind", "written_behind"]

Result = TypeVar("Result")


class Behind:
    """The transaction: `cursor` may be used after `wait`, and by what is done behind."""

    def __init__(self, cursor: psycopg.Cursor[Any], writer: ThreadPoolExecutor) -> None:
        self.cursor = cursor
        self._writer = writer
        self._begun: list[Future[Any]] = []

    def write(self, step: Callable[..., Result], *args: Any) -> Future[Result]:
        """Does `step(*args)` after all that was given before, while the caller goes on.

        Where an earlier step failed it is not done, and its result is that failure.
        """
        begun = self._writer.submit(_after, self._begun[-1:], step, *args)
        self._begun.append(begun)
        return begun

    def wait(self) -> None:
        """Returns when all is done; raises what the first step that failed raised."""
        for step in self._begun:
            step.result()


def _after(earlier: Iterable[Future[Any]], step: Callable[..., Result], *args: Any) -> Result:
    for begun in earlier:
        begun.result()
    return step(*args)


@contextmanager
def written_behind(database: Database) -> Iterator[Behind]:
    """A transaction of its own: committed at the end, rolled back on any error, here or behind."""
    with (
        clear_errors(is_embedded=database.is_embedded),
        psycopg.connect(database.url) as connection,
        connection.cursor() as cursor,
        ThreadPoolExecutor(1, "publishing") as writer,
    ):
        behind = Behind(cursor, writer)
        try:
            yield behind
            behind.wait()
        except BaseException:
            # What will be rolled back need not be finished first.
            writer.shutdown(wait=False, cancel_futures=True)
            connection.cancel_safe()
            raise
