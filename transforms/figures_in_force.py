"""Which of the figures that branches give of themselves stand: `core.reported_summary` has all."""

from __future__ import annotations

import pandas as pd

__all__ = ["figures_in_force", "unlisted"]

_PLACE = ["branch_code", "sunday"]
_FILE = ["submission_id", "version", "submission_type"]


def figures_in_force(
    figures: pd.DataFrame, submissions: pd.DataFrame, teams: pd.DataFrame
) -> pd.DataFrame:
    """The `figures` (`core.reported_summary`) less those that a later file of the branch and Sunday
    gives again.

    Files of other teams stand beside each other, and a supplement adds to what is there. A file
    that takes another one's place for any team, or speaks of none, gives the figure anew: it is the
    branch's, not the team's. `submissions` is indexed by submission_id, as all of them stand;
    `teams` are the teams that each speaks about.
    """
    files = submissions.loc[submissions["status"] == "accepted", [*_PLACE, *_FILE[1:]]]
    files = files.rename_axis("submission_id").reset_index()
    told = figures[["submission_id", "indicator_code"]].merge(files, on="submission_id")
    several = told[told.duplicated([*_PLACE, "indicator_code"], keep=False)]
    if several.empty:
        return figures
    pairs = several.merge(several, on=[*_PLACE, "indicator_code"], suffixes=("", "_later"))
    is_later = pairs["version_later"].gt(pairs["version"])
    pairs = pairs[is_later & pairs["submission_type_later"].ne("supplement")]
    spoken = teams.groupby("submission_id")["team_code"].agg(frozenset)
    own, others = (
        [spoken.get(name, frozenset()) for name in pairs[column]]
        for column in ("submission_id", "submission_id_later")
    )
    replaces = [not one or not other or one & other for one, other in zip(own, others, strict=True)]
    gone = pairs.loc[[bool(told) for told in replaces], ["submission_id", "indicator_code"]]
    known = pd.MultiIndex.from_frame(figures[["submission_id", "indicator_code"]])
    return figures[~known.isin(pd.MultiIndex.from_frame(gone))]


def unlisted(figures: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Those of branches and Sundays for which no file in force lists citizens (case X08)."""
    listing = submissions["status"].eq("accepted") & submissions["records_parsed"].gt(0)
    listed = pd.MultiIndex.from_frame(submissions.loc[listing, _PLACE])
    return figures[~pd.MultiIndex.from_frame(figures[_PLACE]).isin(listed)]
