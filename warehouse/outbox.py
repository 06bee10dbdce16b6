"""The outbox: what each branch is told of a Sunday, in a folder of its own.

`ops.answer` says which branches a run found something out about, or nothing came from, in the
transaction that publishes it. The files are written after that, so a run that dies in between
leaves branches unanswered, and the next run answers them. Each file is there whole or not at all;
what says nothing new is not touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg

from schemas.errors import TransientError
from schemas.outcome import Difference, Place
from schemas.tables import ANSWER
from warehouse import copying
from warehouse.files import write_whole
from warehouse.report_days import ANSWERED_SUNDAY

__all__ = [
    "folder_of",
    "note_answers",
    "note_missing",
    "note_states",
    "note_written",
    "unanswered",
    "write_answer",
]

Cursor = psycopg.Cursor[Any]


def note_answers(cursor: Cursor, submission_ids: Collection[str], run_id: str) -> None:
    """Notes that the branches of these files are to be told anew of their Sundays."""
    cursor.execute(
        f"SELECT DISTINCT {ANSWERED_SUNDAY} AS sunday, branch_code FROM ops.submission"
        " WHERE submission_id = ANY(%s) AND branch_code IS NOT NULL",
        [list(submission_ids)],
    )
    rows = pd.DataFrame(cursor.fetchall(), columns=["sunday", "branch_code"])
    told = rows.assign(run_id=run_id, written_run_id=None)
    copying.upsert(cursor, ANSWER, ANSWER.conform(told))


def note_missing(cursor: Cursor, sunday: date | None, run_id: str) -> None:
    """Notes that the branches from which nothing came for a Sunday are to be reminded, once each;
    None: of no Sunday.
    """
    cursor.execute(
        "INSERT INTO ops.answer (sunday, branch_code, run_id)"
        " SELECT sunday, branch_code, %s FROM mart.submission_status"
        " WHERE sunday = %s AND state = 'missing' ON CONFLICT DO NOTHING",
        [run_id, sunday],
    )


def note_states(cursor: Cursor, states: Difference, run_id: str) -> None:
    """Notes that branches with another row of `mart.submission_status`, or none any more, are to be
    told anew, if they were told of that Sunday before.

    Whoever sent something is noted with it. This is for those who were reminded, and then were
    suspended or closed, or told of that week in another week's report.
    """
    moved = pd.concat([states.changed, states.gone])
    cursor.execute(
        "UPDATE ops.answer SET run_id = %s, written_run_id = NULL"
        " WHERE (sunday, branch_code) IN (SELECT * FROM unnest(%s::date[], %s::text[]))",
        [run_id, moved["sunday"].dt.date.tolist(), moved["branch_code"].tolist()],
    )


def unanswered(cursor: Cursor) -> list[Place]:
    """Those of whom there is more to tell than the outbox says."""
    cursor.execute(
        "SELECT sunday, branch_code FROM ops.answer"
        " WHERE written_run_id IS DISTINCT FROM run_id ORDER BY 1, 2"
    )
    return [Place(*row) for row in cursor.fetchall()]


def note_written(cursor: Cursor, places: Collection[Place]) -> None:
    """Notes that the outbox says all there is to tell of these."""
    cursor.execute(
        "UPDATE ops.answer SET written_run_id = run_id"
        " WHERE (sunday, branch_code) IN (SELECT * FROM unnest(%s::date[], %s::text[]))",
        [[place.sunday for place in places], [place.branch_code for place in places]],
    )


def folder_of(outbox: Path, place: Place) -> Path:
    """The folder of a branch and Sunday; a code with a slash stays one folder."""
    return outbox / place.sunday.isoformat() / place.branch_code.replace("/", "_")


def write_answer(outbox: Path, place: Place, files: Mapping[str, bytes]) -> int:
    """Brings the folder of a branch and Sunday to just these files; how many it wrote. Without any
    there is no folder.

    Raises TransientError when it cannot: the next run does it.
    """
    folder = folder_of(outbox, place)
    try:
        for made in (outbox, folder.parent, folder):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.chmod(0o700)
        changed = {
            name: content for name, content in files.items() if _differs(folder, name, content)
        }
        for name, content in changed.items():
            write_whole(folder / name, content, 0o600)
        for path in folder.iterdir():
            if path.name not in files:
                path.unlink()
        if not files:
            folder.rmdir()
    except OSError as error:
        raise TransientError(
            f"The outbox {outbox} cannot be written ({error.strerror}); the database holds what"
            " branches are to be told, and the next run writes it."
        ) from None
    return len(changed)


def _differs(folder: Path, name: str, content: bytes) -> bool:
    try:
        return (folder / name).read_bytes() != content
    except FileNotFoundError:
        return True
