"""Names in every old encoding through a run: repaired, told, and each citizen counted once."""

from __future__ import annotations

import pytest

from benchmarks.legacy_text import WRITERS
from tests.integration.test_cases_through_a_run import ask, home, run, states, statuses, value
from tests.workbooks import citizen, report

__all__ = ["home"]

NAMES = ["Nguyễn Thị Hòa", "Lê Văn Tú", "Đặng Ngọc Ánh", "Võ Thị Mỹ", "Huỳnh Thúc Ý"]
CLEAN = [
    citizen(full_name=name, id_number="", birth_date=f"{number}/7/1989", phone=f"096788811{number}")
    for number, name in enumerate(NAMES, start=1)
]


@pytest.mark.parametrize("rule_id", WRITERS)
def test_a_person_written_in_an_old_font_and_in_unicode_is_one_person(rule_id, home, database):
    names = map(WRITERS[rule_id], NAMES)
    written = [
        {**row, "full_name": name, "svc_epayment": "x"}
        for row, name in zip(CLEAN, names, strict=True)
    ]
    run(home, a=report(*CLEAN), b=report(*written, kind="Bổ sung"))
    assert [(status, parsed) for _, status, _, parsed, _ in statuses(database)] == [
        ("accepted", 5),
        ("accepted", 5),
    ]
    assert value(database, "KPI_UNIQUE_CITIZENS") == len(NAMES)
    assert states(database, rule_id) == ["open"]
    found = ask(database, "SELECT DISTINCT full_name FROM vault.record")
    assert {name for (name,) in found} == set(NAMES)


def test_a_file_whose_letters_are_lost_is_held_back_and_its_rows_are_counted(home, database):
    names = [name.encode("ascii", "replace").decode() for name in NAMES]
    lost = [{**row, "full_name": name} for row, name in zip(CLEAN, names, strict=True)]
    result = run(home, a=report(*lost))
    assert (result.records_parsed, result.records_quarantined) == (5, 5)
    assert states(database, "sheet.text.keeps_its_letters") == ["open"]
