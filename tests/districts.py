"""Cases that share their runs, each of them in a district of its own.

A run over one tiny file takes as long as one over forty. A test under `in_shared_runs` yields when
a run shall be and what is sent before it, and looks at its own district after it:

    @in_shared_runs
    def test_a_refusal_is_no_citizen(own):
        yield NOW, {"a": own.report(citizen(consent="Không"))}
        assert own.value("KPI_UNIQUE_CITIZENS") == 0

All cases of a module go through the same runs, in the order of their times. The branches and teams
of `tests.workbooks` have other codes in each district, and people another name, birthday and
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pandas as pd
import pytest

from flows.steps import RunResult, run_sunday
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.homes import Home
from tests.workbooks import BRANCHES, TEAMS, Cells, report, write_reference
from warehouse import copying
from warehouse.database import Database, open_database
from warehouse.reference import load_folder, load_shipped

__all__ = [
    "MIDDLE_NAMES",
    "Case",
    "District",
    "Play",
    "Played",
    "cases_of",
    "each_in_shared_runs",
    "in_process",
    "in_shared_runs",
    "play",
    "put",
    "silent",
]

Case = Generator[tuple[str, Mapping[str, bytes]], RunResult, None]
"""Yields the time of a run and the files that are new by then; gets what the run did.

A file's name is of a workbook if it has no suffix.
"""

Play = Callable[["District"], Case]

PROVINCE = "52"

T = TypeVar("T")

MIDDLE_NAMES = (
    *("Ái", "Bích", "Cẩm", "Diễm", "Hồng", "Kim", "Lệ", "Mỹ", "Nhã", "Quế"),
    *("Thu", "Uyên", "Việt", "Yến", "Sơn", "Trúc", "Phương", "Đoan", "Gia", "Khả"),
)
"""One for the people of each district: nobody lives in two."""


@dataclass(frozen=True)
class Played:
    """What was wrong with each case, when all had been played."""

    errors: Mapping[Play, BaseException | None]

    def raise_what_was_wrong_with(self, case: Play) -> None:
        """Raises what the case raised, if it did."""
        error = self.errors[case]
        if error is not None:
            raise error


def in_process(_: str, step: Callable[..., T], *args: Any) -> T:
    """A step of a run that nobody watches."""
    return step(*args)


def silent(stage: str, done: int, total: int) -> None:
    """No terminal."""


def put(settings: Settings, path: str, content: bytes) -> None:
    """A file in the inbox."""
    target = settings.inbox_folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


@dataclass(frozen=True, eq=False)
class District:
    """What a case sends from its own district, and what became of it."""

    settings: Settings
    database: Database
    number: int

    @property
    def code(self) -> str:
        """Of an invented district of the province."""
        return f"9{self.number:02d}"

    @property
    def communes(self) -> list[str]:
        """Two, of a branch each."""
        return [f"{self.code}{number:02d}" for number in range(len(BRANCHES))]

    def own(self, code: str) -> str:
        """What a branch or team of `tests.workbooks`, or another one like these, is called here."""
        if code in BRANCHES:
            return f"D{self.communes[list(BRANCHES).index(code)]}"
        return re.sub(r"^T0(\d{3})$", rf"T{self.number + 1:02d}\1", code)

    @property
    def units(self) -> str:
        """The district and its communes, as reference data."""
        lines = ["unit_code,name,level,parent_code,valid_from,valid_to"]
        lines += [f"{self.code},Huyện {self.code},district,{PROVINCE},,2025-06-30"]
        lines += [f"{one},Xã {one},commune,{self.code},,2025-06-30" for one in self.communes]
        return "\n".join(lines)

    @property
    def branches(self) -> dict[str, str]:
        """Branch → its commune."""
        return {self.own(code): self.own(code)[1:] for code in BRANCHES}

    @property
    def teams(self) -> dict[str, str]:
        """Team → its branch."""
        return {self.own(team): self.own(branch) for team, branch in TEAMS.items()}

    @property
    def home(self) -> Home:
        """The commands of the home that all cases share."""
        assert self.settings.database_url is not None
        return Home(self.settings.home, self.settings.database_url.get_secret_value())

    def load(self, branches: Mapping[str, str], teams: Mapping[str, str], /, **lines: str) -> None:
        """More branches and teams; `lines` are the rows of other files of reference data."""
        folder = write_reference(Path(mkdtemp(dir=self.settings.home)), branches, teams)
        for name, text in lines.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        with self.database.transaction() as cursor:
            load_folder(cursor, folder)

    def cells(self, row: Cells) -> Cells:
        """A row of people or teams as it is written here."""
        return {name: self._cell(name, value) for name, value in row.items()}

    def _cell(self, name: str, value: object) -> object:
        if not isinstance(value, str):
            return value
        if name == "team_code":
            return self.own(value)
        if name == "full_name" and " " in value:
            return value.replace(" ", f" {MIDDLE_NAMES[self.number]} ", 1)
        if name in ("phone", "id_number"):
            return self.number_of(value)
        if name == "birth_date" and re.fullmatch(r"\d\d/\d\d/\d{4}", value):
            return f"{(int(value[:2]) - 1 + self.number) % 28 + 1:02d}{value[2:]}"
        return value

    def number_of(self, number: str) -> str:
        """A phone or identity number as the same person's is here.

        Digits that differ in two numbers differ in these: a slip is one everywhere.
        """
        found = re.fullmatch(r"(0\d{3}|\d{6})(\d{6})", number)
        if not found:
            return number
        shifts = f"{self.number * 137_137 % 1_000_000:06d}"
        digits = ((int(d) + int(s)) % 10 for d, s in zip(found[2], shifts, strict=True))
        return found[1] + "".join(map(str, digits))

    def report(
        self,
        *rows: Cells,
        branch: str = "D21609",
        teams: Sequence[Cells] = (),
        activities: Sequence[Cells] = (),
        **heading: Any,
    ) -> bytes:
        """A workbook of a branch of this district."""
        told = {"branch": self.own(branch), **heading}
        people, members, done = (
            [self.cells(row) for row in some] for some in (rows, teams, activities)
        )
        return report(*people, teams=members, activities=done, **told)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; {d} in it stands for the district, {of_ours} for its files."""
        files = (
            "submission_id IN (SELECT submission_id FROM vault.submission_file"
            f" WHERE inbox_path LIKE '{self.code}/%')"
        )
        with self.database.transaction() as cursor:
            cursor.execute(query.format(d=self.code, of_ours=files).encode())
            return cursor.fetchall()

    def states(self, rule_id: str) -> list[str]:
        """The states of the findings of a rule."""
        rows = self.ask(
            f"SELECT state FROM quality.finding WHERE rule_id = '{rule_id}' AND {{of_ours}}"
        )
        return sorted(state for (state,) in rows)

    def finding(self, rule_id: str, state: str = "open") -> str:
        """The id of the one finding of a rule in a state."""
        ((found,),) = self.ask(
            f"SELECT finding_id FROM quality.finding WHERE rule_id = '{rule_id}'"
            f" AND state = '{state}' AND {{of_ours}}"
        )
        return str(found)

    def statuses(self) -> list[tuple[Any, ...]]:
        """Path, status, version, records parsed and accepted of each file."""
        return self.ask(
            "SELECT substr(inbox_path, length('{d}/') + 1), status, version, records_parsed,"
            " records_accepted FROM ops.submission JOIN vault.submission_file"
            " USING (submission_id) WHERE {of_ours} ORDER BY 1"
        )

    def counted(self) -> dict[str, tuple[int, ...]]:
        """Path → records parsed, accepted, quarantined, excluded."""
        rows = self.ask(
            "SELECT substr(inbox_path, length('{d}/') + 1), records_parsed, records_accepted,"
            " records_quarantined, records_excluded FROM ops.submission"
            " JOIN vault.submission_file USING (submission_id) WHERE {of_ours}"
        )
        return {path: tuple(numbers) for path, *numbers in rows}

    def presence(self, sunday: str) -> dict[str, str]:
        """Branch, as in `tests.workbooks`, → what it sent for the Sunday."""
        found = self.ask(
            f"SELECT branch_code, state FROM mart.submission_status WHERE sunday = '{sunday}'"
        )
        return {code: dict(found)[self.own(code)] for code in BRANCHES}

    def taken(self, ran: RunResult) -> dict[str, int]:
        """Status → how many files of ours the run took in or judged anew."""
        return dict(
            self.ask(
                "SELECT status, count(*) FROM ops.submission"
                f" WHERE run_id = '{ran.run_id}' AND {{of_ours}} GROUP BY 1"
            )
        )

    def value(self, indicator: str, sunday: str = "2023-03-05") -> float | None:
        """The week's value of the district."""
        ((value,),) = self.ask(
            f"SELECT max(value) FROM mart.indicator WHERE sunday = '{sunday}' AND period = 'week'"
            f" AND indicator_code = '{indicator}' AND unit_code = '{{d}}'"
            " AND unit_level = 'district'"
        )
        return value

    def restated(self, ran: RunResult) -> list[str]:
        """Why values of ours that were published before were changed by a run."""
        units = "', '".join([self.code, *self.communes, *self.branches])
        rows = self.ask(
            "SELECT DISTINCT cause FROM mart.indicator_history WHERE cause <> 'first'"
            f" AND run_id = '{ran.run_id}' AND unit_code IN ('{units}') ORDER BY 1"
        )
        return [cause for (cause,) in rows]

    def contents(self, *schemas: str) -> dict[str, pd.DataFrame]:
        """The rows of the tables of some schemas that tell of our files, branches or units."""

        def named(name: str, table: str) -> list[str]:
            return [key for (key,) in self.ask(f"SELECT {name} FROM {table} WHERE {{of_ours}}")]

        ours = {
            "submission_id": named("submission_id", "ops.submission"),
            "unit_code": [self.code, *self.communes, *self.branches],
            "branch_code": [*self.branches],
            "person_id": named("person_id", "core.record_person"),
        }
        found = {}
        with self.database.transaction() as cursor:
            for table in TABLES:
                by = next((name for name in ours if name in table.column_names), None)
                if table.schema_name in schemas and by:
                    frame = copying.read(cursor, table).sort_values(list(table.key))
                    found[table.full_name] = frame[frame[by].isin(ours[by])].reset_index(drop=True)
        return found


def in_shared_runs(case: Play) -> Callable[[Played], None]:
    """A test of what the runs of all cases of its module made of its own district."""

    def outcome(played: Played) -> None:
        played.raise_what_was_wrong_with(case)

    _name_after(case, outcome, [case])
    return outcome


def each_in_shared_runs(
    name: str, values: Iterable[Any]
) -> Callable[[Callable[..., Case]], Callable[..., None]]:
    """The same for a test that is parametrized: every value is a case."""

    def decorate(case: Callable[..., Case]) -> Callable[..., None]:
        plays = {value: partial(case, **{name: value}) for value in values}

        def outcome(played: Played, value: Any) -> None:
            played.raise_what_was_wrong_with(plays[value])

        _name_after(case, outcome, list(plays.values()))
        return pytest.mark.parametrize("value", list(plays))(outcome)

    return decorate


_CASES = "cases_of_shared_runs"


def _name_after(
    case: Callable[..., Case], test: Callable[..., None], cases: Sequence[Play]
) -> None:
    test.__name__, test.__module__, test.__doc__ = case.__name__, case.__module__, case.__doc__
    setattr(test, _CASES, cases)


def cases_of(tests: Iterable[object]) -> list[Play]:
    """The cases that some test functions are about."""
    return list(dict.fromkeys(case for test in tests for case in getattr(test, _CASES, ())))


def play(cases: Sequence[Play], settings: Settings) -> Played:
    """Has every case send its files to one empty home, and look."""
    with open_database(settings) as database:
        assert len(cases) <= len(MIDDLE_NAMES), "more cases than names"
        own = {case: District(settings, database, n) for n, case in enumerate(cases)}
        with database.transaction() as cursor:
            load_shipped(cursor)
        for district in own.values():
            district.load(district.branches, district.teams, units=district.units)
        return Played(_Playing(settings, own).to_the_end())


def _with_suffix(name: str) -> str:
    return name if "." in name else f"{name}.xlsx"


class _Playing:
    """Cases on their way, from run to run."""

    def __init__(self, settings: Settings, own: Mapping[Play, District]) -> None:
        self.settings, self.own = settings, own
        self.started = {case: case(district) for case, district in own.items()}
        self.due: dict[Play, tuple[pd.Timestamp, Mapping[str, bytes]]] = {}
        self.errors: dict[Play, BaseException | None] = dict.fromkeys(own)

    def to_the_end(self) -> dict[Play, BaseException | None]:
        """Goes on until no case waits for a run."""
        for case in self.own:
            self._go_on(case, lambda case: next(self.started[case]))
        while self.due:
            now = min(time for time, _ in self.due.values())
            files = {case: sent for case, (time, sent) in self.due.items() if time == now}
            for case, sent in files.items():
                del self.due[case]
                for name, content in sent.items():
                    put(self.settings, f"{self.own[case].code}/{_with_suffix(name)}", content)
            self._run(now, list(files))
        return self.errors

    def _run(self, now: pd.Timestamp, cases: Sequence[Play]) -> None:
        try:
            ran = run_sunday(self.settings, now, None, in_process, silent)
        except Exception as error:
            self.errors |= dict.fromkeys(cases, error)
            return
        for case in cases:
            self._go_on(case, lambda case: self.started[case].send(ran))

    def _go_on(self, case: Play, step: Callable[[Play], tuple[str, Mapping[str, bytes]]]) -> None:
        try:
            now, sent = step(case)
        except StopIteration:
            return
        except (Exception, pytest.skip.Exception) as error:
            self.errors[case] = error
            return
        self.due[case] = pd.Timestamp(now).tz_convert("UTC"), sent
