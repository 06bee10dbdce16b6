"""From what stood and what stands to what is published: facts, and what changes in the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

import pandas as pd

from schemas import tables
from schemas.outcome import Difference, Figures, Sums
from schemas.reference import Reference
from schemas.settings import LAUNCH
from schemas.table import Table
from transforms.assistance import assistances, contacts
from transforms.changes import Change, is_mistyped
from transforms.columns import among
from transforms.counting import Changed, Facts, count_all, count_changes, must_recount
from transforms.crediting import CREDITED_AMOUNTS, credit
from transforms.differences import carried_out, difference, signed
from transforms.figures_in_force import figures_in_force, unlisted
from transforms.geography import Geography, can_be_reported
from transforms.grid import Grid, make_grid
from transforms.indicators.located import locate, team_weeks
from transforms.other_weeks import is_late, reports_of_other_weeks
from transforms.presence import submission_status
from transforms.reconciling import RECONCILED_AMOUNTS, reconcile
from transforms.standing import Standing, nothing_stands

__all__ = [
    "FACTS",
    "ChangedFacts",
    "Counted",
    "Counting",
    "Side",
    "Stored",
    "changed_facts",
    "count",
    "final_sunday",
    "must_start_over",
    "reported_days",
    "reported_places",
]

FACTS = (
    tables.RECORD_PERSON,
    tables.ASSISTANCE,
    tables.ANONYMOUS_CONTACT,
    tables.TEAM_REPORT,
    tables.ACTIVITY,
    tables.MEMBER_REPORT,
    tables.REPORTED_SUMMARY,
)
"""The tables of `core` that hold what is counted."""

_STANDING = (tables.TEAM_REPORT, tables.MEMBER_REPORT, tables.ACTIVITY, tables.TEAM_WEEK)
"""What the indicators that are read from a standing state are counted of."""

_PLACE = ["sunday", "branch_code"]
_REPORTED = [*_PLACE, "status", "version", "is_late", "is_empty", "received_at"]

Stored = Mapping[Table, pd.DataFrame]
"""Whole tables as they are in the database."""


@dataclass(frozen=True)
class Side:
    """One of two states of what a run touches: the files, and the records of the touched persons
    (accepted ones, indexed by row_uid, with `transforms.identification.LINK_COLUMNS`).
    """

    standing: Standing
    records: pd.DataFrame


@dataclass(frozen=True)
class Counting:
    """What is to be counted: the difference that `after` makes to `before`.

    With `stored` (the tables of facts, `mart.submission_status` and `core.branch_place` as they are
    in the database) `after` is all there is, and everything is counted anew. Weeks are published
    from the first that anything was sent for to the last one, or to `sunday` where that is later;
    none is after `today`, the run's day. `other_reports` are those of files that the run does not
    touch, for the Sundays and branches that it does (`reported_places`), indexed by submission_id:
    branch_code, sunday, status, version, is_empty, received_at and arrived_at. What arrived after
    `cut_off` on its Sunday is late.
    """

    before: Side
    after: Side
    published: Figures
    stored: Stored | None
    reference: Reference
    geography: Geography
    sunday: pd.Timestamp | None
    today: pd.Timestamp
    cut_off: time
    other_reports: pd.DataFrame


@dataclass(frozen=True)
class ChangedFacts:
    """The rows of `FACTS` as they were and as they are, and what turns the one into the other."""

    before: Mapping[Table, pd.DataFrame]
    after: Mapping[Table, pd.DataFrame]
    differences: Mapping[Table, Difference]


@dataclass(frozen=True)
class Counted:
    """What counting found: see `schemas.outcome.FiguresOutcome`."""

    differences: dict[Table, Difference]
    sums: list[tuple[Table, Sums]]
    values: pd.DataFrame
    changes: pd.DataFrame
    newest: pd.Timestamp | None = None


def reported_days(
    submissions: pd.DataFrame,
    records: pd.DataFrame,
    sunday: pd.Timestamp | None,
    today: pd.Timestamp,
) -> list[pd.Timestamp]:
    """The Sundays that newly judged files and their rows are of, and the one asked for.

    A file that is held back whole is of no week, however its Sunday was mistyped.
    """
    taken = submissions[submissions["status"].isin(["accepted", "nil"])]
    rows = records.loc[among(records["submission_id"], taken.index), "sunday"]
    asked = pd.Series([sunday], dtype="datetime64[us]")
    days = pd.concat([taken["sunday"], rows, asked]).drop_duplicates()
    return sorted(days[can_be_reported(days, today)])


def must_start_over(
    published: Figures,
    days: Sequence[pd.Timestamp],
    reference: Reference,
    geography: Geography,
) -> bool:
    """Whether nothing published can be gone on from: there is none, something came for a Sunday
    before it, or a unit comes back that the last Sunday does not tell of. `days` are the Sundays
    that something came for.
    """
    if published.last is None or published.first is None or published.base.empty:
        return True
    every = sorted({*days, *published.sundays})
    if every[0] < published.first or every[-1] <= published.last:
        return every[0] < published.first
    return must_recount(_grid(reference, geography, every), published.last)


def final_sunday(
    change: Change,
    published: Figures,
    sunday: pd.Timestamp | None,
    today: pd.Timestamp,
    weeks: int,
    *,
    is_whole: bool,
) -> pd.Timestamp | None:
    """The last Sunday whose figures are final after a run, so many weeks before the newest one that
    is published; None where nothing is. It is known before anything is counted.

    With `is_whole` everything is counted anew.
    """
    standings = [change.after] if is_whole else [change.before, change.after]
    spoken = [days for standing in standings for days in _spoken_of(standing)]
    asked = [] if is_whole else published.sundays
    if sunday is not None and sunday <= today:
        asked.append(sunday)
    days = pd.concat([*spoken, pd.Series(asked, dtype="datetime64[us]")]).dropna()
    return days.max() - pd.Timedelta(weeks=weeks) if len(days) else None


def reported_places(change: Change, cut_off: time) -> pd.DataFrame:
    """The Sundays and branches that touched files speak for, before or after."""
    sides = [_reports(standing, cut_off) for standing in (change.before, change.after)]
    return pd.concat(sides)[_PLACE].dropna().drop_duplicates()


def changed_facts(counting: Counting) -> ChangedFacts:
    """The rows of `core` that change."""
    after = facts_of(counting.after, counting.geography)
    if counting.stored is None:
        before = facts_of(counting.before, counting.geography)
        stored: Stored = before
    else:
        before = {table: table.empty() for table in FACTS}
        stored = counting.stored
    return ChangedFacts(
        before, after, {table: difference(table, stored[table], after[table]) for table in FACTS}
    )


def count(counting: Counting, facts: ChangedFacts) -> Counted:
    """The other rows of `core` and `mart` that change with these facts, and the amounts by which
    published figures do.
    """
    days = _days(counting)
    if not days:
        nothing = tables.INDICATOR.empty()
        return Counted({}, [], nothing, nothing)
    return _figures(counting, facts, days)


def _branch_places(counting: Counting) -> dict[Table, Difference]:
    """Where branches stand: only other reference data changes it, and then all is counted anew."""
    if counting.stored is None:
        return {}
    known, now = counting.stored[tables.BRANCH_PLACE], counting.geography.places()
    return {tables.BRANCH_PLACE: difference(tables.BRANCH_PLACE, known, now)}


def facts_of(side: Side, geography: Geography) -> dict[Table, pd.DataFrame]:
    """The rows of `core` that come of a side."""
    standing, records = side.standing, side.records
    excluded = standing.records[standing.records["status"] == "excluded"]
    found = {
        tables.RECORD_PERSON: records.assign(row_uid=records.index),
        tables.ASSISTANCE: assistances(records, geography),
        tables.ANONYMOUS_CONTACT: contacts(excluded, geography),
        tables.TEAM_REPORT: _with_version(standing.team_reports, standing.submissions),
        tables.ACTIVITY: standing.activities,
        tables.MEMBER_REPORT: _with_version(standing.members, standing.submissions),
        tables.REPORTED_SUMMARY: standing.summaries,
    }
    return {table: table.conform(found[table]) for table in FACTS}


def _days(counting: Counting) -> list[pd.Timestamp]:
    """The Sundays that are touched, and the bounds of what is published, in order."""
    days = [] if counting.stored is not None else counting.published.sundays
    if counting.sunday is not None and counting.sunday <= counting.today:
        days.append(counting.sunday)
    return sorted({*days, *_touched(counting)})


def _touched(counting: Counting) -> list[pd.Timestamp]:
    days = []
    for side in _sides(counting):
        days += [*_spoken_of(side.standing), side.records["sunday"]]
    return sorted(pd.concat(days).dropna().unique())


def _spoken_of(standing: Standing) -> list[pd.Series[pd.Timestamp]]:
    """The Sundays of files in force, and of their rows."""
    files = standing.submissions
    in_force = files["status"].isin(["accepted", "nil", "held"])
    return [files.loc[in_force, "sunday"], standing.records["sunday"]]


def _sides(counting: Counting) -> tuple[Side, Side]:
    """Before and after; before is nothing where everything is counted anew."""
    if counting.stored is None:
        return counting.before, counting.after
    nobody = counting.before.records.iloc[:0]
    return Side(nothing_stands(counting.after.standing), nobody), counting.after


def _grid(reference: Reference, geography: Geography, days: list[pd.Timestamp]) -> Grid:
    weeks = list(pd.date_range(LAUNCH, days[-1], freq="7D").as_unit("us"))
    return make_grid(reference, geography, weeks, days[0])


def _figures(counting: Counting, changed: ChangedFacts, days: list[pd.Timestamp]) -> Counted:
    published, differences = counting.published, changed.differences
    before, after = changed.before, changed.after
    grid = _grid(counting.reference, counting.geography, days)
    was, now = _presences(counting, days)
    known = was if counting.stored is None else counting.stored[tables.SUBMISSION_STATUS]
    told = now[now["sunday"] >= days[0]]
    reconciliation = _reconciliation(counting, told)
    helped = _of_changed_persons(before, after, differences[tables.ASSISTANCE])
    contact = signed(before[tables.ANONYMOUS_CONTACT], after[tables.ANONYMOUS_CONTACT])
    activity = signed(before[tables.ACTIVITY], after[tables.ACTIVITY])
    active = _team_weeks(counting, team_weeks(helped, contact, activity))
    differences = {
        **differences,
        tables.TEAM_WEEK: difference(tables.TEAM_WEEK, published.team_weeks, active),
    }
    old, new = _sides(counting)
    facts = Facts(
        assistance=helped,
        contacts=contact,
        team_reports=_whole(counting, differences, tables.TEAM_REPORT, published.team_reports),
        activities=activity,
        unlisted=signed(*(_unlisted(side.standing) for side in (old, new))),
        members=_whole(counting, differences, tables.MEMBER_REPORT, published.members),
        reconciliation=_less_held(counting, reconciliation),
        presence=signed(was, now),
        active=active,
        meetings=_whole(counting, differences, tables.ACTIVITY, published.meetings),
    )
    located = locate(facts, grid)
    if counting.stored is None:
        since = min([*_days_of(differences, _STANDING), days[-1]])
        figures = count_changes(located, counting.reference, published.base, since)
    else:
        values = count_all(located, counting.reference)
        figures = Changed(values, values.iloc[:0])
    credits_ = credit(located.assistance, grid)
    return Counted(
        {
            **_branch_places(counting),
            tables.SUBMISSION_STATUS: difference(tables.SUBMISSION_STATUS, known, told),
            tables.TEAM_WEEK: differences[tables.TEAM_WEEK],
        },
        [*_reconciled(counting, reconciliation), _credited(credits_)],
        figures.values,
        figures.changes,
        days[-1],
    )


def _days_of(differences: Mapping[Table, Difference], of: Sequence[Table]) -> list[pd.Timestamp]:
    """The Sundays of which rows of these tables came, changed or went."""
    changes = [differences[table] for table in of]
    rows = [frame for change in changes for frame in (change.new, change.changed, change.gone)]
    return list(pd.concat([frame["sunday"] for frame in rows]).unique())


def _presences(counting: Counting, days: list[pd.Timestamp]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who sent what, as published and as it is now, where it may differ; with is_on_time.

    Counted anew it is from the launch on: a branch was expected then too, whenever the first report
    of all came.
    """
    last = counting.published.last
    is_whole = counting.stored is not None or last is None
    first = pd.Timestamp(LAUNCH) if is_whole else days[0]
    weeks = list(pd.date_range(first, days[-1], freq="7D").as_unit("us"))
    before, after = (
        _reports(side.standing, counting.cut_off) for side in (counting.before, counting.after)
    )
    if is_whole or last is None:
        now = _presence(after, counting, weeks)
        return now.iloc[:0], now
    places = pd.concat([before, after])[_PLACE].dropna().drop_duplicates()
    touched = set(places["sunday"])
    was = _presence(before, counting, [w for w in weeks if w in touched and w <= last])
    now = _presence(after, counting, [w for w in weeks if w in touched or w > last])
    asked = pd.MultiIndex.from_frame(places)
    is_old = pd.MultiIndex.from_frame(was[_PLACE]).isin(asked)
    is_new = pd.MultiIndex.from_frame(now[_PLACE]).isin(asked)
    return was[is_old], now[is_new | (now["sunday"] > last)]


def _places(counting: Counting) -> pd.DataFrame:
    """The Sundays and branches of the touched files."""
    sides = (counting.before.standing.submissions, counting.after.standing.submissions)
    both = pd.concat([frame[_PLACE] for frame in sides])
    return both.dropna().drop_duplicates()


def _presence(reports: pd.DataFrame, counting: Counting, weeks: list[pd.Timestamp]) -> pd.DataFrame:
    if not weeks:
        nothing = pd.Series([], dtype="bool")
        return tables.SUBMISSION_STATUS.empty().assign(is_expected=nothing, is_on_time=nothing)
    others = counting.other_reports
    others = others[~is_mistyped(others)].assign(is_late=is_late(others, counting.cut_off))
    every = pd.concat([reports, others[reports.columns]])
    return submission_status(every, counting.reference, counting.geography, weeks)


def _reports(standing: Standing, cut_off: time) -> pd.DataFrame:
    """What touched files are for which Sunday; each is a report for the weeks of its rows too."""
    files, teams = standing.submissions, standing.teams
    says_anything = files.index.isin(
        pd.concat(
            [teams.loc[teams["has_work"], "submission_id"], standing.summaries["submission_id"]]
        )
    )
    told = files.assign(is_empty=~says_anything & files["records_parsed"].eq(0))
    catch_ups = reports_of_other_weeks(told, standing.records, cut_off)
    return pd.concat([told, catch_ups])[_REPORTED]


def _reconciliation(counting: Counting, places: pd.DataFrame) -> pd.DataFrame:
    before, after = (_sent(side) for side in _sides(counting))
    return reconcile(signed(before, after), _figures_told(counting.after.standing), places)


def _sent(side: Side) -> pd.DataFrame:
    """Every row that was sent, with the person of the accepted ones."""
    rows = side.standing.records
    others = pd.concat([rows[rows["status"] != "accepted"], side.standing.held_back])
    return pd.concat([side.records, others]).rename_axis("row_uid").reset_index()


def _less_held(counting: Counting, rows: pd.DataFrame) -> pd.DataFrame:
    """The reconciliation without the rows of held files: these change no figure until somebody says
    what they are, which matters most where their Sunday is locked.
    """
    held = signed(*(_held_rows(side.standing) for side in _sides(counting)))
    if held.empty:
        return rows
    counts = held.groupby(_PLACE)["sign"].sum().rename("held").reset_index()
    told = rows.merge(counts, on=_PLACE, how="left")["held"].fillna(0).to_numpy()
    is_of_rows = rows["indicator_code"].eq("KPI_UNIQUE_CITIZENS").to_numpy()
    less = {name: rows[name] - told * is_of_rows for name in ("parsed", "quarantined")}
    return rows.assign(**less)


def _held_rows(standing: Standing) -> pd.DataFrame:
    files = standing.submissions.index[standing.submissions["status"] == "held"]
    return standing.held_back.loc[among(standing.held_back["submission_id"], files), _PLACE]


def _reconciled(counting: Counting, rows: pd.DataFrame) -> list[tuple[Table, Sums]]:
    """A file's own figure goes with its place; elsewhere only counted rows may have moved."""
    places = _places(counting)
    here = pd.MultiIndex.from_frame(rows[_PLACE]).isin(pd.MultiIndex.from_frame(places))
    is_new = here | (counting.stored is not None)
    if counting.published.last is not None:
        is_new = is_new | rows["sunday"].gt(counting.published.last).to_numpy()
    amounts = list(RECONCILED_AMOUNTS)
    moved = rows[~is_new & rows[amounts].ne(0).any(axis=1).to_numpy()]
    return [
        (tables.RECONCILIATION, Sums(rows[is_new], RECONCILED_AMOUNTS)),
        (tables.RECONCILIATION, Sums(moved, RECONCILED_AMOUNTS, kept=("reported",))),
    ]


def _credited(rows: pd.DataFrame) -> tuple[Table, Sums]:
    has_changed = rows[list(CREDITED_AMOUNTS)].abs().gt(1e-9).any(axis=1)
    return tables.CREDIT, Sums(rows[has_changed], CREDITED_AMOUNTS, needed="participation")


def _of_changed_persons(
    before: Mapping[Table, pd.DataFrame],
    after: Mapping[Table, pd.DataFrame],
    change: Difference,
) -> pd.DataFrame:
    """All assistances, as they were and as they are, of persons of whom any has changed."""
    was, now = before[tables.ASSISTANCE], after[tables.ASSISTANCE]
    if was.empty:
        return signed(was, now)
    moved = pd.concat([change.new, change.changed, change.gone])["person_id"].unique()
    return signed(*(side[among(side["person_id"], moved)] for side in (was, now)))


def _team_weeks(counting: Counting, change: pd.DataFrame) -> pd.DataFrame:
    """`core.team_week` after a change."""
    known = counting.published.team_weeks if counting.stored is None else change.iloc[:0]
    both = pd.concat([known, change], ignore_index=True)
    sums = both.groupby(["sunday", "team_code"])["fact_count"].sum().reset_index()
    return tables.TEAM_WEEK.conform(sums[sums["fact_count"] > 0])


def _whole(
    counting: Counting,
    differences: Mapping[Table, Difference],
    declared: Table,
    known: pd.DataFrame,
) -> pd.DataFrame:
    """All rows of a table (or of the part of it that is known) after its difference."""
    whole = known if counting.stored is None else counting.stored[declared]
    return carried_out(declared, whole, differences[declared])


def _figures_told(standing: Standing) -> pd.DataFrame:
    """What branches say of themselves now."""
    return figures_in_force(standing.summaries, standing.submissions, standing.teams)


def _unlisted(standing: Standing) -> pd.DataFrame:
    return unlisted(_figures_told(standing), standing.submissions)


def _with_version(rows: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Lists of reports with the version of the report, by which the newest of a Sunday is told."""
    return rows.assign(version=submissions["version"].reindex(rows["submission_id"]).to_numpy())
