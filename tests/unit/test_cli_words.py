"""What people see: numbers as they are written in Vietnamese, tables that fit a terminal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from cli.console import show_number, show_percent
from cli.deciding import _last_day
from cli.status import _state, _tell_each, _tell_heading, _tell_states
from cli.tables import show_records
from schemas.errors import UsageError

SUNDAY = dt.date(2023, 3, 19)
MORNING = pd.Timestamp("2023-03-04T23:30", tz="UTC")
"""In Vietnam it is the fifth of March."""


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (365, "365"), (1615, "1.615"), (1234567, "1.234.567")]
)
def test_thousands_have_a_point(value: int, shown: str) -> None:
    assert show_number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.94, "+0,94 %"),
        (-0.46, "-0,46 %"),
        (0.0, "0,00 %"),
        (-0.001, "0,00 %"),
        (56.25, "+56,25 %"),
    ],
)
def test_percentages_have_a_comma_and_a_sign(value: float, shown: str) -> None:
    assert show_percent(value) == shown


def branch(number: int, **told: Any) -> dict[str, Any]:
    """A row of `warehouse.queries.completeness`: sent on time unless told otherwise."""
    return {
        "sunday": SUNDAY,
        "branch_code": f"D{number:05}",
        "name": f"Đoàn Xã Vĩnh Thuận {number} (Vĩnh Thạnh)",
        "versions": 1,
        "statuses": "accepted",
        "records_parsed": 60,
        "records_accepted": 58,
        "records_quarantined": 2,
        "is_late": False,
    } | told


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, "on_time"),
        ({"is_late": True}, "late"),
        ({"versions": 0, "statuses": "missing"}, "missing"),
        ({"statuses": "nil"}, "nil"),
        ({"statuses": "held"}, "held"),
        ({"statuses": "quarantined, rejected"}, "rejected"),
        ({"statuses": "accepted, superseded"}, "on_time"),
        ({"state": "suspended"}, "suspended"),
    ],
)
def test_the_state_of_a_branch(told: dict[str, Any], state: str) -> None:
    assert _state(branch(1, **told)) == state


def test_the_status_of_160_branches_is_one_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [branch(n, versions=n % 5, is_late=n % 7 == 0) for n in range(160)]
    _tell_states(rows, "sunday")
    lines = capsys.readouterr().out.splitlines()
    screen_lines = sum(max(1, -(-len(line) // 80)) for line in lines)
    assert screen_lines <= 24
    assert "chưa nộp / missing: D00000 D00005" in "\n".join(lines)


def test_a_branch_that_only_a_catch_up_speaks_for_has_sent_x10(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent = {"versions": 0, "statuses": "missing"}
    _tell_heading([branch(1, **silent, state="late"), branch(2, **silent)])
    assert "1 đã nộp / sent, 1 chưa nộp / missing" in capsys.readouterr().out


def test_a_suspended_branch_is_not_called_missing(capsys: pytest.CaptureFixture[str]) -> None:
    silent = {"versions": 0, "statuses": "missing"}
    _tell_heading([branch(1), branch(2, **silent), branch(3, **silent, state="suspended")])
    told = "1 đã nộp / sent, 1 chưa nộp / missing, 1 tạm dừng / suspended"
    assert told in capsys.readouterr().out


def test_the_line_of_a_branch_keeps_its_code_and_figures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _tell_each([branch(7, statuses="rejected"), branch(8, is_late=True, records_parsed=1060)])
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.split()[0] == "D00008" and line.split()[-3:] == ["1.060", "58", "2"]
        for line in lines
        if line.strip()
    )
    assert max(map(len, lines)) <= 80


def test_a_wide_result_is_shown_one_column_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    show_records([{"unit_code": "52", "value": 1614.0, "long": "[x]" * 20}])
    assert capsys.readouterr().out.splitlines()[:3] == [
        "unit_code  52",
        "value      1614",
        "long       " + "[x]" * 20,
    ]


def test_what_is_piped_is_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    show_records([{f"column_{n}": "value" * 4 for n in range(20)}])
    assert ("value" * 4 + "   ") * 19 in capsys.readouterr().out


@pytest.mark.parametrize("text", ["05/03/2023", "2023-03-05"])
def test_the_last_day_of_a_waiver_is_written_as_days_are_in_vietnam(text: str) -> None:
    ends = _last_day(text, MORNING)
    assert ends == pd.Timestamp("2023-03-05")


@pytest.mark.parametrize("text", ["04/03/2023", "31/02/2023", "2023-03", "hôm nay", ""])
def test_a_waiver_does_not_end_before_today_or_on_no_day(text: str) -> None:
    with pytest.raises(UsageError, match=r"; give (a day from today on|one such as 2023-06-30)\.$"):
        _last_day(text, MORNING)
