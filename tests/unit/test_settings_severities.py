"""What may be set of the rules' severities, and what it does to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.catalogue import NEEDED, rule
from schemas.errors import SettingsError
from schemas.settings import load_settings
from tests.workbooks import citizen, judged, report


def load(home: Path, rule_id: str, severity: str) -> None:
    (home / "settings.toml").write_text(f"[severities]\n'{rule_id}' = '{severity}'\n")
    load_settings(home)


@pytest.mark.parametrize("rule_id", sorted(NEEDED))
def test_what_a_count_needs_stays_an_error(rule_id: str, tmp_path: Path) -> None:
    assert rule(rule_id).severity == "error"
    load(tmp_path, rule_id, "error")
    with pytest.raises(SettingsError, match=f"“{rule_id}” stays an error, because") as refused:
        load(tmp_path, rule_id, "warning")
    assert "\n" not in str(refused.value)


def test_a_rule_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"“record\.phone\.is_pretty” is no rule"):
        load(tmp_path, "record.phone.is_pretty", "error")


def test_a_warning_of_a_sheet_made_an_error_holds_the_file_back() -> None:
    slug = "submission.submission_type.is_known"
    other = report(citizen(), kind="Gửi lại")
    assert list(judged(other).statuses.values()) == ["accepted"]
    verdict = judged(other, severities={slug: "error"})
    assert list(verdict.statuses.values()) == ["quarantined"]
    assert verdict.counts == (1, 0, 1, 0)


def test_an_error_of_a_sheet_made_a_warning_lets_the_file_in() -> None:
    total = report(citizen(), header=["assist_date", "full_name", "phone", "svc_dvc_account"])
    assert list(judged(total).statuses.values()) == ["quarantined"]
    assert judged(total).told("rule_id", case="S07")
    verdict = judged(total, severities={"sheet.column.is_present": "warning"})
    assert list(verdict.statuses.values()) == ["accepted"]
    assert verdict.counts == (1, 0, 1, 0)  # without a team no row is accepted
