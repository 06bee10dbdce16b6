"""What a branch is told: whole sentences in both languages, and no personal value in any."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from schemas.catalogue import CATALOGUE
from schemas.rules import Fault, Rule
from tests.together import judged_together
from tests.workbooks import (
    NOW,
    citizen,
    form,
    judged,
    members,
    report,
    table,
    workbook,
)
from transforms.findings import file_faults, make_findings
from transforms.masks import mask_for, mask_header

RULES = pytest.mark.parametrize("rule", CATALOGUE.values(), ids=list(CATALOGUE))


@RULES
def test_what_is_asked_is_asked_politely_and_says_how_to_mend_it(rule: Rule):
    if rule.severity != "info":
        assert "ề nghị" in rule.message_vi and "lease" in rule.message_en
    assert rule.message_vi[-1] == rule.message_en[-1] == "."


@RULES
def test_a_counted_message_says_how_many(rule: Rule):
    if rule.is_counted:
        assert "{count}" in rule.message_vi or "{rows}" in rule.message_vi


@RULES
def test_every_rule_of_rows_and_sheets_says_where(rule: Rule):
    if rule.scope in ("row", "sheet", "cross_row"):
        assert rule.message_vi.startswith("{place}: ") and rule.message_en.startswith("{place}: ")


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("team_code", "CNS-999", "CNS-999"),
        ("team_code", "T0001", "T0001"),
        ("team_code", "160789", "…(6 ký tự)"),
        ("team_code", "16071989", "…(8 ký tự)"),
        ("team_code", "0967888108", "…(10 ký tự)"),
        ("branch_code", "BD-21583-01", "BD-21583-01"),
        ("assist_date", "2023-03-06", "06/03/2023"),
        ("assist_date", "2023-03-06T07:30:00", "06/03/2023"),
        ("assist_date", "31/02/2023", "31/02/2023"),
        ("assist_date", "16/07/1989", "1989"),
        ("assist_date", "052189270965", "•••"),
        ("assist_date", "0967888108", "•••"),
        ("id_number", "5.2189270965E+10", "•••965"),
        ("id_number", "52189270965.0", "•••965"),
        ("id_number", "5.2E+10", "•••"),
        ("phone", "0967888108", "•••108"),
        ("full_name", "Trần Thị Hà", "T.T.H."),
        ("birth_date", "16/07/1989", "1989"),
        ("svc_dossier", "-3", "-3"),
        ("svc_dossier", "0967888108", "…(10 ký tự)"),
        ("member_total", "-5", "-5"),
        ("note", "ở nhà bà Hà", "…(11 ký tự)"),
        ("note", "", ""),
    ],
)
def test_what_may_be_shown_of_a_cell(column, text, shown):
    assert mask_for(column, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Họ và\n tên", "Họ và tên"),
        ("Ghi chú 2, Số tài khoản", "Ghi chú 2, Số tài khoản"),
        ("052189270965", "…(12 ký tự)"),
        ("Ghi chú, 0967888108", "Ghi chú, …(10 ký tự)"),
        ("x" * 61, "…(61 ký tự)"),
        ("Zalo 0912 345 678", "…(17 ký tự)"),
        ("Zalo 0912.345.678", "…(17 ký tự)"),
        ("16/07/1989", "…(10 ký tự)"),
        ("Sinh 16 - 7 - 89", "…(16 ký tự)"),
        ("1989-07-16", "…(10 ký tự)"),
        ("Có mặt 05/03/2023", "Có mặt 05/03/2023"),
        ("Năm học 2022-2023", "Năm học 2022-2023"),
        ("Lần 1, Lần 2, Lần 3", "Lần 1, Lần 2, Lần 3"),
    ],
)
def test_headers_are_shown_unless_they_are_values(text, shown):
    assert mask_header(text) == shown


NAME, NUMBER, PHONE, BORN = "Hồ Quỳnh Lam", "052189270965", "0967888108", date(1989, 7, 16)
CANARIES = [NUMBER, NUMBER[1:], PHONE, PHONE[1:], "Quỳnh", "quỳnh", "16/07/1989", "1989-07-16"]
CANARIES += ["16071989", "160789", "16/7/89"]
SENT = [
    NAME,
    NAME.upper(),
    f"{NAME} 1",
    NUMBER,
    f"{NUMBER}1",
    f"'{NUMBER[1:]}",
    52189270965,
    PHONE,
    f"{PHONE} / {PHONE}",
    967888108,
    "16/07/1989",
    "16071989",
    "160789",
    "16/7/89",
    BORN,
    32705,
    f"{NAME}, {PHONE}",
]
COLUMNS = [
    *("team_code", "assist_date", "full_name", "id_number", "birth_date", "gender", "phone"),
    *("ward", "svc_dvc_account", "svc_dossier", "svc_other", "consent", "note"),
]


def assert_nothing_shown(findings: pd.DataFrame) -> None:
    """No canary in any field that is not an identifier."""
    shown = findings.drop(columns=["finding_id", "submission_id", "file_sha256", "sheet"])
    for record in shown.to_dict("records"):
        text = " ".join(map(str, record.values()))
        found = [canary for canary in CANARIES if canary in text]
        assert found == [], f"{record['rule_id']} shows {found}"
        assert "{" not in text and "}" not in text


@judged_together("column", COLUMNS)
def test_no_finding_shows_a_person_whatever_stands_in_which_column(column):
    rows = [citizen(**{column: value}) for value in SENT]
    verdict = yield report(*rows)
    assert len(verdict.records) == len(SENT)
    assert_nothing_shown(verdict.findings)


@judged_together()
def test_no_finding_of_a_heading_team_or_activity_shows_a_person():
    files = {}
    for number, value in enumerate(SENT):
        fields = ("branch", "sunday", "kind", "member_total")
        for field in fields:
            heading: dict[str, Any] = {"branch": "D21609", field: value}
            files[f"{number}-{field}.xlsx"] = report(citizen(), **heading)
        activity = {"activity": value, "quantity": value, "attendance": value, "team_code": value}
        team = [{**row, "team_code": value} for row in members("T0001", 7)]
        files[f"{number}.xlsx"] = report(citizen(), teams=team, activities=[activity])
    findings = (yield files).findings
    assert len(findings) > len(SENT) * 3
    assert_nothing_shown(findings)


@judged_together()
def test_values_sent_and_repaired_go_to_the_vault_with_the_findings_id():
    verdict = yield report(citizen(id_number=52189270965, team_code="T9999"))
    values = verdict.values.set_index("finding_id")
    repaired = verdict.finding("record.id_number.restore_leading_zero")["finding_id"]
    assert list(values.loc[repaired]) == ["52189270965", NUMBER]
    unknown = verdict.finding("record.team_code.is_on_roster")["finding_id"]
    assert values.at[unknown, "value_sent"] == "T9999"


def test_a_corrected_file_keeps_the_ids_of_what_it_did_not_correct():
    rows = [citizen(phone="123"), citizen(ward="Phường Nào Đó", full_name="Lê Văn Bình")]
    first = judged(report(*rows))
    corrected = judged(report(citizen(full_name="Hồ Thị Em", id_number=""), *rows[::-1]))
    ids = set(first.findings["finding_id"])
    assert ids == set(corrected.findings["finding_id"]) and len(ids) == 2


def test_a_team_keeps_its_finding_while_its_size_is_wrong():
    seven = judged(report(citizen(), teams=members("T0001", 7)))
    six = judged(report(citizen(), citizen(), teams=members("T0001", 6)))
    rule_id = "team.member_count.is_8"
    assert seven.finding(rule_id)["finding_id"] == six.finding(rule_id)["finding_id"]


@judged_together()
def test_equal_faults_of_two_rows_are_two_findings():
    verdict = yield report(citizen(phone="123"), citizen(phone="123"))
    faulty = verdict.findings[verdict.findings["rule_id"] == "record.phone.is_valid"]
    assert sorted(faulty["cell"]) == ["H4", "H5"]
    assert faulty["finding_id"].is_unique


@judged_together()
def test_a_question_is_told_at_its_cell():
    blank, saturday = citizen(consent=""), citizen(assist_date=date(2023, 3, 4))
    verdict = yield report(citizen(), blank, saturday, blank)
    told = [row for row in verdict.told("rule_id", "cell", "value_masked") if row[1]]
    assert told == [
        ("record.assist_date.is_a_sunday", "C6", "04/03/2023"),
        ("record.consent.is_given", "R5", ""),
        ("record.consent.is_given", "R7", ""),
    ]
    words = [vi + en for vi, en, cell in verdict.told("message_vi", "message_en", "cell") if cell]
    assert not [text for text in words if "1 dòng" in text or "rows: 1" in text]


@judged_together()
def test_what_all_rows_of_a_file_lack_is_one_question():
    verdict = yield report(citizen(consent=""), citizen(consent=""))
    found = verdict.finding("record.consent.is_given")
    assert found["cell"] == "" and "(2 dòng)" in found["message_vi"]


@judged_together()
def test_what_the_only_row_of_a_file_lacks_is_told_at_its_cell():
    verdict = yield report(citizen(consent=""))
    assert verdict.finding("record.consent.is_given")["row_number"] == 4


def test_faults_of_two_copies_of_a_file_are_two_findings():
    submissions = pd.DataFrame(
        {
            "file_sha256": "a" * 64,
            "branch_code": "D21609",
            "sunday": NOW,
            "status": "duplicate",
            "version": 0,
        },
        index=pd.Index(["one", "two"], name="submission_id"),
    )
    faults = [(copy, Fault("submission.content.is_new")) for copy in ("one", "two")]
    told = make_findings(file_faults(faults), submissions, {}).findings
    assert list(told["submission_id"]) == ["one", "two"] and told["finding_id"].is_unique


def test_what_only_a_superseded_file_shows_is_closed():
    submissions = pd.DataFrame(
        {
            "file_sha256": ["a" * 64, "b" * 64],
            "branch_code": "D21609",
            "sunday": NOW,
            "status": ["superseded", "accepted"],
            "version": [1, 2],
        },
        index=pd.Index(["one", "two"], name="submission_id"),
    )
    only_first = Fault("submission.nil_reason.is_present")
    told = make_findings(file_faults([("one", only_first)]), submissions, {})
    assert list(told.findings["state"]) == ["closed"]


@judged_together()
def test_a_sentence_says_sheet_row_cell_and_the_columns_own_label():
    verdict = yield report(citizen(phone="123"))
    found = verdict.finding("record.phone.is_valid")
    assert found["message_vi"].startswith("Trang NGUOI_DAN, dòng 4, ô H4 (Số điện thoại): ")
    assert found["message_en"].startswith("Sheet NGUOI_DAN, row 4, cell H4 (Số điện thoại): ")


@judged_together()
def test_a_sheet_under_another_name_is_named_as_it_was_sent():
    sheets = {"THONG_TIN": form(), "Tổ 1": table("NGUOI_DAN", [citizen(phone="123")])}
    found = (yield workbook(sheets)).finding("record.phone.is_valid")
    assert found["sheet"] == "Tổ 1" and found["message_vi"].startswith("Trang Tổ 1, dòng 4")
