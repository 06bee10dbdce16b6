"""Cases of rows, of headings and of summaries against the rows they sum up (S17, R09, R45, X07)."""

from __future__ import annotations

import pandas as pd
import pytest

from schemas import tables
from schemas.codes.service_names import SERVICE_ALIASES
from tests.together import Case, judged_together
from tests.workbooks import (
    Verdict,
    citizen,
    form,
    judged,
    members,
    reference,
    report,
    table,
    workbook,
)
from transforms.service_names import nearest_service, service_key

NA = "#N/A"


def s17(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(r, c, s) for r, c, s in verdict.told("rule_id", "cell", "severity", case="S17")]


@judged_together("column", ["team_code", "assist_date", "full_name"])
def test_an_excel_error_where_a_value_is_needed_holds_the_row_back_s17(column: str) -> Case:
    verdict = yield report(citizen(**{column: NA}))
    assert verdict.counts == (1, 0, 1, 0)
    assert [(rule, severity) for rule, _, severity in s17(verdict)] == [
        ("record.cell.is_a_value", "error")
    ]
    (name,) = verdict.told("column_name")
    assert name == (column,), "one cell, one finding"


@judged_together("column", ["id_number", "phone", "birth_date", "gender", "ward"])
def test_an_excel_error_elsewhere_is_a_blank_and_asked_about_s17(column: str) -> Case:
    verdict = yield report(citizen(**{column: NA}))
    assert verdict.counts == (1, 1, 0, 0)
    assert [(rule, severity) for rule, _, severity in s17(verdict)] == [
        ("record.cell.is_no_error_value", "warning")
    ]
    assert verdict.told("column_name") == [(column,)]


@judged_together()
def test_an_error_for_a_tick_is_no_service_s17() -> Case:
    verdict = yield report(citizen(svc_dvc_account=NA), citizen(svc_epayment=NA))
    assert verdict.counts == (2, 1, 1, 0)
    assert len(s17(verdict)) == 2
    assert verdict.finding("record.service_codes.is_present")["severity"] == "error"


@judged_together(("column", "error"), [("full_name", "#N/A"), ("phone", "#REF!")])
def test_the_error_is_told_as_the_cell_shows_it_s17(column: str, error: str) -> Case:
    verdict = yield report(citizen(**{column: error}))
    ((masked, message),) = verdict.told("value_masked", "message_vi", case="S17")
    assert masked == error and f"“{error}”" in message


POSTERS = {"team_code": "T0001", "activity": "POSTER", "quantity": 30, "attendance": 5}
OF_ACTIVITIES = [
    # column, the finding, activities that count, their attendance
    ("quantity", "error", []),
    ("team_code", "error", []),
    ("attendance", "warning", [pd.NA]),
    ("url", "warning", [5]),
]


@judged_together(("column", "severity", "counted"), OF_ACTIVITIES)
def test_an_excel_error_in_an_activity_is_told_as_one_s17(
    column: str, severity: str, counted: list[object]
) -> Case:
    verdict = yield report(citizen(), activities=[POSTERS | {column: "#VALUE!"}])
    ((*told, message),) = verdict.told("case_id", "severity", "column_name", "message_vi")
    assert told == ["S17", severity, column] and "“#VALUE!”" in message
    assert list(verdict.judgement.activities["attendance"]) == counted


@judged_together()
def test_an_activity_of_an_unreadable_kind_is_another_form_s17() -> Case:
    verdict = yield report(citizen(), activities=[POSTERS | {"activity": "#REF!"}])
    assert verdict.told("case_id", "severity", "cell") == [("S17", "warning", "B4")]
    assert list(verdict.judgement.activities["service_code"]) == ["OTHER_FORM"]


@pytest.mark.parametrize(("column", "severity"), [("team_code", "error"), ("area", "warning")])
def test_an_excel_error_in_a_list_of_members_is_told_as_one_s17(column: str, severity: str) -> None:
    last = {**members("T0001", 9)[8], column: "#REF!"}
    listed = [*members("T0001", 8 if column == "team_code" else 7), last]
    verdict = judged(report(citizen(), teams=listed))
    ((*told, message),) = verdict.told("case_id", "severity", "column_name", "message_vi")
    assert told == ["S17", severity, column] and "“#REF!”" in message
    assert list(verdict.judgement.team_reports["status"]) == ["accepted"]


@judged_together()
def test_an_excel_error_in_a_figure_of_the_summary_is_told_as_one_s17() -> Case:
    verdict = yield summed_up("#VALUE!")
    assert verdict.told("severity", "cell", "value_masked", case="S17") == [
        ("warning", "B4", "#VALUE!")
    ]
    assert verdict.judgement.summaries.empty and verdict.told("cell", case="R50") == []


@judged_together()
def test_a_number_of_no_province_is_left_out_and_the_person_counts_r09() -> Case:
    verdict = yield report(citizen(id_number="003189270965"))
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.record()["id_number"] == ""
    assert verdict.told("severity", case="R09") == [("warning",)]


@judged_together()
def test_a_number_of_no_province_alone_is_not_enough_r09() -> Case:
    verdict = yield report(citizen(id_number="999189270965", phone="", birth_date=""))
    assert verdict.counts == (1, 0, 1, 0)
    assert verdict.finding("record.identity.is_sufficient")["severity"] == "error"


@judged_together(
    ("text", "code"),
    [
        ("Hướng dẫn thương mại điện tử (mua bán sàn TMĐT)", "ECOMMERCE"),
        ("ho so suc khoee dien tu huong dan", "EHEALTH"),
        ("Thanh toán điện tử", "EPAYMENT"),
        ("dạy dùng zalo", "OTHER_FORM"),
    ],
)
def test_a_service_in_other_words_is_the_nearest_of_the_catalogue_r45(text: str, code: str) -> Case:
    verdict = yield report(citizen(svc_dvc_account="", svc_other=text))
    assert verdict.record()["service_codes"] == code
    assert verdict.counts == (1, 1, 0, 0)
    expected = [] if text == "Thanh toán điện tử" else [("warning",)]
    assert verdict.told("severity", case="R45") == expected


NAMED = [
    # what was written, the service that is told, its suggestion and the value it suggests
    ("ho so suc khoee dien tu hướng dẫn", "“Hồ sơ sức khỏe”", "nearest_service", "EHEALTH"),
    ("chữ ký sô cá nhânn", "“Hỗ trợ đăng ký chữ ký số cá nhân”", "nearest_service", None),
    ("dạy dùng zalo", "“Hình thức khác phù hợp điều kiện thực tế”", "", ""),
    ("dạy dùng zalo; Ví điện tử", "thực tế; Thanh toán điện tử”", "", ""),
]


@judged_together(("text", "service", "suggestion", "suggested"), NAMED)
def test_the_service_that_was_recorded_is_told_and_an_unknown_one_suggests_none_r45(
    text: str, service: str, suggestion: str, suggested: str | None
) -> Case:
    verdict = yield report(citizen(svc_dvc_account="", svc_other=text))
    ((vi, en, told),) = verdict.told("message_vi", "message_en", "suggestion", case="R45")
    assert service in vi and service in en and told == suggestion
    if suggested is not None:
        assert verdict.values["value_suggested"].tolist() == [suggested]


@judged_together("text", ["-", "0", 0, "không", "Không có", "ko; -"])
def test_a_column_of_other_services_that_says_none_gives_none_r45(text: str | int) -> Case:
    verdict = yield report(citizen(svc_other=text), citizen(svc_dvc_account="", svc_other=text))
    assert list(verdict.records["service_codes"]) == ["DVC_ACCOUNT", ""]
    assert list(verdict.records["status"]) == ["accepted", "quarantined"]
    assert verdict.told("case_id", "severity", "row_number") == [("R58", "error", 5)]


@judged_together(
    ("text", "codes"),
    [
        ("không có nhu cầu", "DVC_ACCOUNT"),
        ("chưa mở ví điện tử", "DVC_ACCOUNT"),
        ("Sổ sức khỏe; chưa mở ví điện tử", "DVC_ACCOUNT;EHEALTH"),
    ],
)
def test_another_service_that_is_said_not_to_be_given_is_none_and_asked_about_r48(
    text: str, codes: str
) -> Case:
    verdict = yield report(citizen(svc_other=text))
    assert verdict.record()["service_codes"] == codes
    told = verdict.told("severity", "column_name", case="R48")
    assert told == [("warning", "svc_other")] and verdict.told("cell", case="R45") == []


WRITTEN = {
    "DVC_ACCOUNT": (
        "mở tài khoản dịch vụ công|Tạo TK DVC|HD mở tài khoản Cổng DVC quốc gia"
        "|hỗ trợ người dân đăng ký tài khoản dịch vụ công trực tuyến|Mở tài khoản DVCQG"
    ),
    "VNEID_L2": (
        "VNeID mức 2|kích hoạt VNeID mức 2|định danh điện tử mức 2|Định danh mức độ 2"
        "|Cài đặt VNeID mức 2|Hướng dẫn kích hoạt tài khoản định danh điện tử mức 2|ĐDĐT mức 2"
        "|đăng ký, kích hoạt VNeID mức 2|VNeID cấp độ 2"
    ),
    "VNEID_L1": "Đăng ký VNeID mức 1|định danh điện tử mức 1",
    "VNEID_INTEGRATE": "tích hợp giấy tờ vào VNeID|Tích hợp BHYT vào VNeID",
    "DVC_PROFILE": "cập nhật thông tin tài khoản DVC|Quản lý tài khoản dịch vụ công",
    "DVC_USE": "sử dụng dịch vụ công trực tuyến|Thực hiện thủ tục hành chính",
    "DVCTT_DOSSIER": (
        "nộp hồ sơ dịch vụ công trực tuyến|Nộp HS trực tuyến|nộp hồ sơ DVC|Nộp hồ sơ online"
        "|Nộp hồ sơ qua Cổng dịch vụ công quốc gia|Nộp hồ sơ DVCTT"
    ),
    "EPAYMENT": "thanh toán không dùng tiền mặt|Cài đặt ví điện tử|thanh toán trực tuyến|TTĐT",
    "ECOMMERCE": "bán hàng online|Mua bán trên sàn TMĐT|TMĐT|Đưa nông sản lên sàn TMĐT",
    "EHEALTH": "sổ sức khoẻ điện tử|Tạo hồ sơ sức khỏe điện tử|HSSKĐT|ho so suc khoe huong dan",
    "DIGITAL_PLATFORM": "nền tảng số|Sử dụng các nền tảng số",
    "DIGITAL_SIGNATURE": "chữ ký số cá nhân|đăng ký chữ ký số|Cấp CKS cá nhân|chữ kí số",
    "DIGITAL_LITERACY": "bình dân học vụ số",
}
"""Ways in which offices write each service."""
UNKNOWN = (
    "VNeID|định danh mức 3|mở tài khoản ngân hàng|nộp hồ sơ giấy|làm căn cước công dân|DVC|Khác"
    "|đăng ký tài khoản zalo|dịch vụ công|khám sức khỏe|hướng dẫn"
)


@judged_together(
    ("code", "text"),
    [(code, text) for code, texts in WRITTEN.items() for text in texts.split("|")],
)
def test_services_are_known_by_the_ways_in_which_offices_write_them_r45(
    code: str, text: str
) -> Case:
    listed = citizen(svc_dvc_account="", service=text)
    header = [*(name for name in listed if name != "svc_dvc_account")]
    verdict = yield report(listed, header=header)
    assert verdict.record()["service_codes"] == code
    assert verdict.told("message_vi", case="R45") == []


SEVERAL = [
    ("Mở tài khoản DVC, VNeID mức 2", "DVC_ACCOUNT;VNEID_L2"),
    ("Mở tài khoản\nDVC", "DVC_ACCOUNT"),
    ("- Mở TK DVC\n- Nộp hồ sơ trực tuyến", "DVCTT_DOSSIER;DVC_ACCOUNT"),
    ("Mở tài khoản DVC / HSSKĐT + chữ ký số", "DIGITAL_SIGNATURE;DVC_ACCOUNT;EHEALTH"),
    ("HD mở TK DVC và VNeID mức 2", "DVC_ACCOUNT;VNEID_L2"),
    ("TTĐT, đăng ký, kích hoạt VNeID mức 2", "EPAYMENT;VNEID_L2"),
]


@judged_together(("text", "codes"), SEVERAL)
def test_several_known_services_in_one_cell_are_told_apart_r45(text: str, codes: str) -> Case:
    verdict = yield report(citizen(svc_dvc_account="", svc_other=text))
    assert verdict.record()["service_codes"] == codes
    assert verdict.told("message_vi", case="R45") == []


@judged_together("text", ["Mở tài khoản DVC, dạy dùng zalo", "VNeID mức 1/2", ", ".join("a" * 50)])
def test_where_one_of_several_is_not_known_the_cell_is_asked_about_r45(text: str) -> Case:
    verdict = yield report(citizen(svc_dvc_account="", svc_other=text))
    assert verdict.record()["service_codes"] == "OTHER_FORM"
    assert verdict.finding("record.svc_other.is_in_catalogue")["severity"] == "warning"


ACTIVITIES = [
    # what was written, the kind that counts, the rule that tells of it
    ("Phát poster, tờ rơi tuyên truyền", "POSTER", ""),
    ("Phát poster, tờ rơi", "POSTER", ""),
    ("Tuyên truyền trực tiếp cho người dân", "PROPAGANDA_DIRECT", ""),
    ("tuyên truyền trực tuyến", "PROPAGANDA_ONLINE", ""),
    ("Đăng tin bài trên MXH", "PROPAGANDA_ONLINE", ""),
    ("Phát tờ rơi, poster tuyên truyền", "POSTER", "is_named_as_in_catalogue"),
    ("Tuyên truyền, hướng dẫn trực tiếpp", "PROPAGANDA_DIRECT", "is_named_as_in_catalogue"),
    ("Tuyên truyền", "OTHER_FORM", "is_in_catalogue"),
    ("Tập huấn cho người dân", "OTHER_FORM", "is_in_catalogue"),
    ("Mở tài khoản DVC", "OTHER_FORM", "is_in_catalogue"),
]


@judged_together(("text", "code", "rule"), ACTIVITIES)
def test_an_activity_in_other_words_is_the_nearest_of_the_catalogue_r45(
    text: str, code: str, rule: str
) -> Case:
    listed = {"team_code": "T0001", "activity": text, "quantity": 100, "attendance": 40}
    verdict = yield report(citizen(), activities=[listed])
    assert list(verdict.judgement.activities["service_code"]) == [code]
    expected = [(f"activity.activity.{rule}", "warning")] if rule else []
    assert verdict.told("rule_id", "severity", case="R45") == expected


@judged_together("text", UNKNOWN.split("|"))
def test_what_may_be_any_service_or_none_is_asked_about_r45(text: str) -> Case:
    verdict = yield report(citizen(svc_dvc_account="", svc_other=text))
    assert verdict.record()["service_codes"] == "OTHER_FORM"
    assert verdict.finding("record.svc_other.is_in_catalogue")["suggestion"] == ""


def test_no_name_stands_for_two_services() -> None:
    keys = [(service_key(name), code) for code, names in SERVICE_ALIASES.items() for name in names]
    assert len(dict(keys)) == len(set(keys)) == len(keys)


def test_names_that_differ_in_a_number_are_never_alike() -> None:
    names = {"dinh danh muc 1": "VNEID_L1", "dinh danh muc 2": "VNEID_L2"}
    assert nearest_service("Định danh  mức-2", names) == "VNEID_L2"
    assert nearest_service("Định danh mức 3", names) is None


@judged_together(
    ("text", "count"), [("15,895", 15895), ("1 250", 1250), ("1.250", 1250), ("12 người", 12)]
)
def test_counts_are_read_as_people_write_them_r49(text: str, count: int) -> Case:
    posters = {"activity": "Phát poster, tờ rơi tuyên truyền", "quantity": text}
    verdict = yield report(citizen(), activities=[posters], member_total=text)
    assert verdict.judgement.activities["quantity"].tolist() == [count]
    assert verdict.judgement.members["member_total"].tolist() == [count]
    assert verdict.told("rule_id", case="R50") == []


PHONE_LIKE = ["0977123987", 977123987, "0977 123 987", 123456]


@judged_together("number", PHONE_LIKE)
def test_a_number_that_nobodys_dossiers_reach_is_a_tick_and_asked_about_r51(number: object) -> Case:
    verdict = yield report(citizen(svc_dossier=number))
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.record()["dossier_count"] == 1
    assert verdict.record()["service_codes"] == "DVCTT_DOSSIER;DVC_ACCOUNT"
    (told,) = verdict.told("severity", "cell", "value_masked", "message_vi", case="R51")
    assert told[:3] == ("warning", "L4", f"…({len(str(number))} ký tự)")
    assert str(number) not in str(verdict.findings.to_dict("records"))


@judged_together()
def test_dossiers_with_a_unit_are_read_and_told_once_r49() -> Case:
    verdict = yield report(citizen(svc_dossier="12 bộ"), citizen(svc_dossier="3 hồ sơ"))
    assert sorted(verdict.records["dossier_count"]) == [3, 12]
    (message,) = verdict.told("message_vi", case="R49")
    assert " 2 số hồ sơ" in message[0]


@judged_together("number", PHONE_LIKE)
def test_a_number_that_no_branch_reaches_is_no_count_of_members_r51(number: object) -> Case:
    verdict = yield report(citizen(), member_total=300, member_dvc_count=number)
    (row,) = verdict.judgement.members.to_dict("records")
    assert row["member_total"] == 300 and pd.isna(row["member_dvc_count"])
    assert verdict.told("severity", "column_name", case="R51") == [("warning", "member_dvc_count")]
    assert str(number) not in str(verdict.findings.to_dict("records"))


@judged_together("number", PHONE_LIKE)
def test_a_number_that_no_branch_reaches_is_no_figure_of_a_summary_r51(number: object) -> Case:
    verdict = yield summed_up(number)
    assert verdict.judgement.summaries.empty
    assert verdict.told("severity", "cell", case="R51") == [("warning", "B4")]
    assert str(number) not in str(verdict.findings.to_dict("records"))


@judged_together()
def test_a_figure_of_a_summary_that_is_no_count_is_told_r50() -> Case:
    verdict = yield summed_up("khoảng hai chục")
    assert verdict.judgement.summaries.empty
    assert verdict.told("severity", "cell", case="R50") == [("warning", "B4")]


@judged_together()
def test_more_members_with_an_account_than_members_are_not_counted() -> Case:
    verdict = yield report(citizen(), member_total=100, member_dvc_count=120)
    (row,) = verdict.judgement.members.to_dict("records")
    assert row["member_total"] == 100 and pd.isna(row["member_dvc_count"])
    found = verdict.finding("submission.member_counts.are_within_total")
    assert (found["severity"], found["value_masked"]) == ("warning", "120")


def summed_up(reported: object, *rows: object, **heading: str) -> bytes:
    names = reference().indicators.set_index("indicator_code")["name_vi"]
    sums = [{"indicator": names["KPI_ASSIST_CONTACTS"], "value_week": reported}]
    sheets = {"THONG_TIN": form(**heading), "TONG_HOP": table("TONG_HOP", sums)}
    if rows:
        sheets["NGUOI_DAN"] = table("NGUOI_DAN", list(rows))  # type: ignore[arg-type]
    return workbook(sheets)


@judged_together()
def test_the_list_wins_over_the_summary_and_the_difference_is_told_x07() -> Case:
    verdict = yield summed_up(120, citizen(), citizen(phone="0912345678"))
    assert verdict.counts == (2, 2, 0, 0)
    found = verdict.finding("submission.summary.matches_rows")
    assert (found["case_id"], found["severity"], found["state"]) == ("X07", "warning", "open")
    assert "120" in found["message_vi"] and " 2" in found["message_vi"]
    assert verdict.judgement.summaries["reported"].tolist() == [120]


LISTED = [
    citizen(svc_vneid_l2="x", svc_dossier=2),
    citizen(full_name="Lê Văn Tám", svc_epayment="x", svc_dossier="x"),
    citizen(full_name="Lê Văn Tám", svc_dvc_account="", svc_vneid_l2="x"),
    citizen(full_name="Bùi Thị Bé", svc_dvc_account="", svc_vneid_l2="x"),
]
HELD = [
    {"activity": "POSTER", "quantity": 20},
    {"activity": "POSTER", "quantity": 10, "team_code": "T0001"},
    {"activity": "PROPAGANDA_DIRECT", "quantity": 1, "attendance": 45},
    {"activity": "PROPAGANDA_ONLINE", "quantity": 4},
    {"activity": "INT_TRAINING", "quantity": 1, "attendance": 12},
    {"activity": "INT_TRAINING", "quantity": 1, "attendance": 8},
]
FIGURES = [
    # indicator, what a branch may take from the lists above, what it may not (and what is told)
    ("KPI_ASSIST_CONTACTS", (4, 8), (6, 4)),
    ("KPI_UNIQUE_CITIZENS", (3, 4), (2, 4)),
    ("KPI_CITIZEN_ACCOUNT", (3, 4, 5), (6, 4)),
    ("KPI_CITIZEN_ACCOUNT_BOTH", (1, 2), (3, 1)),
    ("KPI_CITIZEN_DVC", (2,), (3, 2)),
    ("KPI_CITIZEN_VNEID2", (3,), (0, 3)),
    ("KPI_ACCOUNT_DOSSIER", (2,), (3, 2)),
    ("KPI_DOSSIERS", (3,), (2, 3)),
    ("KPI_ACCOUNT_EPAY", (1,), (9, 1)),
    ("KPI_POSTERS", (30,), (33, 30)),
    ("KPI_PROPAGANDA_CONTACTS", (45,), (54, 45)),
    ("KPI_POSTS", (4,), (5, 4)),
    ("KPI_TRAINING_SESSIONS", (2,), (1, 2)),
    ("KPI_TRAINING_ATTENDANCE", (20,), (0, 20)),
]


def with_figures(figures: dict[str, int], *lists: str) -> bytes:
    names = reference().indicators.set_index("indicator_code")["name_vi"]
    sums = [{"indicator": names[code], "value_week": n} for code, n in figures.items()]
    rows = {"NGUOI_DAN": table("NGUOI_DAN", LISTED), "HOAT_DONG": table("HOAT_DONG", HELD)}
    sheets = {"THONG_TIN": form(), "TONG_HOP": table("TONG_HOP", sums)}
    return workbook(sheets | {name: rows[name] for name in lists})


@judged_together(("code", "right", "wrong"), FIGURES)
def test_each_figure_of_the_summary_is_compared_with_what_the_file_lists_x07(
    code: str, right: tuple[int, ...], wrong: tuple[int, int]
) -> Case:
    reported, listed = wrong
    verdict = yield with_figures({code: reported}, "NGUOI_DAN", "HOAT_DONG")
    assert verdict.told("severity", "column_name", case="X07") == [("warning", code)]
    (message,) = verdict.told("message_vi", case="X07")
    assert f" ghi {reported} " in message[0] and f" là {listed}." in message[0]


@judged_together("number", range(3))
def test_whatever_a_branch_may_rightly_count_is_nothing_to_tell_x07(number: int) -> Case:
    figures = {code: right[min(number, len(right) - 1)] for code, right, _ in FIGURES}
    verdict = yield with_figures(figures, "NGUOI_DAN", "HOAT_DONG")
    assert verdict.told("message_vi", case="X07") == []


@judged_together()
def test_differing_figures_are_told_one_by_one_x07() -> Case:
    wrong = {code: wrong[0] for code, _, wrong in FIGURES}
    verdict = yield with_figures(wrong, "NGUOI_DAN", "HOAT_DONG")
    assert verdict.told("column_name", case="X07") == sorted((code,) for code in wrong)


@judged_together("lists", [("NGUOI_DAN",), ("HOAT_DONG",), ()])
def test_figures_are_compared_only_with_a_list_that_was_sent_x07(lists: tuple[str, ...]) -> Case:
    wrong = {code: wrong[0] for code, _, wrong in FIGURES}
    verdict = yield with_figures(wrong, *lists)
    told = len(verdict.told("column_name", case="X07"))
    assert told == 9 * ("NGUOI_DAN" in lists) + 5 * ("HOAT_DONG" in lists)


@judged_together("code", ["KPI_NEW_CITIZENS", "KPI_SUBMISSION_RATE"])
def test_what_the_recount_alone_knows_is_not_compared_x07(code: str) -> Case:
    verdict = yield with_figures({code: 77}, "NGUOI_DAN", "HOAT_DONG")
    assert verdict.told("column_name", case="X07") == []


@judged_together()
def test_a_summary_that_agrees_is_nothing_to_tell_x07() -> Case:
    verdict = yield summed_up(2, citizen(), citizen(phone="0912345678"))
    assert verdict.told("rule_id", case="X07") == []


@judged_together()
def test_a_summary_without_a_list_counts_contacts_and_never_people_x08() -> Case:
    verdict = yield summed_up(120)
    assert list(verdict.statuses.values()) == ["accepted"]
    assert verdict.told("severity", case="X08") == [("warning",)]
    assert len(verdict.records) == 0
    assert tables.REPORTED_SUMMARY.conform(verdict.judgement.summaries)["reported"].tolist() == [
        120
    ]


LINES = [
    # what the line is called, the indicator that it counts for, the rule that tells of it
    ("Số lượt người dân được hỗ trợ", "KPI_ASSIST_CONTACTS", ""),
    ("1. Tổng số lượt người dân được hỗ trợ trong tuần", "KPI_ASSIST_CONTACTS", ""),
    ("Số người dân được hỗ trợ mở tài khoản DVC", "KPI_CITIZEN_DVC", ""),
    ("Tổng cộng", "", ""),
    ("Số loượt người dân được hỗ trợ", "KPI_ASSIST_CONTACTS", "is_named_as_in_catalogue"),
    ("Số người dân được hỗ trợ", "", "is_in_catalogue"),
    ("Người dân được hỗ trợ định danh mức 1", "", "is_in_catalogue"),
    ("Lượt người được tuyên truyền trực tuyến", "", "is_in_catalogue"),
    ("Số hộ gia đình được hướng dẫn", "", "is_in_catalogue"),
]


@judged_together(("name", "code", "rule"), LINES)
def test_a_line_of_the_summary_counts_for_what_it_names_or_is_asked_about_x08(
    name: str, code: str, rule: str
) -> Case:
    lines = [{"indicator": name, "value_week": 120}, {"indicator": "Số hộ", "value_week": 0}]
    sheets = {"THONG_TIN": form(), "TONG_HOP": table("TONG_HOP", lines)}
    verdict = yield workbook(sheets | {"NGUOI_DAN": table("NGUOI_DAN", [citizen()])})
    told = verdict.judgement.summaries
    assert list(zip(told["indicator_code"], told["reported"], strict=True)) == (
        [(code, 120)] if code else []
    )
    expected = [(f"submission.summary.{rule}", "warning", "open", "A4")] if rule else []
    assert verdict.told("rule_id", "severity", "state", "cell", case="X08") == expected


@judged_together()
def test_a_line_named_as_in_the_catalogue_counts_before_one_that_is_nearly_so_x08() -> Case:
    names = ("Loượt người dân được hỗ trợ", "Lượt người dân được hỗ trợ")
    lines = [{"indicator": name, "value_week": n} for n, name in enumerate(names, start=1)]
    verdict = yield workbook({"THONG_TIN": form(), "TONG_HOP": table("TONG_HOP", lines)})
    assert verdict.judgement.summaries["reported"].tolist() == [2]


@judged_together()
def test_teams_of_another_branch_are_told_of_row_by_row() -> Case:
    verdict = yield report(citizen(team_code="T0101"), teams=members("T0001"))
    assert verdict.told("rule_id") == [("record.team_code.is_of_this_branch",)]
