"""What a steward's answers do to files, without a database; the runs are in test_decisions."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.decided import Desk, found
from tests.workbooks import NOW, citizen, form, judged, members, report, table, workbook
from transforms.decisions.making import Answer, make_undo
from transforms.decisions.pairing import make_pair_decisions

PHONE = "record.phone.is_valid"
SIZE = "team.member_count.is_8"
COLUMN = "sheet.column.is_unknown"
WRONG = citizen(phone="09abc")
LATER = NOW + pd.Timedelta(weeks=1)


def states(verdict, rule_id):
    return sorted(found(verdict, rule_id)["state"])


def few(count=7):
    return [*members("T0001", count), *members("T0002")]


def team_status(verdict):
    reports = verdict.judgement.team_reports.set_index("team_code")
    return reports.loc["T0001", "status"]


def with_header(header, *values, column="phone", **heading):
    """A workbook whose citizens have `values` under a header of their own, in place of a column."""
    people = [citizen(id_number="") for _ in values]
    rows = [list(row) for row in table("NGUOI_DAN", people)]
    labels = {"phone": "Số điện thoại", "full_name": "Họ và tên", "team_code": "Mã tổ"}
    at = rows[2].index(labels[column])
    rows[2][at] = header
    for row, value in zip(rows[3:], values, strict=True):
        row[at] = value
    return workbook({"THONG_TIN": form(**heading), "NGUOI_DAN": rows})


def test_without_an_answer_nothing_changes():
    content = report(WRONG, teams=few())
    one, other = Desk().judged(content), judged(content)
    pd.testing.assert_frame_equal(one.findings, other.findings)
    assert states(one, PHONE) == states(one, SIZE) == ["open"]


@pytest.mark.parametrize(
    ("wrong", "rule_id", "typed", "column", "read"),
    [
        ({"phone": "09abc"}, PHONE, "0387 654 321", "phone", "0387654321"),
        ({"team_code": "T9999"}, "record.team_code.is_on_roster", "t0002", "team_code", "T0002"),
        ({"assist_date": "hôm qua"}, "record.assist_date.is_a_date", "05/03/2023", "sunday", None),
        ({"full_name": "???"}, "record.full_name.has_a_letter", "Lê Thị Bé", "full_name", None),
        ({"ward": "Xã Không Có"}, "record.ward.is_known", "Xã An Hưng", "ward_code", "21610"),
        ({"gender": "Z"}, "record.gender.is_known", "Nam", "sex", "M"),
        ({"svc_dvc_account": ""}, "record.service_codes.is_present", "Mở tài khoản DVC", "", None),
    ],
)
def test_a_typed_value_takes_the_place_of_the_cell(wrong, rule_id, typed, column, read):
    desk, content = Desk(), report(citizen(**wrong))
    sent = desk.judged(content)
    desk.decide(sent, rule_id, "type", typed)
    verdict = desk.judged(content)
    assert states(verdict, rule_id) == ["fixed"]
    assert verdict.counts == (1, 1, 0, 0)
    assert read is None or verdict.record()[column] == read
    assert verdict.record()["record_key"] == sent.record()["record_key"]


@pytest.mark.parametrize(
    ("wrong", "rule_id"),
    [
        ({"id_number": "", "birth_date": "05/06/85"}, "record.birth_date.has_four_digit_year"),
        ({"svc_other": "Chữ kí sốo"}, "record.svc_other.is_named_as_in_catalogue"),
        ({"full_name": "Lê Thị Bé §"}, "record.full_name.has_only_letters"),
        ({"id_number": 1189270965}, "record.id_number.restore_two_zeros"),
    ],
)
def test_a_suggestion_that_is_accepted_confirms_what_was_read(wrong, rule_id):
    desk, content = Desk(), report(citizen(**wrong))
    sent = desk.judged(content)
    desk.decide(sent, rule_id, "accept")
    verdict = desk.judged(content)
    assert states(verdict, rule_id) == ["fixed"]
    assert verdict.counts == sent.counts


def test_where_nothing_is_suggested_nothing_can_be_accepted():
    desk, rule_id = Desk(), "record.svc_other.is_in_catalogue"
    sent = desk.judged(report(citizen(svc_other="Tạo hộp thư")))
    assert "has no suggestion" in desk.made(sent, rule_id, "accept").refusal
    desk.decide(sent, rule_id, "type", "OTHER_FORM")
    assert states(desk.judged(report(citizen(svc_other="Tạo hộp thư"))), rule_id) == ["fixed"]


@pytest.mark.parametrize(
    ("wrong", "rule_id"),
    [
        ({"full_name": "Nguyễn Văn Tám, Trần Thị Chín"}, "record.full_name.is_of_one_person"),
        ({"full_name": "Hoa"}, "record.full_name.has_two_words"),
        ({"phone": "0563822222"}, "record.phone.is_unambiguous"),
    ],
)
def test_what_would_mend_nothing_cannot_be_accepted(wrong, rule_id):
    desk = Desk()
    sent = desk.judged(report(citizen(**wrong)))
    assert "has no suggestion" in desk.made(sent, rule_id, "accept").refusal


def test_a_blank_clears_the_cell():
    desk, content = Desk(), report(WRONG)
    desk.decide(desk.judged(content), PHONE, "type", "")
    verdict = desk.judged(content)
    assert (verdict.record()["phone"], states(verdict, PHONE)) == ("", ["fixed"])


@pytest.mark.parametrize(
    ("wrong", "rule_id", "typed"),
    [
        ({"phone": "09abc"}, PHONE, "12"),
        ({"team_code": "T9999"}, "record.team_code.is_on_roster", "T8888"),
        ({"assist_date": "x"}, "record.assist_date.is_a_date", "05/03/2019"),
        ({"assist_date": "x"}, "record.assist_date.is_a_date", "05/03/2031"),
        ({"full_name": "?"}, "record.full_name.has_a_letter", "123"),
    ],
)
def test_a_typed_value_that_breaks_a_rule_is_refused_with_its_words(wrong, rule_id, typed):
    desk = Desk()
    made = desk.made(desk.judged(report(citizen(**wrong))), rule_id, "type", typed)
    assert made.decisions.empty
    assert " / " in made.refusal
    assert typed not in made.refusal or rule_id.startswith(("record.team", "record.assist"))


def test_the_later_of_two_answers_counts_and_to_undo_it_brings_the_earlier_back():
    desk, content = Desk(), report(WRONG)
    sent = desk.judged(content)
    desk.decide(sent, PHONE, "type", "0387654321")
    second = desk.decide(sent, PHONE, "type", "0387654322")
    assert desk.judged(content).record()["phone"] == "0387654322"
    undo = desk.undo(second)
    assert desk.judged(content).record()["phone"] == "0387654321"
    desk.undo(undo)
    assert desk.judged(content).record()["phone"] == "0387654322"


def test_an_answer_to_a_typed_value_is_taken_after_it():
    desk, content = Desk(), report(citizen(full_name="???"))
    desk.decide(desk.judged(content), "record.full_name.has_a_letter", "type", "Bé")
    typed = desk.judged(content)
    assert states(typed, "record.full_name.has_two_words") == ["open"]
    desk.decide(typed, "record.full_name.has_two_words", "type", "Lê Thị Bé")
    assert desk.judged(content).record()["full_name"] == "Lê Thị Bé"


def test_a_waiver_of_seven_members_lapses_with_nine():
    desk = Desk()
    desk.decide(desk.judged(report(teams=few())), SIZE, "waive", reason="x")
    verdict = desk.judged(report(teams=few()))
    assert (states(verdict, SIZE), team_status(verdict)) == (["waived"], "accepted")
    nine = desk.judged(report(teams=few(9)))
    assert (states(nine, SIZE), team_status(nine)) == (["open"], "quarantined")


def test_a_waiver_of_a_submission_covers_its_rule_in_all_files_of_that_sunday():
    desk = Desk()
    desk.decide(desk.judged(report(teams=few())), SIZE, "waive", reason="x", scope="submission")
    nine = desk.judged(report(teams=few(9)))
    next_week = desk.judged(report(teams=few(9), sunday="12/03/2023"), now=LATER)
    assert (states(nine, SIZE), states(next_week, SIZE)) == (["waived"], ["open"])


def test_a_waiver_of_a_branch_covers_it_from_that_sunday_on_until_it_ends():
    desk = Desk()
    desk.decide(
        desk.judged(report(teams=few())),
        SIZE,
        "waive",
        reason="x",
        scope="branch",
        until="2023-03-12",
    )
    nine = report(teams=few(9), sunday="12/03/2023")
    earlier = report(teams=few(9), sunday="26/02/2023")
    assert states(desk.judged(nine, now=LATER), SIZE) == ["waived"]
    assert states(desk.judged(nine, now=LATER + pd.Timedelta(days=1)), SIZE) == ["open"]
    assert states(desk.judged(earlier), SIZE) == ["open"]


def test_what_is_reopened_is_open_though_the_branch_has_a_waiver():
    desk, content = Desk(), report(teams=few())
    desk.decide(desk.judged(content), SIZE, "waive", reason="x", scope="branch")
    desk.decide(desk.judged(content), SIZE, "reopen")
    assert states(desk.judged(content), SIZE) == ["open"]


def test_what_is_returned_stays_as_it_is():
    desk, content = Desk(), report(citizen(team_code="T9999"))
    desk.decide(desk.judged(content), "record.team_code.is_on_roster", "return")
    verdict = desk.judged(content)
    assert states(verdict, "record.team_code.is_on_roster") == ["returned"]
    assert verdict.counts == (1, 0, 1, 0)


def test_a_rule_without_which_nothing_counts_cannot_be_waived():
    desk = Desk()
    verdict = desk.judged(report(citizen(team_code="T9999")))
    made = desk.made(verdict, "record.team_code.is_on_roster", "waive", reason="x")
    assert "cannot be counted" in made.refusal or "nothing can be counted" in made.refusal


def test_a_waived_activity_counts_and_follows_its_kind_through_a_corrected_file():
    huge = {"team_code": "T0001", "activity": "Phát tờ rơi", "quantity": 15000}
    other = {"team_code": "T0002", "activity": "Phát tờ rơi", "quantity": 10}
    rule_id = "activity.quantity.is_plausible"
    desk, content = Desk(), report(activities=[huge])
    sent = desk.judged(content)
    assert sent.judgement.activities.empty
    desk.decide(sent, rule_id, "waive", reason="đã kiểm tra")
    moved = desk.judged(report(activities=[other, huge]))
    assert states(moved, rule_id) == ["waived"]
    assert sorted(moved.judgement.activities["quantity"]) == [10, 15000]


def test_the_form_can_be_filled_in():
    desk, content = Desk(), report(citizen(), branch="Đoàn xã An Hưng", sunday="chủ nhật")
    sent = desk.judged(content)
    assert sent.statuses == {"1.xlsx": "quarantined"}
    wrong = desk.made(sent, "submission.branch_code.is_known", "type", "D99999")
    assert "D99999" in wrong.refusal
    desk.decide(sent, "submission.branch_code.is_known", "type", "D21609")
    desk.decide(sent, "submission.report_sunday.is_a_sunday", "type", "05/03/2023")
    verdict = desk.judged(content)
    assert verdict.statuses == {"1.xlsx": "accepted"}
    assert verdict.counts == (1, 1, 0, 0)
    assert states(verdict, "submission.branch_code.is_known") == ["fixed"]


def test_a_waived_fault_of_a_file_no_longer_holds_it_back():
    rule_id = "sheet.column.is_unique"
    rows = [list(row) for row in table("NGUOI_DAN", [citizen()])]
    rows[2].append("Điện thoại")
    rows[3].append("0387654321")
    content = workbook({"THONG_TIN": form(), "NGUOI_DAN": rows})
    desk = Desk()
    sent = desk.judged(content)
    assert sent.statuses == {"1.xlsx": "quarantined"}
    desk.decide(sent, rule_id, "waive", reason="cột sau là của người thân")
    verdict = desk.judged(content)
    assert (verdict.statuses, states(verdict, rule_id)) == ({"1.xlsx": "accepted"}, ["waived"])


def test_an_unknown_header_is_mapped_in_the_branchs_files_from_then_on():
    desk = Desk()
    sent = desk.judged(with_header("Zalo", "0387654321"))
    assert (states(sent, COLUMN), sent.record()["phone"]) == (["open"], "")
    desk.decide(sent, COLUMN, "map_column", "phone")
    files = {
        "same": with_header("Zalo", "0387654321"),
        "other_case": with_header("ZALO :", "0387654322"),
        "another_branch": with_header("Zalo", "0387654323", branch="D21610"),
    }
    verdict = desk.judged(**files)
    assert set(verdict.records["phone"]) == {"0387654321", "0387654322", ""}
    assert states(verdict, COLUMN) == ["fixed", "fixed", "open"]
    wrong = desk.judged(with_header("Zalo", "12"))
    assert wrong.finding(PHONE)["cell"] == "H4"


def test_a_needed_column_known_by_memory_alone_lets_the_file_in():
    desk, content = Desk(), with_header("Người nhận", "Lê Thị Bé", column="full_name")
    sent = desk.judged(content)
    assert sent.statuses == {"1.xlsx": "quarantined"}
    desk.decide(sent, COLUMN, "map_column", "full_name")
    verdict = desk.judged(content)
    assert verdict.statuses == {"1.xlsx": "accepted"}
    assert verdict.record()["full_name"] == "Lê Thị Bé"
    assert found(verdict, "sheet.column.is_present").empty


def test_a_column_that_is_already_filled_is_not_taken_over():
    rows = [list(row) for row in table("NGUOI_DAN", [citizen()])]
    rows[2].append("Zalo")
    rows[3].append("0387654321")
    content = workbook({"THONG_TIN": form(), "NGUOI_DAN": rows})
    desk = Desk()
    desk.decide(desk.judged(content), COLUMN, "map_column", "phone")
    verdict = desk.judged(content)
    assert (verdict.record()["phone"], states(verdict, COLUMN)) == ("0967888108", ["open"])


def test_an_ignored_column_is_asked_about_no_more():
    desk = Desk()
    desk.decide(desk.judged(with_header("Zalo", "0387654321")), COLUMN, "ignore_column")
    verdict = desk.judged(with_header("zalo", "0387654399"))
    assert (states(verdict, COLUMN), verdict.record()["phone"]) == (["fixed"], "")


def test_values_of_an_unknown_column_stay_in_the_file():
    verdict = Desk().judged(with_header("Zalo", "0387654321"))
    assert "0387654321" not in verdict.values.to_string() + verdict.findings.to_string()
    assert "0387654321" not in verdict.records.to_string()


@pytest.mark.parametrize(
    "reason",
    ["gọi 0912345678", "CCCD 052 189 270 965", "gọi 0912  345  678", "sinh 16/07/1989"],
)
def test_a_reason_may_not_hold_a_number_of_a_person(reason):
    desk = Desk()
    made = desk.made(desk.judged(report(teams=few())), SIZE, "waive", reason=reason)
    assert "digits" in made.refusal
    undo = make_undo(desk.decisions, "B1", Answer("undo", "steward", NOW, reason=reason))
    cases, keys = pd.DataFrame({"duplicate_id": [], "state": []}), pd.DataFrame()
    same = make_pair_decisions(cases, keys, desk.decisions, Answer("same", reason, NOW))
    assert undo.refusal == same.refusal == made.refusal


def test_a_reason_may_speak_of_a_day_of_the_programme():
    desk = Desk()
    reason = "gọi hỏi ngày 12/03/2023, 3 người, lần 2"
    assert not desk.made(desk.judged(report(teams=few())), SIZE, "waive", reason=reason).refusal


@pytest.mark.parametrize(
    ("cells", "rule_id", "reason", "is_refused"),
    [
        ({"full_name": "Hoa"}, "record.full_name.has_two_words", "gọi bà HOA rồi", True),
        ({"full_name": "Hoa"}, "record.full_name.has_two_words", "gọi bà rồi", False),
        ({"phone": "09abc"}, PHONE, "số 09ABC không đúng", True),
        ({"gender": "xyz"}, "record.gender.is_known", "xyz", False),
        ({"team_code": "T0101"}, "record.team_code.is_of_this_branch", "tổ T0101 giúp", False),
    ],
)
def test_a_reason_may_not_repeat_what_a_cell_says_of_a_person(cells, rule_id, reason, is_refused):
    desk = Desk()
    verdict = desk.judged(report(citizen(**cells)))
    made = desk.made(verdict, rule_id, "return", reason=reason)
    assert made.refusal.startswith("finding ") is is_refused, made.refusal
    assert bool(made.refusal) is is_refused


def test_the_birth_year_of_the_number_is_a_suggestion_to_accept():
    desk = Desk()
    content = report(citizen(birth_date="16/07/1988"))
    desk.decide(desk.judged(content), "record.birth_date.fits_id_number", "accept")
    verdict = desk.judged(content)
    record = verdict.record()
    assert (record["birth_date"], bool(record["is_number_trusted"])) == ("1989-07-16", True)
    assert states(verdict, "record.birth_date.fits_id_number") == ["fixed"]
