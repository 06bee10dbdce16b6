"""Which teams there are, and which of them are counted."""

from __future__ import annotations

import pandas as pd

__all__ = ["every_team", "with_reasons", "youth_teams"]

_OFF_ROSTER = ".team_code.is_on_roster"
_OF_COMMUNITY = ".team_code.is_of_a_youth_team"


def every_team(teams: pd.DataFrame) -> frozenset[str]:
    """The codes of the roster: they may be shown; any other may be something typed in its place."""
    return frozenset(teams["team_code"])


def youth_teams(teams: pd.DataFrame) -> frozenset[str]:
    """The codes of youth teams; community teams, which the government leads, are never counted."""
    return every_team(teams[teams["team_type"] == "youth"])


def with_reasons(faults: pd.DataFrame, codes: pd.Series[str], teams: pd.DataFrame) -> pd.DataFrame:
    """`faults` (row_uid, rule_id) in which a community team is told to be one (X13).

    `codes` gives the team of each row: it is on the roster, and to look it up there helps nobody.
    """
    is_asked = faults["rule_id"].str.endswith(_OFF_ROSTER)
    of_community = every_team(teams) - youth_teams(teams)
    is_theirs = is_asked & codes.reindex(faults["row_uid"]).isin(of_community).to_numpy()
    told = faults["rule_id"].str.replace(_OFF_ROSTER, _OF_COMMUNITY, regex=False)
    return faults.assign(rule_id=faults["rule_id"].mask(is_theirs, told))
