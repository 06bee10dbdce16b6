"""What an accepted record has, and what becomes of everything else (DESIGN 6)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from schemas.rules import Severity
from tests.together import judged_together
from tests.workbooks import (
    CITIZEN,
    SUNDAY,
    Cells,
    citizen,
    form,
    judge_files,
    judged,
    members,
    report,
    table,
    workbook,
)

Severities = dict[str, Severity]

NO_EVIDENCE = {"id_number": "", "phone": "", "birth_date": ""}

NEEDED = [
    # what is wrong, cells, the rule that says so
    ("no team", {"team_code": ""}, "record.team_code.is_on_roster"),
    ("a team nobody knows", {"team_code": "T9999"}, "record.team_code.is_on_roster"),
    ("no date", {"assist_date": ""}, "record.assist_date.is_a_date"),
    ("no such day", {"assist_date": "31/02/2023"}, "record.assist_date.is_a_date"),
    ("before the launch", {"assist_date": "25/02/2023"}, "record.assist_date.is_after_launch"),
    ("after the run", {"assist_date": "06/03/2023"}, "record.assist_date.is_not_future"),
    ("no name", {"full_name": ""}, "record.full_name.has_a_letter"),
    ("a name without a letter", {"full_name": "0123"}, "record.full_name.has_a_letter"),
    ("no service", {"svc_dvc_account": ""}, "record.service_codes.is_present"),
    ("a service refused", {"svc_dvc_account": "không"}, "record.service_codes.is_present"),
    ("no evidence", NO_EVIDENCE, "record.identity.is_sufficient"),
    (
        "evidence of no use",
        {"id_number": "0520990012345", "phone": "0999999999", "birth_date": "00/00"},
        "record.identity.is_sufficient",
    ),
]


@judged_together(("wrong", "cells", "rule_id"), NEEDED, ids=[case[0] for case in NEEDED])
def test_a_record_without_what_it_needs_is_quarantined(wrong, cells, rule_id):
    verdict = yield report(citizen(**cells), citizen())
    assert list(verdict.records["status"]) == ["quarantined", "accepted"], wrong
    assert verdict.finding(rule_id)["severity"] == "error"
    assert verdict.finding(rule_id)["row_number"] == 4
    assert (verdict.findings["severity"] == "error").sum() == 1


ENOUGH = [
    ("number alone", NO_EVIDENCE | {"id_number": "052189270965"}),
    ("old card alone", NO_EVIDENCE | {"id_number": "211234567"}),
    ("phone alone", NO_EVIDENCE | {"phone": "0967888108"}),
    ("birth date alone", NO_EVIDENCE | {"birth_date": "16/07/1989"}),
    ("birth year alone", NO_EVIDENCE | {"birth_date": 1989}),
    ("birth year saved from a date", NO_EVIDENCE | {"birth_date": "31/02/1989"}),
    ("number unusable", {"id_number": "0520990012345"}),
    ("number and phone unusable", {"id_number": "abc", "phone": "123"}),
    ("birth date unusable", {"birth_date": "hôm qua"}),
    ("no ward", {"ward": ""}),
    ("ward unknown", {"ward": "Phường Nào Đó"}),
    ("no sex", {"gender": ""}),
    ("sex unclear", {"gender": "?x"}),
    ("one-word name", {"full_name": "Hà"}),
    ("a name with digits", {"full_name": "Hà123 Trần"}),
    ("under 16", {"birth_date": "01/01/2015", "id_number": ""}),
    ("consent not said", {"consent": ""}),
    ("a service by another name", {"svc_dvc_account": "", "svc_other": "dạy dùng zalo"}),
    ("only the free column", {"svc_dvc_account": "", "svc_other": "EPAYMENT; EHEALTH"}),
    ("the launch itself", {"assist_date": "26/02/2023"}),
    ("the day of the run", {"assist_date": SUNDAY}),
]


@judged_together(("given", "cells"), ENOUGH, ids=[case[0] for case in ENOUGH])
def test_a_record_with_what_it_needs_is_accepted(given, cells):
    verdict = yield report(citizen(**cells))
    assert verdict.counts == (1, 1, 0, 0), given
    assert "error" not in set(verdict.findings["severity"])


UNUSABLE = [
    ("id_number", "0520990012345", "id_number", ""),
    ("phone", "123", "phone", ""),
    ("birth_date", "hôm qua", "birth_date", ""),
    ("ward", "Phường Nào Đó", "ward_code", ""),
    ("gender", "?x", "sex", None),
]


@judged_together(("column", "sent", "name", "kept"), UNUSABLE)
def test_an_unusable_value_is_left_out_with_a_warning(column, sent, name, kept):
    verdict = yield report(citizen(**{column: sent}))
    value = verdict.record()[name]
    assert value == kept or (kept is None and pd.isna(value))
    told = verdict.told("severity", "state", "cell", "column_name")
    assert [(line[:2], line[3]) for line in told] == [(("warning", "open"), column)]


@judged_together()
def test_a_row_without_consent_is_excluded_and_still_told():
    verdict = yield report(citizen(consent="Không"), citizen(consent="Có"))
    assert list(verdict.records["status"]) == ["excluded", "accepted"]
    assert verdict.counts == (2, 1, 0, 1)
    assert verdict.told("rule_id", "severity", "state", "cell") == [
        ("record.consent.is_not_refused", "info", "fixed", "R4")
    ]


@judged_together()
def test_an_error_weighs_more_than_a_refusal():
    verdict = yield report(citizen(consent="Không", team_code="T9999"))
    assert verdict.counts == (1, 0, 1, 0)


@judged_together()
def test_another_branchs_team_is_accepted_with_a_warning():
    verdict = yield report(citizen(team_code="T0101"))
    assert verdict.counts == (1, 1, 0, 0)
    found = verdict.finding("record.team_code.is_of_this_branch")
    assert (found["severity"], found["state"], found["cell"]) == ("warning", "open", "B4")
    assert "“T0101”" in found["message_vi"] and "“T0101”" in found["message_en"]


@judged_together("name", ["Dịch vụ", "Nội dung hỗ trợ", "Mã dịch vụ"])
def test_the_long_layout_names_services_in_one_column(name):
    header = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số điện thoại", name, "Đồng ý"]
    row = ["T0001", SUNDAY, "Trần Thị Hà", "0967888108"]
    rows = [[*row, "DVC_ACCOUNT", "x"], [*row, "Thanh toán điện tử", "x"], [*row, "", "x"]]
    sheets = {"THONG_TIN": form(), "NGUOI_DAN": [["DANH SÁCH"], [], header, *rows]}
    verdict = yield workbook(sheets)
    assert list(verdict.records["service_codes"]) == ["DVC_ACCOUNT", "EPAYMENT", ""]
    assert list(verdict.records["status"]) == ["accepted", "accepted", "quarantined"]


CSV = "Mã tổ;Ngày hỗ trợ;Họ và tên;SĐT;Dịch vụ\nT0101;5/3/2023;Lê Văn Bình;0967888109;EPAYMENT\n"


@judged_together(
    "path",
    [
        "D21610_2023-03-05.csv",
        "D21610_2023-03-05 (sua).csv",
        "gui muon/D21610_2023-03-05.csv",
        "2023-03-05/D21610/danh sach.csv",
        "2023-03-05/D21610.csv",
    ],
)
def test_a_csv_has_its_branch_and_sunday_from_its_path(path):
    verdict = yield {path: CSV.encode()}
    assert verdict.statuses == {path: "accepted"}
    (submission,) = verdict.judgement.submissions.to_dict("records")
    assert (submission["branch_code"], submission["sunday"].date()) == ("D21610", SUNDAY)
    assert verdict.counts == (1, 1, 0, 0)


@judged_together()
def test_a_workbook_says_itself_whose_it_is_whatever_its_path():
    verdict = yield {"2023-02-26/D21610.xlsx": report(citizen())}
    (submission,) = verdict.judgement.submissions.to_dict("records")
    assert (submission["branch_code"], submission["sunday"].date()) == ("D21609", SUNDAY)


SEVEN = [*members("T0001", 7), *members("T0002", 8)]


@judged_together()
def test_a_team_of_seven_is_held_back_and_its_citizens_are_not_x01():
    verdict = yield report(citizen(), teams=SEVEN)
    reports = verdict.judgement.team_reports.set_index("team_code")
    assert reports["status"].to_dict() == {"T0001": "quarantined", "T0002": "accepted"}
    assert reports["member_count"].to_dict() == {"T0001": 7, "T0002": 8}
    assert verdict.counts == (1, 1, 0, 0)
    found = verdict.finding("team.member_count.is_8")
    assert (found["case_id"], found["severity"], found["state"]) == ("X01", "error", "open")
    assert (found["sheet"], found["row_number"]) == ("TO_CNS", 4)
    assert "Tổ phải có đúng 8 thành viên (đang có 7)" in found["message_vi"]
    assert "tổ T0001" in found["message_vi"]


def test_the_size_of_a_team_can_be_a_warning():
    severities: Severities = {"team.member_count.is_8": "warning"}
    verdict = judged(report(citizen(), teams=SEVEN), severities=severities)
    assert set(verdict.judgement.team_reports["status"]) == {"accepted"}
    assert verdict.finding("team.member_count.is_8")["severity"] == "warning"


def test_a_warning_can_be_made_an_error_for_rows():
    severities: Severities = {"record.phone.is_valid": "error", "record.consent.is_given": "error"}
    rows = [citizen(), citizen(phone="123"), citizen(consent=""), citizen(consent="")]
    verdict = judged(report(*rows), severities=severities)
    assert verdict.counts == (4, 1, 3, 0)
    errors = verdict.findings[verdict.findings["severity"] == "error"]
    assert sorted(errors["cell"]) == ["H5", "R6", "R7"]


@judged_together()
def test_a_bad_activity_is_held_back_alone_r50():
    activities: list[Cells] = [
        {"activity": "POSTER", "quantity": -3, "team_code": "T0001"},
        {"activity": "POSTER", "quantity": 12.5},
        {"activity": "Phát poster, tờ rơi tuyên truyền", "quantity": "1.250 tờ"},
        {"activity": "POSTER", "quantity": 5, "attendance": -1},
        {"activity": "POSTER", "quantity": 5, "team_code": "T9999"},
    ]
    verdict = yield report(citizen(), activities=activities)
    kept = verdict.judgement.activities
    assert list(kept["quantity"]) == [1250]
    assert list(kept["service_code"]) == ["POSTER"]
    assert verdict.statuses == {"1.xlsx": "accepted"}
    assert verdict.counts == (1, 1, 0, 0)
    told = ("severity", "state", "sheet", "cell", "value_masked")
    assert verdict.told(*told, case="R50") == [
        ("error", "open", "HOAT_DONG", "C4", "-3"),
        ("error", "open", "HOAT_DONG", "C5", "12.5"),
        ("error", "open", "HOAT_DONG", "D7", "-1"),
    ]
    assert verdict.told(*told, case="X13") == [("error", "open", "HOAT_DONG", "A8", "T9999")]


@judged_together()
def test_a_nil_report_is_no_missing_and_no_empty_one_y14():
    with_reason = report(kind="Không tổ chức", nil_reason="Bão số 4")
    without = workbook({"THONG_TIN": form("D21610", kind="Không tổ chức")})
    verdict = yield {"1.xlsx": with_reason, "2.xlsx": without}
    assert set(verdict.statuses.values()) == {"nil"}
    assert verdict.counts == (0, 0, 0, 0)
    assert verdict.told("rule_id", "severity", "state", case="Y14") == [
        ("submission.nil_reason.is_present", "warning", "open"),
        ("submission.nil_report.is_declared", "info", "fixed"),
        ("submission.nil_report.is_declared", "info", "fixed"),
    ]


@judged_together()
def test_a_nil_report_with_citizens_is_a_report():
    verdict = yield report(citizen(), kind="Không tổ chức")
    assert verdict.statuses == {"1.xlsx": "accepted"}
    told = ("rule_id", "severity", "state", "cell")
    rule_id = "submission.nil_report.lists_nothing"
    assert verdict.told(*told) == [(rule_id, "warning", "open", "B7")]
    assert "có 1 dòng" in verdict.finding(rule_id)["message_vi"]


@judged_together()
def test_a_nil_report_with_activities_is_asked_about_y14():
    posters = [{"activity": "POSTER", "quantity": 3}]
    verdict = yield report(kind="Không tổ chức", nil_reason="mưa", activities=posters)
    assert verdict.statuses == {"1.xlsx": "nil"}
    assert verdict.told("rule_id", "state", case="Y14") == [
        ("submission.nil_report.is_declared", "fixed"),
        ("submission.nil_report.lists_nothing", "open"),
    ]


@judged_together(
    ("sunday", "case", "rule"),
    [
        (date(2023, 3, 12), "Y07", "is_not_future"),
        (date(2022, 3, 6), "Y08", "is_after_launch"),
        (date(2023, 3, 4), "", "is_a_sunday"),
        ("tuần 9", "", "is_a_sunday"),
    ],
)
def test_a_report_of_an_impossible_sunday_is_held_back(sunday, case, rule):
    verdict = yield report(citizen(), sunday=sunday)
    assert verdict.statuses == {"1.xlsx": "quarantined"}
    assert verdict.counts == (1, 0, 1, 0)
    found = verdict.finding(f"submission.report_sunday.{rule}")
    assert (found["case_id"], found["severity"], found["cell"]) == (case, "error", "B6")


def test_no_file_at_all_is_judged_too():
    verdict = judge_files({})
    assert verdict.counts == (0, 0, 0, 0)
    assert verdict.findings.empty and verdict.judgement.records.empty


@judged_together()
def test_rows_sent_are_rows_counted_in_every_file():
    bad = citizen(team_code="T9999")
    verdict = yield {
        "1.xlsx": report(*[citizen()] * 3, bad, citizen(consent="Không")),
        "2.xlsx": report(*[citizen()] * 2, branch="D99999"),
        "3.xlsx": workbook({"THONG_TIN": form("D21610"), "NGUOI_DAN": table("NGUOI_DAN", [])}),
    }
    names = [f"records_{name}" for name in ("parsed", "accepted", "quarantined", "excluded")]
    counts = verdict.judgement.submissions.set_index("inbox_path")[names]
    assert counts.T.to_dict("list") == {
        "1.xlsx": [5, 3, 1, 1],
        "2.xlsx": [2, 0, 2, 0],
        "3.xlsx": [0, 0, 0, 0],
    }


@judged_together()
def test_the_good_row_has_nothing_to_be_told():
    assert (yield report(CITIZEN)).findings.empty


@judged_together()
def test_rows_of_a_file_without_a_sunday_have_keys_of_their_own():
    verdict = yield report(citizen(), citizen(full_name="Lê Văn Bình"), sunday="hôm qua")
    assert verdict.records["record_key"].nunique() == 2
