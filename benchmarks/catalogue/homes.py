"""Homes in which the cases are run: a branch for each file of each case, all in a few runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from benchmarks.catalogue.attempts import Attempt, Builder, Place
from benchmarks.catalogue.files import FILES
from benchmarks.catalogue.listing import Case
from benchmarks.catalogue.rows import MERGED, ROWS
from benchmarks.catalogue.sheets import SHEETS
from benchmarks.catalogue.taken import Seen
from benchmarks.catalogue.weeks import WEEKS
from benchmarks.small_workbooks import SUNDAY
from flows.steps import Told, run_sunday
from schemas.settings import Settings
from schemas.tables import TOMBSTONE
from transforms.erased import tombstone_tokens
from warehouse import copying
from warehouse.database import Database, open_database
from warehouse.keys import pseudonym_key
from warehouse.landing import write_inbox
from warehouse.locking import lock
from warehouse.reference import load_folder, load_shipped

__all__ = ["BUILDERS", "Trial", "trials_of"]

T = TypeVar("T")
BUILDERS: Mapping[str, Sequence[Builder]] = {**FILES, **SHEETS, **ROWS, **WEEKS}
"""Case → the files that show it."""

_LAUNCH = date(2023, 2, 26)
_CLOCKS = {
    SUNDAY: ("2023-03-05T21:00+07:00", "2023-03-06T06:00+07:00", "2023-03-12T21:00+07:00"),
    MERGED: ("2025-07-06T21:00+07:00",),
}
"""The runs of each home, by its Sunday."""
_LATER = {("R13", 1), ("R46", 0), ("R55", 0), ("R55", 1), ("R56", 1), ("Y11", 0)}
"""Files of after the merger."""
_EARLIER = {"Y12": _LAUNCH}
"""Cases on a Sunday of their own, because a lock holds whoever reports for it."""


@dataclass(frozen=True)
class Trial:
    """One file of a case: what was expected, and what was done."""

    case: Case
    number: int
    place: Place
    attempt: Attempt

    @property
    def expected(self) -> str:
        """In the words of `benchmarks.catalogue.taken`."""
        return self.case.expected[self.number]

    @property
    def home(self) -> date:
        """The Sunday of the home in which it is run."""
        return MERGED if (self.case.case_id, self.number) in _LATER else SUNDAY


def trials_of(
    cases: Sequence[Case], settings_of: Callable[[str], Settings], told: Told
) -> Iterator[tuple[Trial, Seen]]:
    """Runs all files of the cases and says what was recorded of each.

    `settings_of` gives a home of that name, empty, to each call.
    """
    trials = list(_trials(cases))
    for sunday, clocks in _CLOCKS.items():
        of_home = [trial for trial in trials if trial.home == sunday]
        if of_home:
            yield from _run(of_home, settings_of(f"{sunday}"), clocks, told)


def _trials(cases: Sequence[Case]) -> Iterator[Trial]:
    places = 0
    for case in cases:
        for number, build in enumerate(BUILDERS[case.case_id]):
            places += 1
            is_later = (case.case_id, number) in _LATER
            sunday = MERGED if is_later else _EARLIER.get(case.case_id, SUNDAY)
            place = Place(places, sunday)
            yield Trial(case, number, place, build(place))


def _run(
    trials: Sequence[Trial], settings: Settings, clocks: Sequence[str], told: Told
) -> Iterator[tuple[Trial, Seen]]:
    with open_database(settings) as database:
        with database.transaction() as cursor:
            load_shipped(cursor)
            load_folder(cursor, _write_reference(settings.home / "reference", trials))
        at_once: set[str] = set()
        for stage, clock in enumerate(clocks):
            now = pd.Timestamp(clock).tz_convert("UTC")
            if stage == 1:
                _between(trials, settings, database, now)
            _put(trials, settings.inbox_folder, stage)
            run_sunday(settings, now, None, _in_process, told)
            if stage == 0:
                at_once = {str(row["inbox_path"]) for row in _ask(database, _SUBMISSIONS)}
        tables = {name: _ask(database, query) for name, query in _QUERIES.items()}
    yield from ((trial, _seen(trial, tables, at_once)) for trial in trials)


def _in_process(_: str, step: Callable[..., T], *args: Any) -> T:
    return step(*args)


def _between(
    trials: Sequence[Trial], settings: Settings, database: Database, now: pd.Timestamp
) -> None:
    """What happens between Sunday's run and Monday's: a lock, an erasure."""
    for trial in trials:
        with database.transaction() as cursor:
            key = pseudonym_key(settings, cursor)
            if trial.attempt.is_locked:
                lock(cursor, f"{trial.place.sunday}", "Đã chốt", now - pd.Timedelta(hours=1))
            if trial.attempt.is_erased:
                record = pd.DataFrame([{**trial.place.citizen(), "birth_date": ""}], index=["1"])
                said = record.astype("str").assign(is_number_trusted=True)
                marks = tombstone_tokens(said, key).assign(erased_at=now)
                copying.append(cursor, TOMBSTONE, TOMBSTONE.conform(marks))


def _put(trials: Sequence[Trial], inbox: Path, stage: int) -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    for trial in trials:
        for sent in trial.attempt.sent:
            if sent.stage == stage and sent.content is not None:
                write_inbox(inbox, sent.path, sent.content)
            elif sent.stage == stage:
                (inbox / f"{sent.path}.part").rename(inbox / sent.path)


def _write_reference(folder: Path, trials: Sequence[Trial]) -> Path:
    folder.mkdir(parents=True)
    branches = ["branch_code,name,kind,unit_code,parent_branch_code,valid_from,valid_to"]
    teams = ["team_code,branch_code,name,team_type,valid_from,valid_to"]
    successions = ["old_code,new_code,date"]
    branches.append("K000,Đoàn xã khác,commune,21610,,1900-01-01,")
    for trial in trials:
        place, end = trial.place, ""
        kind = "army" if trial.case.case_id == "F35" else "commune"
        if trial.case.case_id == "Y10":
            branches.append(f"{place.district},Huyện đoàn,district,542,,1900-01-01,")
        if trial.case.case_id == "Y11":
            end = "2025-06-30"
            branches.append(f"{place.branch}N,Đoàn xã mới,commune,21609,,2025-07-01,")
            successions.append(f"{place.branch},{place.branch}N,2025-07-01")
            teams.append(f"{place.team},{place.branch}N,{place.name},youth,2025-07-01,")
        parent = place.district if trial.case.case_id == "Y10" else ""
        branches.append(f"{place.branch},Đoàn xã,{kind},21609,{parent},1900-01-01,{end}")
        teams.append(f"{place.team},{place.branch},{place.name},youth,1900-01-01,{end}")
        teams.append(f"{place.other_team},{place.branch},Tổ hai,youth,1900-01-01,{end}")
    for name, lines in (
        ("branches", branches), ("teams", teams), ("branch_successions", successions)
    ):  # fmt: skip
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


_SUBMISSIONS = (
    "SELECT inbox_path, s.* FROM ops.submission s JOIN vault.submission_file USING (submission_id)"
)
_QUERIES = {
    "submissions": _SUBMISSIONS,
    "findings": "SELECT * FROM quality.finding WHERE state <> 'closed'",
    "records": "SELECT * FROM vault.record",
    "persons": "SELECT submission_id, person_id FROM core.record_person",
    "teams": "SELECT submission_id, status FROM core.team_report",
    "activities": "SELECT submission_id FROM core.activity",
    "states": "SELECT branch_code, state, sunday FROM mart.submission_status",
}


def _is_asked(finding: Mapping[str, Any], trial: Trial) -> bool:
    """Whether a finding is about the case, or about the very cell that shows it."""
    cell = (finding["row_number"], finding["column_name"])
    is_there = trial.attempt.field != "" and cell == (trial.attempt.row, trial.attempt.field)
    return finding["case_id"] == trial.case.case_id or is_there


def _ask(database: Database, query: str) -> list[dict[str, Any]]:
    with database.transaction() as cursor:
        cursor.execute(query)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _seen(trial: Trial, tables: Mapping[str, Sequence[Any]], at_once: set[str]) -> Seen:
    attempt, place = trial.attempt, trial.place
    paths = [sent.path for sent in attempt.sent]
    own = [row for row in tables["submissions"] if row["inbox_path"] in paths]
    states = [
        row["state"]
        for row in tables["states"]
        if row["branch_code"] == place.branch and row["sunday"] == place.sunday
    ]
    state = states[0] if states else ""
    last = [row for row in own if row["inbox_path"] == paths[-1]]
    if not last:
        return Seen(attempt, state=state)
    (submission,) = last

    def of_last(name: str) -> list[dict[str, Any]]:
        identity = submission["submission_id"]
        return [row for row in tables[name] if row["submission_id"] == identity]

    names = {row["submission_id"] for row in own}
    persons = {row["person_id"] for row in tables["persons"] if row["submission_id"] in names}
    records = of_last("records")
    found = of_last("findings")
    return Seen(
        attempt,
        submission,
        [row for row in found if _is_asked(row, trial)],
        [row for row in found if not _is_asked(row, trial)],
        next((row for row in records if row["row_number"] == attempt.row), None),
        [row["status"] for row in records],
        [row["status"] for row in of_last("teams")],
        len(of_last("activities")),
        sum(row["records_accepted"] for row in own if row["status"] == "accepted"),
        len(persons),
        state,
        attempt.sent[0].stage > 0 or any(path in at_once for path in paths),
    )
