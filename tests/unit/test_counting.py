"""A campaign of seven Sundays counted by hand, over the ends of a month and of a year (DESIGN 8).

Province 52 has district 540 with communes 21001 (branch X, teams X1 and X2) and 21002 (branch Y,
team Y1), district 541 (branch Z of the district itself, team Z1) and the university U (team U1).
X2 ends with the year. Three Sundays are suspended for all, one for district 541.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from schemas import tables
from schemas.reference import ALWAYS, Reference
from schemas.table import Table
from transforms.counting import Facts, count_indicators
from transforms.geography import Geography
from transforms.grid import make_grid

SUNDAYS = list(pd.date_range("2023-11-26", "2024-01-07", freq="7D").as_unit("us"))
TOLD = ["2023-11-26", "2023-12-03", "2023-12-31", "2024-01-07"]
"""The Sundays that the tables below tell of; on the others nothing happened."""

PERIODS = {
    "week": "week",
    "month": "month_to_date",
    "year": "year_to_date",
    "launch": "since_launch",
}

# What happened. A, B, C and D are citizens.
ASSISTANCE = """
    2023-11-26  A  X1  DVC_ACCOUNT
    2023-11-26  B  X1  VNEID_L2
    2023-12-03  A  X2  VNEID_L2
    2023-12-03  A  Y1  EPAYMENT
    2023-12-30  B  X1  DVCTT_DOSSIER  3
    2023-12-31  B  Z1  VNEID_L2
    2023-12-31  C  U1  DVC_ACCOUNT
    2023-12-31  C  U1  VNEID_L2
    2024-01-07  A  Y1  DVCTT_DOSSIER  1
    2024-01-07  D  X1  EPAYMENT
"""
EXCLUDED = """
    2023-12-03  U1
    2024-01-07  Z1
"""
UNLISTED = """
    2023-12-03  Z  12
"""
ACTIVITIES = """
    2023-11-26  X  X1  POSTER             100  -
    2023-11-26  U  -   INT_TRAINING       1    40
    2023-12-03  X  X1  PROPAGANDA_ONLINE  2    -
    2023-12-03  Y  -   POSTER             50   -
    2023-12-03  U  -   INT_MEETING        1    -
    2023-12-31  U  -   INT_MEETING        1    -
    2023-12-31  Y  Y1  POSTER             10   -
    2023-12-31  Z  -   PROPAGANDA_DIRECT  1    30
    2024-01-07  U  -   INT_TRAINING       1    25
"""
TEAM_LISTS = """
    2023-11-26  X  X1  8  accepted
    2023-11-26  X  X2  7  quarantined
    2023-11-26  Y  Y1  9  quarantined
    2023-12-03  X  X2  8  accepted
    2023-12-31  X  X1  9  quarantined
    2023-12-31  Z  Z1  8  accepted
    2024-01-07  U  U1  8  accepted
"""
MEMBERS = """
    2023-11-26  X  100  90   80  70
    2023-12-03  Y  50   -    25  20
    2023-12-31  X  120  120  90  80
"""
PRESENCE = """
    2023-11-26  X  on_time    yes
    2023-11-26  Y  late       no
    2023-11-26  Z  missing    no
    2023-11-26  U  nil        yes
    2023-12-03  X  on_time    yes
    2023-12-31  Y  on_time    yes
    2023-12-31  Z  suspended  no
    2024-01-07  X  rejected   no
"""
ROWS_SENT = """
    2023-11-26  X  10  1
    2023-12-03  Y  4   4
    2023-12-31  X  5   0
"""

# What is counted, on the four Sundays of TOLD. Units that are not listed have 0 throughout;
# a dot is a unit that is no longer there.
COUNTS = {
    "KPI_UNIQUE_CITIZENS": """
        unit   week     month    year     launch
        52     2 1 2 2  2 1 3 2  2 2 3 2  2 2 3 4
        540    2 1 1 2  2 1 2 2  2 2 2 2  2 2 2 3
        541    0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        21001  2 1 1 1  2 1 2 1  2 2 2 1  2 2 2 3
        21002  0 1 0 1  0 1 1 1  0 1 1 1  0 1 1 1
        X      2 1 1 1  2 1 2 1  2 2 2 1  2 2 2 3
        Y      0 1 0 1  0 1 1 1  0 1 1 1  0 1 1 1
        Z      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X1     2 0 1 1  2 0 1 1  2 2 2 1  2 2 2 3
        X2     0 1 0 .  0 1 1 .  0 1 1 .  0 1 1 .
        Y1     0 1 0 1  0 1 1 1  0 1 1 1  0 1 1 1
        Z1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    "KPI_NEW_CITIZENS": """
        unit   week     month    year     launch
        52     2 0 1 1  2 0 1 1  2 2 3 1  2 2 3 4
        540    2 0 0 1  2 0 0 1  2 2 2 1  2 2 2 3
        541    0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        21001  2 0 0 1  2 0 0 1  2 2 2 1  2 2 2 3
        21002  0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
        X      2 0 0 1  2 0 0 1  2 2 2 1  2 2 2 3
        Y      0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
        Z      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X1     2 0 0 1  2 0 0 1  2 2 2 1  2 2 2 3
        X2     0 1 0 .  0 1 1 .  0 1 1 .  0 1 1 .
        Y1     0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
        Z1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    "KPI_ASSIST_CONTACTS": """
        unit   week      month      year       launch
        52     2 15 4 3  2 15 19 3  2 17 21 3  2 17 21 24
        540    2 2 1 2   2 2 3 2    2 4 5 2    2 4 5 7
        541    0 12 1 1  0 12 13 1  0 12 13 1  0 12 13 14
        21001  2 1 1 1   2 1 2 1    2 3 4 1    2 3 4 5
        21002  0 1 0 1   0 1 1 1    0 1 1 1    0 1 1 2
        X      2 1 1 1   2 1 2 1    2 3 4 1    2 3 4 5
        Y      0 1 0 1   0 1 1 1    0 1 1 1    0 1 1 2
        Z      0 12 1 1  0 12 13 1  0 12 13 1  0 12 13 14
        U      0 1 2 0   0 1 3 0    0 1 3 0    0 1 3 3
        X1     2 0 1 1   2 0 1 1    2 2 3 1    2 2 3 4
        X2     0 1 0 .   0 1 1 .    0 1 1 .    0 1 1 .
        Y1     0 1 0 1   0 1 1 1    0 1 1 1    0 1 1 2
        Z1     0 0 1 1   0 0 1 1    0 0 1 1    0 0 1 2
        U1     0 1 2 0   0 1 3 0    0 1 3 0    0 1 3 3
    """,
    "KPI_CITIZEN_ACCOUNT": """
        unit   week     month    year     launch
        52     2 1 2 0  2 1 3 0  2 2 3 0  2 2 3 3
        540    2 1 0 0  2 1 1 0  2 2 2 0  2 2 2 2
        541    0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        21001  2 1 0 0  2 1 1 0  2 2 2 0  2 2 2 2
        X      2 1 0 0  2 1 1 0  2 2 2 0  2 2 2 2
        Z      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X1     2 0 0 0  2 0 0 0  2 2 2 0  2 2 2 2
        X2     0 1 0 .  0 1 1 .  0 1 1 .  0 1 1 .
        Z1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    # A has the two accounts from two teams in two weeks and months: not X1's, not X2's, but X's.
    "KPI_CITIZEN_ACCOUNT_BOTH": """
        unit   week     month    year     launch
        52     0 0 1 0  0 0 1 0  0 1 2 0  0 1 2 2
        540    0 0 0 0  0 0 0 0  0 1 1 0  0 1 1 1
        21001  0 0 0 0  0 0 0 0  0 1 1 0  0 1 1 1
        X      0 0 0 0  0 0 0 0  0 1 1 0  0 1 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    "KPI_CITIZEN_DVC": """
        unit   week     month    year     launch
        52     1 0 1 0  1 0 1 0  1 1 2 0  1 1 2 2
        540    1 0 0 0  1 0 0 0  1 1 1 0  1 1 1 1
        21001  1 0 0 0  1 0 0 0  1 1 1 0  1 1 1 1
        X      1 0 0 0  1 0 0 0  1 1 1 0  1 1 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X1     1 0 0 0  1 0 0 0  1 1 1 0  1 1 1 1
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    "KPI_CITIZEN_VNEID2": """
        unit   week     month    year     launch
        52     1 1 2 0  1 1 3 0  1 2 3 0  1 2 3 3
        540    1 1 0 0  1 1 1 0  1 2 2 0  1 2 2 2
        541    0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        21001  1 1 0 0  1 1 1 0  1 2 2 0  1 2 2 2
        X      1 1 0 0  1 1 1 0  1 2 2 0  1 2 2 2
        Z      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X1     1 0 0 0  1 0 0 0  1 1 1 0  1 1 1 1
        X2     0 1 0 .  0 1 1 .  0 1 1 .  0 1 1 .
        Z1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        U1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
    """,
    "KPI_ACCOUNT_DOSSIER": """
        unit   week     month    year     launch
        52     0 0 1 1  0 0 1 1  0 0 1 1  0 0 1 2
        540    0 0 1 1  0 0 1 1  0 0 1 1  0 0 1 2
        21001  0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        21002  0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        X      0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        Y      0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        X1     0 0 1 0  0 0 1 0  0 0 1 0  0 0 1 1
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
        Y1     0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
    """,
    "KPI_DOSSIERS": """
        unit   week     month    year     launch
        52     0 0 3 1  0 0 3 1  0 0 3 1  0 0 3 4
        540    0 0 3 1  0 0 3 1  0 0 3 1  0 0 3 4
        21001  0 0 3 0  0 0 3 0  0 0 3 0  0 0 3 3
        21002  0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        X      0 0 3 0  0 0 3 0  0 0 3 0  0 0 3 3
        Y      0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        X1     0 0 3 0  0 0 3 0  0 0 3 0  0 0 3 3
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
        Y1     0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
    """,
    "KPI_ACCOUNT_EPAY": """
        unit   week     month    year     launch
        52     0 1 0 1  0 1 1 1  0 1 1 1  0 1 1 2
        540    0 1 0 1  0 1 1 1  0 1 1 1  0 1 1 2
        21001  0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        21002  0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
        X      0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        Y      0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
        X1     0 0 0 1  0 0 0 1  0 0 0 1  0 0 0 1
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
        Y1     0 1 0 0  0 1 1 0  0 1 1 0  0 1 1 1
    """,
    # The branch's own posters are its units', and no team's.
    "KPI_POSTERS": """
        unit   week         month        year           launch
        52     100 50 10 0  100 50 60 0  100 150 160 0  100 150 160 160
        540    100 50 10 0  100 50 60 0  100 150 160 0  100 150 160 160
        21001  100 0 0 0    100 0 0 0    100 100 100 0  100 100 100 100
        21002  0 50 10 0    0 50 60 0    0 50 60 0      0 50 60 60
        X      100 0 0 0    100 0 0 0    100 100 100 0  100 100 100 100
        Y      0 50 10 0    0 50 60 0    0 50 60 0      0 50 60 60
        X1     100 0 0 0    100 0 0 0    100 100 100 0  100 100 100 100
        X2     0 0 0 .      0 0 0 .      0 0 0 .        0 0 0 .
        Y1     0 0 10 0     0 0 10 0     0 0 10 0       0 0 10 10
    """,
    "KPI_PROPAGANDA_CONTACTS": """
        unit   week      month     year      launch
        52     0 0 30 0  0 0 30 0  0 0 30 0  0 0 30 30
        541    0 0 30 0  0 0 30 0  0 0 30 0  0 0 30 30
        Z      0 0 30 0  0 0 30 0  0 0 30 0  0 0 30 30
        X2     0 0 0 .   0 0 0 .   0 0 0 .   0 0 0 .
    """,
    "KPI_POSTS": """
        unit   week     month    year     launch
        52     0 2 0 0  0 2 2 0  0 2 2 0  0 2 2 2
        540    0 2 0 0  0 2 2 0  0 2 2 0  0 2 2 2
        21001  0 2 0 0  0 2 2 0  0 2 2 0  0 2 2 2
        X      0 2 0 0  0 2 2 0  0 2 2 0  0 2 2 2
        X1     0 2 0 0  0 2 2 0  0 2 2 0  0 2 2 2
        X2     0 0 0 .  0 0 0 .  0 0 0 .  0 0 0 .
    """,
    "KPI_TRAINING_SESSIONS": """
        unit   week     month    year     launch
        52     1 0 0 1  1 0 0 1  1 1 1 1  1 1 1 2
        U      1 0 0 1  1 0 0 1  1 1 1 1  1 1 1 2
    """,
    "KPI_TRAINING_ATTENDANCE": """
        unit   week       month      year         launch
        52     40 0 0 25  40 0 0 25  40 40 40 25  40 40 40 65
        U      40 0 0 25  40 0 0 25  40 40 40 25  40 40 40 65
    """,
}
SHARES = {
    # Three suspended Sundays of December have no teams to be active.
    "KPI_TEAM_ACTIVE": """
        unit   week             month            year               launch
        52     1/5 4/5 3/4 3/4  1/5 4/5 7/9 3/4  1/5 5/10 8/14 3/4  1/5 5/10 8/14 11/18
        540    1/3 3/3 2/3 2/2  1/3 3/3 5/6 2/2  1/3 4/6 6/9 2/2    1/3 4/6 6/9 8/11
        541    0/1 0/1 0/0 1/1  0/1 0/1 0/1 1/1  0/1 0/2 0/2 1/1    0/1 0/2 0/2 1/3
        21001  1/2 2/2 1/2 1/1  1/2 2/2 3/4 1/1  1/2 3/4 4/6 1/1    1/2 3/4 4/6 5/7
        21002  0/1 1/1 1/1 1/1  0/1 1/1 2/2 1/1  0/1 1/2 2/3 1/1    0/1 1/2 2/3 3/4
        X      1/2 2/2 1/2 1/1  1/2 2/2 3/4 1/1  1/2 3/4 4/6 1/1    1/2 3/4 4/6 5/7
        Y      0/1 1/1 1/1 1/1  0/1 1/1 2/2 1/1  0/1 1/2 2/3 1/1    0/1 1/2 2/3 3/4
        Z      0/1 0/1 0/0 1/1  0/1 0/1 0/1 1/1  0/1 0/2 0/2 1/1    0/1 0/2 0/2 1/3
        U      0/1 1/1 1/1 0/1  0/1 1/1 2/2 0/1  0/1 1/2 2/3 0/1    0/1 1/2 2/3 2/4
    """,
    # X1 never missed a Sunday; Y1 missed the first, but none of December.
    "KPI_TEAM_ACTIVE_ALL": """
        unit   month            year             launch
        52     1/5 4/5 3/5 3/4  1/5 1/5 1/5 3/4  1/5 1/5 1/5 1/5
        540    1/3 3/3 2/3 2/2  1/3 1/3 1/3 2/2  1/3 1/3 1/3 1/3
        541    0/1 0/1 0/1 1/1  0/1 0/1 0/1 1/1  0/1 0/1 0/1 0/1
        21001  1/2 2/2 1/2 1/1  1/2 1/2 1/2 1/1  1/2 1/2 1/2 1/2
        21002  0/1 1/1 1/1 1/1  0/1 0/1 0/1 1/1  0/1 0/1 0/1 0/1
        X      1/2 2/2 1/2 1/1  1/2 1/2 1/2 1/1  1/2 1/2 1/2 1/2
        Y      0/1 1/1 1/1 1/1  0/1 0/1 0/1 1/1  0/1 0/1 0/1 0/1
        Z      0/1 0/1 0/1 1/1  0/1 0/1 0/1 1/1  0/1 0/1 0/1 0/1
        U      0/1 1/1 1/1 0/1  0/1 0/1 0/1 0/1  0/1 0/1 0/1 0/1
    """,
    # The newest list holds on: X2 of 3 December still on the 31st, X1 no more since its 9th.
    "KPI_TEAM_SIZE": """
        unit   week
        52     1/5 2/5 2/5 2/4
        540    1/3 2/3 1/3 0/2
        541    0/1 0/1 1/1 1/1
        21001  1/2 2/2 1/2 0/1
        21002  0/1 0/1 0/1 0/1
        X      1/2 2/2 1/2 0/1
        Y      0/1 0/1 0/1 0/1
        Z      0/1 0/1 1/1 1/1
        U      0/1 0/1 0/1 1/1
    """,
    # B's account of November and dossier of December meet in the year; A's of two years do not.
    "KPI_DOSSIER_CONV": """
        unit   year             launch
        52     0/2 0/2 1/3 0/0  0/2 0/2 1/3 2/3
        540    0/2 0/2 1/2 0/0  0/2 0/2 1/2 2/2
        541    0/0 0/0 0/1 0/0  0/0 0/0 0/1 0/1
        21001  0/2 0/2 1/2 0/0  0/2 0/2 1/2 1/2
        21002  0/0 0/0 0/0 0/0  0/0 0/0 0/0 0/0
        X      0/2 0/2 1/2 0/0  0/2 0/2 1/2 1/2
        Y      0/0 0/0 0/0 0/0  0/0 0/0 0/0 0/0
        Z      0/0 0/0 0/1 0/0  0/0 0/0 0/1 0/1
        U      0/0 0/0 0/1 0/0  0/0 0/0 0/1 0/1
        X1     0/2 0/2 1/2 0/0  0/2 0/2 1/2 1/2
        X2     0/0 0/1 0/1 .    0/0 0/1 0/1 .
        Y1     0/0 0/0 0/0 0/0  0/0 0/0 0/0 0/0
        Z1     0/0 0/0 0/1 0/0  0/0 0/0 0/1 0/1
        U1     0/0 0/0 0/1 0/0  0/0 0/0 0/1 0/1
    """,
    "KPI_MEMBER_DVC": """
        unit   week
        52     90/100 90/100 120/120 120/120
        540    90/100 90/100 120/120 120/120
        541    0/0 0/0 0/0 0/0
        21001  90/100 90/100 120/120 120/120
        21002  0/0 0/0 0/0 0/0
        X      90/100 90/100 120/120 120/120
        Y      0/0 0/0 0/0 0/0
        Z      0/0 0/0 0/0 0/0
        U      0/0 0/0 0/0 0/0
    """,
    "KPI_MEMBER_VNEID2": """
        unit   week
        52     80/100 105/150 115/170 115/170
        540    80/100 105/150 115/170 115/170
        541    0/0 0/0 0/0 0/0
        21001  80/100 80/100 90/120 90/120
        21002  0/0 25/50 25/50 25/50
        X      80/100 80/100 90/120 90/120
        Y      0/0 25/50 25/50 25/50
        Z      0/0 0/0 0/0 0/0
        U      0/0 0/0 0/0 0/0
    """,
    "KPI_MEMBER_BOTH": """
        unit   week
        52     70/100 90/150 100/170 100/170
        540    70/100 90/150 100/170 100/170
        541    0/0 0/0 0/0 0/0
        21001  70/100 70/100 80/120 80/120
        21002  0/0 20/50 20/50 20/50
        X      70/100 70/100 80/120 80/120
        Y      0/0 20/50 20/50 20/50
        Z      0/0 0/0 0/0 0/0
        U      0/0 0/0 0/0 0/0
    """,
    # November, December, January: met once in December, for all that it was twice.
    "KPI_MONTHLY_MEETING": """
        unit   year             launch
        52     0/1 1/2 1/2 0/1  0/1 1/2 1/2 1/3
    """,
    "KPI_SUBMISSION_RATE": """
        unit   week             month            year             launch
        52     2/4 1/1 1/1 0/1  2/4 1/1 2/2 0/1  2/4 3/5 4/6 0/1  2/4 3/5 4/6 4/7
        540    1/2 1/1 1/1 0/1  1/2 1/1 2/2 0/1  1/2 2/3 3/4 0/1  1/2 2/3 3/4 3/5
        541    0/1 0/0 0/0 0/0  0/1 0/0 0/0 0/0  0/1 0/1 0/1 0/0  0/1 0/1 0/1 0/1
        21001  1/1 1/1 0/0 0/1  1/1 1/1 1/1 0/1  1/1 2/2 2/2 0/1  1/1 2/2 2/2 2/3
        21002  0/1 0/0 1/1 0/0  0/1 0/0 1/1 0/0  0/1 0/1 1/2 0/0  0/1 0/1 1/2 1/2
        X      1/1 1/1 0/0 0/1  1/1 1/1 1/1 0/1  1/1 2/2 2/2 0/1  1/1 2/2 2/2 2/3
        Y      0/1 0/0 1/1 0/0  0/1 0/0 1/1 0/0  0/1 0/1 1/2 0/0  0/1 0/1 1/2 1/2
        Z      0/1 0/0 0/0 0/0  0/1 0/0 0/0 0/0  0/1 0/1 0/1 0/0  0/1 0/1 0/1 0/1
        U      1/1 0/0 0/0 0/0  1/1 0/0 0/0 0/0  1/1 1/1 1/1 0/0  1/1 1/1 1/1 1/1
    """,
    "KPI_DQ_REJECT": """
        unit   week              month             year                launch
        52     1/10 4/4 0/5 0/0  1/10 4/4 4/9 0/0  1/10 5/14 5/19 0/0  1/10 5/14 5/19 5/19
        540    1/10 4/4 0/5 0/0  1/10 4/4 4/9 0/0  1/10 5/14 5/19 0/0  1/10 5/14 5/19 5/19
        541    0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0     0/0 0/0 0/0 0/0
        21001  1/10 0/0 0/5 0/0  1/10 0/0 0/5 0/0  1/10 1/10 1/15 0/0  1/10 1/10 1/15 1/15
        21002  0/0 4/4 0/0 0/0   0/0 4/4 4/4 0/0   0/0 4/4 4/4 0/0     0/0 4/4 4/4 4/4
        X      1/10 0/0 0/5 0/0  1/10 0/0 0/5 0/0  1/10 1/10 1/15 0/0  1/10 1/10 1/15 1/15
        Y      0/0 4/4 0/0 0/0   0/0 4/4 4/4 0/0   0/0 4/4 4/4 0/0     0/0 4/4 4/4 4/4
        Z      0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0     0/0 0/0 0/0 0/0
        U      0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0   0/0 0/0 0/0 0/0     0/0 0/0 0/0 0/0
    """,
}


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def frame(table: Table, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows in the form of a table; what they leave out is blank."""
    return table.conform(pd.DataFrame(list(rows), columns=table.column_names))


def catalogue() -> pd.DataFrame:
    """The indicators that the project ships."""
    path = Path(__file__).resolve().parents[2] / "warehouse" / "shipped" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
    renamed = {
        "indicator_code": "code",
        "numerator_text": "numerator",
        "denominator_text": "denominator",
        "target": "target_value",
    }
    columns = tables.INDICATOR_DEFINITION.column_names
    return frame(
        tables.INDICATOR_DEFINITION,
        ({name: row[renamed.get(name, name)] for name in columns} for row in rows),
    )


def unit(code: str, level: str, parent: str | None) -> dict[str, Any]:
    return {"unit_code": code, "name": code, "level": level, "parent_code": parent}


def reference() -> Reference:
    units = [
        unit("52", "province", None),
        unit("540", "district", "52"),
        unit("541", "district", "52"),
        unit("21001", "commune", "540"),
        unit("21002", "commune", "540"),
    ]
    branches = {"X": "21001", "Y": "21002", "Z": "541", "U": "52"}
    teams = [
        {"team_code": code, "branch_code": code[0], "name": code, "team_type": "youth"}
        for code in ("X1", "X2", "Y1", "Z1", "U1")
    ]
    teams[1]["valid_to"] = "2023-12-31"
    storm = [{"sunday": f"2023-12-{day}", "unit_code": "52"} for day in (10, 17, 24)]
    return Reference(
        units=frame(tables.UNIT, (row | {"valid_from": ALWAYS} for row in units)),
        unit_successions=tables.UNIT_SUCCESSION.empty(),
        branches=frame(
            tables.BRANCH,
            (
                {"branch_code": code, "valid_from": ALWAYS, "name": code, "kind": "other"}
                | {"unit_code": place}
                for code, place in branches.items()
            ),
        ),
        branch_successions=tables.BRANCH_SUCCESSION.empty(),
        teams=frame(tables.TEAM, (row | {"valid_from": ALWAYS} for row in teams)),
        suspended_sundays=frame(
            tables.SUSPENDED_SUNDAY,
            (
                row | {"reason": "bão"}
                for row in [*storm, {"sunday": "2023-12-31", "unit_code": "541"}]
            ),
        ),
        targets=frame(
            tables.TARGET,
            [
                {
                    "indicator_code": "KPI_TEAM_ACTIVE",
                    "unit_code": "540",
                    "year": 2024,
                    "target": 90.0,
                }
            ],
        ),
        services=tables.SERVICE.empty(),
        indicators=catalogue(),
    )


def place(day: str, team: str) -> dict[str, Any]:
    moment = pd.Timestamp(day)
    return {
        "sunday": moment + pd.offsets.Week(weekday=6, n=0),
        "assist_date": moment,
        "team_code": team,
        "branch_code": team[0],
    }


def assistance(text: str) -> pd.DataFrame:
    return frame(
        tables.ASSISTANCE,
        (
            place(day, team)
            | {"person_id": person, "service_code": service}
            | {"quantity": int(quantity[0]) if quantity else 1}
            | {"is_first_for_service": False, "is_first_ever": False}
            for day, person, team, service, *quantity in lines(text)
        ),
    )


def number(word: str) -> int | None:
    return None if word == "-" else int(word)


def facts() -> Facts:
    return Facts(
        assistance=assistance(ASSISTANCE),
        contacts=frame(
            tables.ANONYMOUS_CONTACT,
            (place(day, team) | {"service_code": "DVC_USE"} for day, team in lines(EXCLUDED)),
        ),
        team_reports=frame(
            tables.TEAM_REPORT,
            (
                {
                    "sunday": sunday,
                    "submission_id": f"{at}",
                    "branch_code": branch,
                    "team_code": team,
                    "member_count": int(count),
                    "status": status,
                }
                for at, (sunday, branch, team, count, status) in enumerate(lines(TEAM_LISTS))
            ),
        ),
        activities=frame(
            tables.ACTIVITY,
            (
                {
                    "sunday": sunday,
                    "branch_code": branch,
                    "team_code": None if team == "-" else team,
                    "service_code": service,
                    "quantity": int(quantity),
                    "attendance": number(attendance),
                }
                for sunday, branch, team, service, quantity, attendance in lines(ACTIVITIES)
            ),
        ),
        unlisted=frame(
            tables.REPORTED_SUMMARY,
            (
                {
                    "sunday": sunday,
                    "branch_code": branch,
                    "indicator_code": "KPI_ASSIST_CONTACTS",
                    "reported": int(reported),
                }
                for sunday, branch, reported in lines(UNLISTED)
            ),
        ),
        members=frame(
            tables.MEMBER_REPORT,
            (
                {
                    "sunday": sunday,
                    "submission_id": f"{at}",
                    "branch_code": branch,
                    "member_total": number(total),
                    "member_dvc_count": number(dvc),
                    "member_vneid2_count": number(vneid2),
                    "member_both_count": number(both),
                }
                for at, (sunday, branch, total, dvc, vneid2, both) in enumerate(lines(MEMBERS))
            ),
        ),
        reconciliation=frame(
            tables.RECONCILIATION,
            (
                {
                    "sunday": sunday,
                    "branch_code": branch,
                    "indicator_code": code,
                    "parsed": int(parsed),
                    "quarantined": int(quarantined),
                }
                for sunday, branch, parsed, quarantined in lines(ROWS_SENT)
                for code in ("KPI_UNIQUE_CITIZENS", "KPI_CITIZEN_DVC")
            ),
        ),
        presence=pd.DataFrame(
            lines(PRESENCE), columns=["sunday", "branch_code", "state", "is_on_time"]
        ).assign(
            sunday=lambda rows: rows["sunday"].astype("datetime64[us]"),
            is_expected=lambda rows: rows["state"] != "suspended",
            is_on_time=lambda rows: rows["is_on_time"] == "yes",
        ),
    )


def count(told: Facts, known: Reference, first: pd.Timestamp = SUNDAYS[0]) -> pd.DataFrame:
    grid = make_grid(known, Geography(known), SUNDAYS, first)
    return count_indicators(told, known, grid)


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return count(facts(), reference())


Cells = dict[tuple[str, str], list[str]]
"""(unit, period) → a word for each Sunday of TOLD."""


def expected(text: str) -> Cells:
    header, *rows = lines(text)
    cells: Cells = {}
    for code, *words in rows:
        for at, period in enumerate(header[1:]):
            cells[code, PERIODS[period]] = words[at * 4 : at * 4 + 4]
    return cells


def found(values: pd.DataFrame, code: str) -> Cells:
    rows = values[values["indicator_code"] == code]
    words = rows["numerator"].astype("int64").astype("str")
    base = rows["denominator"].fillna(-1).astype("int64").astype("str")
    words = words.where(rows["denominator"].isna(), words + "/" + base)
    table = rows.assign(word=words).pivot(
        index=["unit_code", "period"], columns="sunday", values="word"
    )
    told = table.reindex(columns=pd.DatetimeIndex(TOLD)).fillna(".")
    return {key: list(row) for key, row in zip(told.index, told.to_numpy(), strict=True)}


@pytest.mark.parametrize("code", COUNTS)
def test_counts(values: pd.DataFrame, code: str) -> None:
    counted, by_hand = found(values, code), expected(COUNTS[code])
    silent = {key for key, words in counted.items() if set(words) == {"0"}}
    assert {key: counted[key] for key in counted.keys() - silent} == {
        key: words for key, words in by_hand.items() if set(words) != {"0"}
    }
    assert by_hand.keys() <= counted.keys()


@pytest.mark.parametrize("code", SHARES)
def test_shares(values: pd.DataFrame, code: str) -> None:
    assert found(values, code) == expected(SHARES[code])


def test_every_indicator_of_the_catalogue_is_told_of(values: pd.DataFrame) -> None:
    assert set(values["indicator_code"]) == {*COUNTS, *SHARES}


def test_a_count_is_its_numerator_and_a_share_is_in_percent(values: pd.DataFrame) -> None:
    is_count = values["indicator_code"].isin(list(COUNTS))
    counts, shares = values[is_count], values[~is_count]
    assert counts["value"].equals(counts["numerator"])
    assert counts["denominator"].isna().all()
    based = shares[shares["denominator"] > 0]
    assert based["value"].equals(100 * based["numerator"] / based["denominator"])
    assert based["value"].max() == 100.0
    baseless = shares[shares["denominator"] == 0]
    assert len(baseless)
    assert baseless["value"].isna().all()
    assert (baseless["numerator"] == 0).all()


def test_rows_are_those_of_the_levels_and_periods_of_the_catalogue(values: pd.DataFrame) -> None:
    on_all_levels = values[values["indicator_code"] == "KPI_UNIQUE_CITIZENS"]
    by_level = on_all_levels.groupby("unit_level")["unit_code"].agg(lambda u: sorted(set(u)))
    assert by_level.to_dict() == {
        "province": ["52"],
        "district": ["540", "541"],
        "commune": ["21001", "21002"],
        "branch": ["U", "X", "Y", "Z"],
        "team": ["U1", "X1", "X2", "Y1", "Z1"],
    }
    key = ["sunday", "period", "unit_level", "unit_code", "unit_valid_from", "indicator_code"]
    assert not values.duplicated(key).any()
    assert values[key].notna().all().all()


def test_the_values_are_what_the_mart_takes(values: pd.DataFrame) -> None:
    rows = values.assign(status="final", run_id="R20240107T160000Z-00000000")
    conformed = tables.INDICATOR.conform(rows)
    for name in ("sunday", "unit_valid_from", "numerator", "denominator", "value", "target"):
        assert conformed[name].equals(rows[name].astype(conformed[name].dtype)), name


def test_a_suspended_sunday_has_no_base(values: pd.DataFrame) -> None:
    stormy = values[(values["sunday"] == "2023-12-17") & (values["period"] == "week")]
    active = stormy[stormy["indicator_code"] == "KPI_TEAM_ACTIVE"]
    assert len(active) == 9
    assert (active["denominator"] == 0).all()
    assert active["value"].isna().all()


def test_the_target_of_a_unit_and_year_comes_before_the_indicators_own(
    values: pd.DataFrame,
) -> None:
    active = values[values["indicator_code"] == "KPI_TEAM_ACTIVE"]
    year = active["sunday"].dt.year
    special = (active["unit_code"] == "540") & (year == 2024)
    assert set(active.loc[special, "target"]) == {90.0}
    assert set(active.loc[~special, "target"]) == {100.0}
    assert values.loc[values["indicator_code"] == "KPI_UNIQUE_CITIZENS", "target"].isna().all()


def test_publishing_from_a_later_sunday_on_changes_no_value(values: pd.DataFrame) -> None:
    later = count(facts(), reference(), SUNDAYS[5])
    whole = values[values["sunday"] >= SUNDAYS[5]].reset_index(drop=True)
    pd.testing.assert_frame_equal(later, whole)


def test_without_any_fact_all_counts_are_nought() -> None:
    empty = Facts(
        assistance=tables.ASSISTANCE.empty(),
        contacts=tables.ANONYMOUS_CONTACT.empty(),
        team_reports=tables.TEAM_REPORT.empty(),
        activities=tables.ACTIVITY.empty(),
    )
    counted = count(empty, reference())
    assert (counted["numerator"] == 0).all()


def test_without_targets_the_indicators_own_stand(values: pd.DataFrame) -> None:
    plain = count(facts(), replace(reference(), targets=tables.TARGET.empty()))
    assert set(plain.loc[plain["indicator_code"] == "KPI_TEAM_ACTIVE", "target"]) == {100.0}
    pd.testing.assert_frame_equal(plain.drop(columns="target"), values.drop(columns="target"))


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_two_lists_of_a_sunday_the_later_version_counts(names: tuple[str, str]) -> None:
    file = {"sunday": SUNDAYS[0], "branch_code": "X"}
    versions = [file | {"submission_id": name, "version": n} for n, name in enumerate(names, 1)]
    lists = [
        {"team_code": "X1", "member_count": 7, "status": "quarantined"},
        {"team_code": "X1", "member_count": 8, "status": "accepted"},
    ]
    members = [{"member_total": 100, "member_dvc_count": count} for count in (10, 90)]
    told = replace(
        facts(),
        team_reports=frame(tables.TEAM_REPORT, map(dict.__or__, versions, lists)),
        members=frame(tables.MEMBER_REPORT, map(dict.__or__, versions, members)),
    )
    values = count(told, reference())
    of_branch = values[(values["unit_code"] == "X") & (values["sunday"] == SUNDAYS[0])]
    found = of_branch.set_index("indicator_code")["numerator"]
    assert (found["KPI_TEAM_SIZE"], found["KPI_MEMBER_DVC"]) == (1, 90)
