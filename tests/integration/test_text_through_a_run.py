"""Names in every old encoding through a run: repaired, told, and each citizen counted once."""

from __future__ import annotations

from benchmarks.legacy_text import WRITERS
from tests.districts import Case, District, each_in_shared_runs, in_shared_runs
from tests.integration.test_cases_through_a_run import NOW
from tests.workbooks import Cells, citizen, report

NAMES = ["Nguyễn Thị Hòa", "Lê Văn Tú", "Đặng Ngọc Ánh", "Võ Thị Mỹ", "Huỳnh Thúc Ý"]
CLEAN = [
    citizen(full_name=name, id_number="", birth_date=f"{number}/7/1989", phone=f"096788811{number}")
    for number, name in enumerate(NAMES, start=1)
]


def renamed(rows: list[Cells], names: list[str], **more: str) -> list[Cells]:
    """The same rows with other names and cells."""
    return [{**row, "full_name": name, **more} for row, name in zip(rows, names, strict=True)]


@each_in_shared_runs("rule_id", WRITERS)
def test_a_person_written_in_an_old_font_and_in_unicode_is_one_person(
    own: District, rule_id: str
) -> Case:
    clean = [own.cells(row) for row in CLEAN]
    names = [str(row["full_name"]) for row in clean]
    written = renamed(clean, [WRITERS[rule_id](name) for name in names], svc_epayment="x")
    branch = own.own("D21609")
    yield (
        NOW,
        {
            "a": report(*clean, branch=branch),
            "b": report(*written, branch=branch, kind="Bổ sung"),
        },
    )
    assert [(status, parsed) for _, status, _, parsed, _ in own.statuses()] == [
        ("accepted", 5),
        ("accepted", 5),
    ]
    assert own.value("KPI_UNIQUE_CITIZENS") == len(NAMES)
    assert own.states(rule_id) == ["open"]
    found = own.ask("SELECT DISTINCT full_name FROM vault.record WHERE {of_ours}")
    assert {name for (name,) in found} == set(names)


@in_shared_runs
def test_a_file_whose_letters_are_lost_is_held_back_and_its_rows_are_counted(
    own: District,
) -> Case:
    clean = [own.cells(row) for row in CLEAN]
    names = [str(row["full_name"]).encode("ascii", "replace").decode() for row in clean]
    yield NOW, {"a": report(*renamed(clean, names), branch=own.own("D21609"))}
    counts = "SELECT records_parsed, records_quarantined FROM ops.submission WHERE {of_ours}"
    assert own.ask(counts) == [(5, 5)]
    assert own.states("sheet.text.keeps_its_letters") == ["open"]
