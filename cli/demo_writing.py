"""A campaign's workbooks, written in a process of their own while earlier Sundays are run."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import SundayError, TransientError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import pandas as pd

    from samples import CampaignPlan

__all__ = ["written_ahead"]


@contextmanager
def written_ahead(
    plan: CampaignPlan, units: pd.DataFrame, folder: Path, sundays: Collection[date]
) -> Iterator[Iterator[Any]]:
    """What another process has ready: first the rosters, {branches, teams}, as they are loaded;
    then each of `sundays`, once all its workbooks lie in `folder/YYYY-MM-DD`.

    The iterator raises TransientError when the workbooks cannot be written. With the block the
    process ends and `folder` goes.
    """
    shutil.rmtree(folder, ignore_errors=True)  # half of a Sunday, where the last demo was killed
    # A fork would copy the database's connection and Prefect's threads.
    spawning = multiprocessing.get_context("spawn")
    heard, said = spawning.Pipe(duplex=False)
    arguments = (plan, units, folder, sundays, said)
    process = spawning.Process(target=_write, args=arguments, daemon=True)
    process.start()
    said.close()
    try:
        yield _answers(heard)
    finally:
        process.terminate()
        process.join()
        heard.close()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(heard: Connection) -> Iterator[Any]:
    while True:
        try:
            answer = heard.recv()
        except EOFError:
            raise TransientError(
                "The process that writes the demo's workbooks has died; see that the machine has"
                " memory left, then call again to go on."
            ) from None
        if isinstance(answer, SundayError):
            raise answer
        yield answer


def _write(
    plan: CampaignPlan,
    units: pd.DataFrame,
    folder: Path,
    sundays: Collection[date],
    said: Connection,
) -> None:
    from samples import generate_campaign, workbooks_by_sunday
    from warehouse.landing import write_inbox

    # Ctrl-C is for the command, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        campaign = generate_campaign(plan, units)
        said.send({"branches": campaign.branches, "teams": campaign.teams})
        for sunday, workbooks in workbooks_by_sunday(campaign):
            if sunday in sundays:
                for path, content in workbooks:
                    write_inbox(folder, path, content)
                said.send(sunday)
    except OSError as error:
        with suppress(OSError):  # nobody may be listening any more
            said.send(
                TransientError(
                    f"The demo's workbooks cannot be written ({error.strerror}); free some room,"
                    " then call again to go on."
                )
            )
