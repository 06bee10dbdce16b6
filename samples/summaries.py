"""What a branch counts by hand for TONG_HOP: rows and ticks, repeated people and all."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from samples.plan import Campaign

__all__ = ["Sender", "branch_summaries"]

Sender = Literal["branch_code", "team_code"]
"""Whose work a workbook tells: a branch's, or one of its teams' alone."""

ROWS_WITH = {
    "Người dân được hỗ trợ mở tài khoản DVC và định danh mức 2": ("DVC_ACCOUNT", "VNEID_L2"),
    "Người dân được hỗ trợ mở tài khoản Dịch vụ công": ("DVC_ACCOUNT",),
    "Người dân được hỗ trợ định danh mức 2": ("VNEID_L2",),
    "Tài khoản do ĐVTN hỗ trợ có phát sinh hồ sơ trực tuyến": ("DVCTT_DOSSIER",),
    "Tài khoản sử dụng thanh toán điện tử": ("EPAYMENT",),
}
"""Indicators of indicators.csv by their Vietnamese name: rows with any of these services."""
CONTACTS = "Lượt người dân được hỗ trợ"
CITIZENS = "Số người dân được hỗ trợ (không trùng)"


def branch_summaries(campaign: Campaign, sender: Sender = "branch_code") -> pd.DataFrame:
    """sunday, `sender`, indicator, value_week, value_ytd (since the year's first Sunday here).

    Every branch (or team) and Sunday of the plan is there, with zeros where it helped nobody.
    """
    truth = campaign.truth
    ticked = truth["service_code"].str.get_dummies(";")
    counts = pd.DataFrame({CONTACTS: ticked.sum(axis=1), CITIZENS: 1})
    for indicator, codes in ROWS_WITH.items():
        present = [code for code in codes if code in ticked]
        counts[indicator] = ticked[present].any(axis=1).astype("int64")
    week = counts.groupby([truth["sunday"], truth[sender]]).sum()
    sundays = [day.isoformat() for day in campaign.plan.sundays]
    senders = campaign.teams[sender].unique()
    everywhere = pd.MultiIndex.from_product([sundays, senders], names=["sunday", sender])
    week = week.reindex(everywhere, fill_value=0)
    year = pd.Index([sunday[:4] for sunday in week.index.get_level_values("sunday")])
    to_date = week.groupby([week.index.get_level_values(sender), year]).cumsum()
    tables = {"value_week": week, "value_ytd": to_date}
    stacked = {name: t.rename_axis(columns="indicator").stack() for name, t in tables.items()}
    return pd.DataFrame(stacked).reset_index()
