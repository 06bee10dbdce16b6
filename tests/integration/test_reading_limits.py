"""A file that cannot be opened within the limits becomes a finding, and stops nothing else."""

from __future__ import annotations

import io
import zipfile

from schemas.settings import Settings
from tests.integration.test_cases_through_a_run import load, run
from tests.workbooks import citizen, report
from warehouse.database import Database


def bomb(megabytes: int) -> bytes:
    """A branch's workbook whose shared texts grow a thousandfold."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(report(citizen()))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            data = source.read(name)
            grows = name == "xl/sharedStrings.xml"
            copy.writestr(name, data + b" " * (megabytes << 20) if grows else data)
    return target.getvalue()


def test_a_bomb_becomes_a_finding_and_the_other_files_count(
    settings: Settings, database: Database, tmp_path
) -> None:
    load(database, tmp_path / "reference")
    settings = settings.model_copy(update={"read_memory_mb": 96})
    result = run(settings, a=bomb(200), b=report(citizen()))
    assert result.submissions == {"accepted": 1, "rejected": 1}
    assert result.records_accepted == 1
    with database.transaction() as cursor:
        found = cursor.execute(
            "SELECT severity, is_security, message_vi FROM quality.finding"
            " WHERE rule_id = 'file.reading.is_within_limits'"
        ).fetchall()
    assert [row[:2] for row in found] == [("error", True)]
    assert "96 MB" in found[0][2]
