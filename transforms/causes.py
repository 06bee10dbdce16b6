"""Why published values change in a run: what came, what was decided, or what is counted by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from transforms.changes import Change
from transforms.columns import among, distinct
from transforms.geography import LEVELS, Geography

__all__ = ["Causes", "Occasion"]

_IN_FORCE = ["accepted", "nil"]
_SPOKEN = ["submission_id", "sunday", "day"]


@dataclass(frozen=True)
class Occasion:
    """What a run has besides new files: the submissions judged again because a steward decided
    something (`decided`), other reference data, another model of linking; and the numbers of
    evidence (node_id) of which a steward answered, or no longer answers, whether it is of one
    person.
    """

    decided: Collection[str]
    is_reference_new: bool
    is_model_new: bool
    answered: Collection[int] = ()


class Causes:
    """The causes of a run.

    What is of a unit and a Sunday changes the unit's sums from that Sunday on. A file is of its
    branch and its own Sunday, and of the teams and Sundays of its rows (case X10). What nothing
    came for is a change of the links, unless these were made by another model, or are as they were
    while the reference data is not.
    """

    def __init__(
        self,
        change: Change,
        before: pd.DataFrame,
        after: pd.DataFrame,
        occasion: Occasion,
        geography: Geography,
    ) -> None:
        """`before` and `after` are the records of the touched persons, with person_id."""
        decided = pd.Index(list(occasion.decided), dtype="str")
        came = _came(change).difference(decided)
        corrections = came[change.after.submissions["version"].reindex(came).gt(1).to_numpy()]
        spoken = _spoken_of(change, geography)

        def of(submission_ids: pd.Index) -> pd.DataFrame:
            return spoken[among(spoken["submission_id"], submission_ids)]

        replaced = _of_teams(_gone(change, decided), geography)
        self._places = {
            "decision": pd.concat(
                [of(decided), _of_teams(_answered(before, after, occasion.answered), geography)]
            ),
            "late": of(came),
            "correction": pd.concat([of(corrections), replaced]),
        }
        self._otherwise, self._moved = "link_change", spoken.iloc[:0]
        if occasion.is_model_new:
            self._otherwise = "rule_change"
        elif occasion.is_reference_new:
            self._otherwise = "unit_change"
            self._moved = _of_teams(_moved(before, after), geography)

    def of(self, values: pd.DataFrame) -> pd.Series[str]:
        """The cause of a change in each of `values` (sunday, unit_level, unit_code), as in
        `mart.indicator_history`.
        """
        cause = pd.Series(self._otherwise, index=values.index, dtype="str")
        for name, places in {"link_change": self._moved, **self._places}.items():
            if len(places):
                cause = cause.mask(_are_reached(values, places), name)
        return cause


def _came(change: Change) -> pd.Index:
    """Files that are new, or newly in force."""
    was, now = change.before.submissions, change.after.submissions
    is_new = ~now.index.isin(was.index) & now["status"].ne("duplicate")
    stood = was["status"].reindex(now.index).isin(_IN_FORCE)
    return now.index[is_new | (now["status"].isin(_IN_FORCE) & ~stood)]


def _gone(change: Change, decided: pd.Index) -> pd.DataFrame:
    """Rows that another file took the place of."""
    was = change.before.records
    is_gone = ~among(was.index.to_series(), change.after.records.index)
    return was[is_gone & ~among(was["submission_id"], decided)]


def _answered(before: pd.DataFrame, after: pd.DataFrame, nodes: Collection[int]) -> pd.DataFrame:
    """Records of the persons, as they were and as they are, whom an answer is about."""
    parts = []
    for rows in (before, after):
        named = rows.loc[rows["node_id"].isin(list(nodes)), "person_id"]
        parts.append(rows[among(rows["person_id"], named.unique())])
    return pd.concat(parts)


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Records that are another person's now."""
    was = before["person_id"].reindex(after.index)
    return after[was.notna() & (was != after["person_id"])]


def _spoken_of(change: Change, geography: Geography) -> pd.DataFrame:
    """What each touched file is or was of: submission_id, unit and sunday."""
    parts = []
    for standing in (change.before, change.after):
        files = standing.submissions.rename_axis("submission_id").reset_index()
        files = files.dropna(subset=["branch_code", "sunday"])
        parts.append(_placed(files.assign(day=files["sunday"]), "branch_code", geography))
        lists = standing.teams.merge(files[["submission_id", "sunday"]], on="submission_id")
        parts.append(_placed(lists.assign(day=lists["sunday"]), "team_code", geography))
        parts += [_of_teams(rows, geography) for rows in (standing.records, standing.held_back)]
    return pd.concat(parts).drop_duplicates()


def _of_teams(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """The same of rows (submission_id, team_code, assist_date, sunday)."""
    return _placed(rows.rename(columns={"assist_date": "day"}), "team_code", geography)


def _placed(rows: pd.DataFrame, code: str, geography: Geography) -> pd.DataFrame:
    """The units of the branch or team of each row on its day."""
    asked = rows[[*_SPOKEN, code]].drop_duplicates()
    places = geography.teams_on(asked) if code == "team_code" else geography.branches_on(asked)
    keys = [f"{level}_key" for level in LEVELS if f"{level}_key" in places]
    found = asked.merge(places[[code, "day", *keys]], on=[code, "day"])
    told = found.melt(["submission_id", "sunday"], keys, "unit_level", "unit").dropna()
    levels = told["unit_level"].str.removesuffix("_key")
    codes = pd.Series([key.unit_code for key in told["unit"]], told.index, dtype="str")
    return told[["submission_id", "sunday"]].assign(unit=_unit(levels, codes)).drop_duplicates()


def _unit(levels: pd.Series[str], codes: pd.Series[str]) -> pd.Series[str]:
    """One word for a unit; the province is one throughout, whatever it is called."""
    return levels + " " + codes.mask(levels == "province", "")


def _are_reached(values: pd.DataFrame, places: pd.DataFrame) -> pd.Series[bool]:
    """Whether any of these places is of the unit of each value, and of its Sunday or before."""
    first = places.groupby("unit")["sunday"].min()
    codes, at = distinct(values["unit_level"], values["unit_code"])
    named = values[["unit_level", "unit_code"]].take(at)
    since = first.reindex(_unit(named["unit_level"], named["unit_code"]))
    return values["sunday"] >= since.take(codes).set_axis(values.index)
