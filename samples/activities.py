"""What teams did besides helping citizens: the sheet HOAT_DONG."""

from __future__ import annotations

import numpy as np
import pandas as pd

from samples.chance import texts
from samples.packaged import rows
from samples.plan import CampaignPlan
from samples.roster import Roster

__all__ = ["draw_activities"]


def draw_activities(rng: np.random.Generator, plan: CampaignPlan, roster: Roster) -> pd.DataFrame:
    """One or two activities of each team a Sunday: the columns of `Campaign.activities`."""
    table = rows("activities")
    teams, sundays = len(roster.teams), len(plan.sundays)
    times = rng.choice([1, 2], size=teams * sundays, p=[0.7, 0.3])
    slot = np.repeat(np.arange(teams * sundays), times)
    weights = np.array([float(row["weight"]) for row in table])
    what = rng.choice(len(table), size=len(slot), p=weights / weights.sum())
    most = np.array([int(row["quantity_max"]) for row in table])[what]
    crowd = np.array([int(row["attendance_max"]) for row in table])[what]
    number = rng.integers(0, 10**6, len(slot))
    url = [f"https://example.org/tin/{n:06d}" for n in number]
    has_url = np.array([row["has_url"] == "Y" for row in table])[what]
    sunday = texts([day.isoformat() for day in plan.sundays])[slot // teams]
    frame = pd.DataFrame(
        {
            "sunday": sunday,
            "branch_code": roster.teams["branch_code"].to_numpy()[slot % teams],
            "team_code": roster.teams["team_code"].to_numpy()[slot % teams],
            "activity": texts([row["name_vi"] for row in table])[what],
            "quantity": 1 + (rng.random(len(slot)) * most).astype(np.int64),
            "attendance": (rng.random(len(slot)) * (crowd + 1)).astype(np.int64),
            "url": np.where(has_url, texts(url), "").astype(object),
        }
    )
    kept = ~frame.duplicated(["sunday", "team_code", "activity"])
    counts = ("quantity", "attendance")
    text_columns = [column for column in frame.columns if column not in counts]
    return frame[kept].reset_index(drop=True).astype(dict.fromkeys(text_columns, "str"))
