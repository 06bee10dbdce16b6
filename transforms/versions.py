"""Which of a branch's files for a Sunday are in force, team by team.

Files of one branch and Sunday are ordered by (received_at, type, the workbook's modified property,
sha256). Files with other teams stand beside each other; a later file of the same teams replaces the
earlier one for those teams; a declared supplement adds to what is there (DESIGN 4). A correction
workbook that comes back takes the place of the file whose rows it brings, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from schemas.rules import Fault
from transforms.columns import distinct

__all__ = [
    "chains_of",
    "in_force_of",
    "in_version_order",
    "replacements",
    "resolve_versions",
]

_PLACE = ["branch_code", "sunday"]
_TYPE_ORDER = {"first": 0, "nil": 0, "supplement": 1, "replacement": 2}


def resolve_versions(submissions: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """`submissions` with `version` and `status` as they stand when all of them are known.

    `submissions` is indexed by submission_id and has branch_code, sunday, submission_type, status,
    version, received_at, modified_at, file_sha256, records_parsed, corrected_id; only those
    accepted, nil, or superseded with a version take part (one that was held until another answered
    it never had any). `teams` has one row per submission_id and team_code that the file speaks
    about. A file none of whose teams is in force is superseded.
    """
    was_placed = submissions["status"].eq("superseded") & submissions["version"].gt(0)
    is_placed = submissions["status"].isin(["accepted", "nil"]) | was_placed
    placed = in_version_order(submissions[is_placed])
    placed["version"] = placed.groupby(["branch_code", "sunday"]).cumcount() + 1
    in_force = _teams_in_force(placed, teams)
    alive = set(in_force["submission_id"]) | set(_unreplaced_without_teams(placed, teams))
    resolved = submissions.copy()
    resolved["version"] = placed["version"].reindex(resolved.index).fillna(0).astype("int64")
    gone = placed.index[~placed.index.isin(alive)]
    back = placed.index[placed.index.isin(alive) & (placed["status"] == "superseded")]
    resolved.loc[gone, "status"] = "superseded"
    is_nil = placed["submission_type"].eq("nil") & placed["records_parsed"].eq(0)
    again = is_nil[back].map({True: "nil", False: "accepted"}).astype("str")
    resolved.loc[back, "status"] = again
    return resolved


def in_version_order(submissions: pd.DataFrame) -> pd.DataFrame:
    """The rows by branch and Sunday, and within these by the order in which versions are numbered.

    Columns as for `resolve_versions`.
    """
    kinds = submissions["submission_type"].map(_TYPE_ORDER).fillna(0).astype("int64")
    modified = submissions["modified_at"].fillna(pd.Timestamp(0, tz="UTC"))
    order = ["branch_code", "sunday", "received_at", "type_order", "modified", "file_sha256"]
    keyed = submissions.assign(type_order=kinds, modified=modified)
    return keyed.sort_values(order).drop(columns=["type_order", "modified"])


def chains_of(placed: pd.DataFrame) -> pd.Series[str]:
    """For each file, in version order, the first of those that it corrects one after the other."""
    chains: dict[str, str] = {}
    asked = placed["corrected_id"].fillna("") if "corrected_id" in placed else [""] * len(placed)
    for name, corrected in zip(placed.index, asked, strict=True):
        chains[str(name)] = chains.get(corrected, corrected) or str(name)
    return pd.Series(chains, dtype="str").reindex(placed.index)


def _teams_in_force(placed: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """The (submission_id, team_code) pairs that no later file replaces."""
    keys = placed[[*_PLACE, "submission_type", "version"]].assign(chain=chains_of(placed))
    pairs = teams.drop_duplicates(["submission_id", "team_code"]).merge(
        keys, left_on="submission_id", right_index=True
    )
    correcting = keys.loc[keys["chain"] != keys.index, _PLACE]
    if correcting.empty:
        return _not_replaced(pairs)
    is_corrected = pd.MultiIndex.from_frame(pairs[_PLACE]).isin(
        pd.MultiIndex.from_frame(correcting)
    )
    corrected = _corrected_one_by_one(pairs[is_corrected])
    return pd.concat([_not_replaced(pairs[~is_corrected]), corrected])


def _corrected_one_by_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """Those in force where a correction came, which takes the place of the file of its chain."""
    alive: list[object] = []
    for _, files in pairs.sort_values("version").groupby([*_PLACE, "team_code"]):
        there: dict[str, object] = {}
        told = zip(files.index, files["chain"], files["submission_type"], strict=True)
        for row, chain, kind in told:
            if chain not in there and kind != "supplement":
                there.clear()
            there[chain] = row
        alive += there.values()
    return pairs.loc[alive]


def _not_replaced(pairs: pd.DataFrame) -> pd.DataFrame:
    of_team, _ = distinct(*(pairs[name] for name in (*_PLACE, "team_code")))
    version = pairs["version"].to_numpy()
    last = np.zeros(len(pairs), dtype=version.dtype)
    is_replacing = (pairs["submission_type"] != "supplement").to_numpy()
    np.maximum.at(last, of_team[is_replacing], version[is_replacing])
    return pairs[version >= last[of_team]]


def _unreplaced_without_teams(placed: pd.DataFrame, teams: pd.DataFrame) -> pd.Index:
    """Files that speak of no team (a nil report) stay until any later file of the Sunday comes."""
    newest = placed.groupby(["branch_code", "sunday"])["version"].transform("max")
    silent = ~placed.index.isin(teams["submission_id"])
    return placed.index[silent & (placed["version"] == newest)]


def in_force_of(
    submissions: pd.DataFrame, teams: pd.DataFrame
) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    """What tells for each of some rows (submission_id, team_code) whether it belongs to a file in
    force for its team; a row of a team that nobody knows stands or falls with its file.

    `submissions` is what `resolve_versions` gave.
    """
    placed = submissions[submissions["status"].isin(["accepted", "nil"])]
    pairs = _teams_in_force(
        submissions[submissions["version"] > 0].sort_values(["branch_code", "sunday", "version"]),
        teams,
    )
    alive, spoken_of = (
        pd.MultiIndex.from_frame(frame[["submission_id", "team_code"]]) for frame in (pairs, teams)
    )

    def are_in_force(rows: pd.DataFrame) -> pd.Series[bool]:
        asked = pd.MultiIndex.from_frame(rows[["submission_id", "team_code"]])
        is_placed = rows["submission_id"].isin(placed.index)
        stands = asked.isin(alive) | ~asked.isin(spoken_of)
        return pd.Series(stands, index=rows.index) & is_placed

    return are_in_force


def replacements(submissions: pd.DataFrame, teams: pd.DataFrame) -> list[tuple[str, Fault]]:
    """For each file in force that replaces an earlier one: how many teams it restates (Y03)."""
    placed = submissions[submissions["version"] > 0]
    pairs = teams.merge(
        placed[["branch_code", "sunday", "version", "status", "submission_type"]],
        left_on="submission_id",
        right_index=True,
    ).reset_index(drop=True)
    place = ["branch_code", "sunday", "team_code"]
    pairs["first"] = pairs.groupby(place)["version"].transform("min")
    is_replacing = pairs["status"].eq("accepted") & pairs["submission_type"].ne("supplement")
    restated = pairs[is_replacing & (pairs["version"] > pairs["first"])]
    return [
        (
            str(submission_id),
            Fault("submission.version.replaces_earlier", detail={"count": str(count)}),
        )
        for submission_id, count in restated.groupby("submission_id").size().items()
    ]
