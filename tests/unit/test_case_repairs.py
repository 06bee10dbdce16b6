"""Cases whose repair or question depends on more than the cell: dates, other cells, sizes."""

from __future__ import annotations

import dataclasses
from datetime import date

import pandas as pd
import pytest

from benchmarks.odd_files import bomb
from schemas.identifiers import digest
from schemas.outcome import Landed
from schemas.tables import TOMBSTONE
from tests.together import judged_together
from tests.workbooks import KEY, NOW, citizen, form, judged, reference, report, table, workbook
from transforms.erased import tombstone_tokens
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.reading import read_submission
from transforms.stacking import Read

LATER = date(2025, 7, 6)
NIGHT = pd.Timestamp("2025-07-06T14:00", tz="UTC")


def of_2025(**cells: object) -> bytes:
    return report(citizen(assist_date=LATER, **cells), sunday=LATER)


def test_an_old_card_is_taken_while_it_is_valid_and_asked_about_afterwards_r13():
    card = {"id_number": "211234567", "ward": ""}
    told = ("rule_id", "severity")
    assert judged(report(citizen(**card))).told(*told, case="R13") == [
        ("record.id_number.is_old_card", "info")
    ]
    late = judged(of_2025(**card), now=NIGHT)
    assert late.told(*told, case="R13") == [("record.id_number.is_no_expired_card", "warning")]
    assert late.counts == (1, 1, 0, 0)


@judged_together()
def test_number_and_phone_in_each_others_column_are_put_in_place_r14():
    row = citizen(id_number="0967888108", phone="052189270965")
    verdict = yield report(row, citizen())
    assert verdict.record()["id_number"] == "052189270965"
    assert verdict.record()["phone"] == "0967888108"
    assert verdict.told("severity", "cell", case="R14") == [("info", "E4")]
    assert verdict.told("cell", case="R26") == []


@judged_together()
def test_a_year_of_two_digits_that_the_number_confirms_is_no_question_r39():
    rows = [citizen(birth_date="16/07/89"), citizen(birth_date="16/07/89", id_number="")]
    verdict = yield report(*rows)
    assert verdict.told("severity", "cell", case="R39") == [("info", "F4"), ("warning", "F5")]


@judged_together()
def test_a_guardians_consent_answers_the_question_about_a_child_r44():
    child = citizen(birth_date="16/07/2012", id_number="")
    verdict = yield report(child, {**child, "guardian_consent": "x"})
    assert verdict.counts == (2, 2, 0, 0)
    assert verdict.told("severity", "row_number", case="R44") == [("warning", 4)]


CHILDREN = [
    # birth date, identity number, whether a guardian is asked for on 5 March 2023
    ("31/12/2007", "", True),
    ("06/03/2007", "", True),
    ("05/03/2007", "", False),
    ("2007", "", False),
    ("2008", "", True),
    ("", "052208270965", True),
    ("", "052189270965", False),
    ("01/03/2007", "052207270965", False),
]


@judged_together(("born", "number", "is_asked"), CHILDREN)
def test_a_child_is_under_16_on_the_sunday_not_in_its_year_r44(born, number, is_asked):
    verdict = yield report(citizen(birth_date=born, id_number=number))
    told = [("warning", "birth_date")] if is_asked else []
    assert verdict.told("severity", "column_name", case="R44") == told


WARDS = [
    ("P. Trần Phú", "21583", "info"),
    ("Xã Canh Hiệp", "22006", "warning"),
    ("Phường Quy Nhơn", "21583", None),
]


@pytest.mark.parametrize(("ward", "code", "severity"), WARDS)
def test_a_ward_of_before_the_merger_is_the_one_that_it_became_r55(ward, code, severity):
    verdict = judged(of_2025(ward=ward), now=NIGHT)
    assert verdict.record()["ward_code"] == code
    assert verdict.told("severity", case="R55") == ([(severity,)] if severity else [])


@judged_together()
def test_two_equal_columns_are_one_s08():
    rows = [list(row) for row in table("NGUOI_DAN", [citizen()])]
    for row in rows[2:]:
        row.append(row[6])
    verdict = yield workbook({"THONG_TIN": form(), "NGUOI_DAN": rows})
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("severity", "state", case="S08") == [("info", "fixed")]


@judged_together()
def test_a_file_that_claims_too_much_is_a_danger_and_no_mere_damage_f08():
    verdict = yield bomb(report(citizen()))
    assert verdict.told("case_id", "severity", "is_security") == [("F08", "error", True)]
    assert list(verdict.statuses.values()) == ["rejected"]


@judged_together()
def test_a_template_that_nobody_filled_in_is_told_f31():
    verdict = yield report()
    assert list(verdict.statuses.values()) == ["accepted"]
    assert verdict.told("case_id", "severity") == [("F31", "warning")]


@judged_together(("quantity", "kept"), [(19_000, [19_000]), (150_000, [])])
def test_a_branch_may_count_as_much_as_all_its_teams_r51(quantity, kept):
    posters = {"activity": "Treo áp phích", "quantity": quantity}
    verdict = yield report(citizen(), activities=[posters])
    assert list(verdict.judgement.activities["quantity"]) == kept


@judged_together()
def test_the_number_of_a_card_among_identity_numbers_is_not_kept_r54():
    verdict = yield report(citizen(id_number="9704 1500 1234 5678"), citizen())
    assert verdict.counts == (2, 2, 0, 0)
    assert verdict.told("is_security", "cell", case="R54") == [(True, "E4")]
    assert "5678" not in verdict.values.to_csv() + verdict.records.to_csv()


def judged_without(records: pd.DataFrame, content: bytes) -> Judgement:
    """A file sent after the citizen of its first row among `records` was erased."""
    marks = tombstone_tokens(records[records["row_number"] == 4], KEY).assign(erased_at=NOW)
    known = dataclasses.replace(reference(), tombstones=TOMBSTONE.conform(marks))
    landed = Landed(digest("1"), digest("2"), "1.xlsx", NOW)
    reads = [Read(landed, read_submission(content, "1.xlsx"))]
    return judge(reads, known, Geography(known), KEY, {}, NOW)


@judged_together()
def test_whoever_was_erased_is_left_as_a_contact_alone_y16():
    content = report(citizen(), citizen(full_name="Lê Thị Bình", id_number="", phone="0967888109"))
    verdict = judged_without((yield content).records, content)
    first, second = verdict.records.sort_values("row_number").to_dict("records")
    assert (first["status"], second["status"]) == ("excluded", "accepted")
    assert {first[name] for name in ("full_name", "id_number", "phone", "birth_date")} == {""}
    assert (first["team_code"], first["service_codes"]) == ("T0001", "DVC_ACCOUNT")
    assert second["full_name"] == "Lê Thị Bình"
    assert list(verdict.faults["rule_id"]) == ["record.identity.is_not_erased"]
    assert "0967888108" not in verdict.faults.to_csv() + verdict.records.to_csv()


SON = {"full_name": "Trần Văn Tú", "gender": "Nam", "birth_date": "08/09/2001", "phone": ""}


@judged_together()
def test_a_number_that_contradicts_the_row_of_whoever_was_erased_erases_nobody_else_y16():
    """The mother's number on her son's row is hers still."""
    content = report(citizen(**SON), citizen(phone=""))
    verdict = judged_without((yield content).records, content)
    statuses = verdict.records.sort_values("row_number")["status"]
    assert list(statuses) == ["excluded", "accepted"]


@judged_together()
def test_whoever_was_erased_is_so_on_a_row_that_contradicts_the_number_y16():
    content = report(citizen(phone=""), citizen(gender="Nam", full_name="Trần Hà", phone=""))
    sent = (yield content).records.sort_values("row_number")
    assert list(sent["is_number_trusted"]) == [True, False]
    assert set(judged_without(sent, content).records["status"]) == {"excluded"}
