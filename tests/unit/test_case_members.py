"""Cases of lists of members: in two teams (X02), among the assisted (X03), named for their code."""

from __future__ import annotations

import pytest

from tests.decided import Desk
from tests.workbooks import TEAMS, citizen, judge_files, judged, members, report

SOMEBODY = {"member_name": "Phan Thị Kim Ngân"}


def with_member(team_code: str, **member: object):
    listed = members(team_code)
    listed[3] = {**listed[3], **member}
    return listed


def test_a_member_of_two_teams_is_a_question_and_both_lists_stand_x02():
    teams = [*with_member("T0001", **SOMEBODY), *with_member("T0002", **SOMEBODY)]
    verdict = judged(report(citizen(), teams=teams))
    told = ("severity", "state", "row_number", "cell", "value_masked")
    assert verdict.told(*told, case="X02") == [("warning", "open", 15, "E15", "P.T.K.N.")]
    assert set(verdict.judgement.team_reports["status"]) == {"accepted"}
    assert "T0001" in verdict.finding("team.member_name.is_in_one_team")["message_vi"]


def test_a_team_that_was_copied_is_one_question_with_the_number_of_its_members_x02():
    listed = [dict(row) | {"team_code": "T0002"} for row in members("T0001")]
    content = report(citizen(), teams=[*members("T0001"), *listed])
    verdict = judged(content)
    told = ("cell", "value_masked", "message_vi")
    ((cell, masked, message),) = verdict.told(*told, case="X02")
    assert (cell, masked) == ("E12", "; ".join(f"L.T.{chr(65 + n)}." for n in range(8)))
    assert "tổ T0002 có 8 thành viên" in message and "trong tổ T0001" in message


def test_an_answer_holds_for_the_same_members_in_whatever_order_x02():
    listed = [dict(row) | {"team_code": "T0002"} for row in members("T0001")]
    desk, rule_id = Desk(), "team.member_name.is_in_one_team"

    def told(*rows):
        verdict = desk.judged(report(citizen(), teams=[*members("T0001"), *rows]))
        found = verdict.finding(rule_id)
        return verdict, found["finding_id"], found["state"]

    sent, finding_id, _ = told(*listed)
    desk.decide(sent, rule_id, "waive", reason="x")
    assert told(*listed[::-1])[1:] == (finding_id, "waived")
    assert told(*listed[:7])[1:] == (finding_id, "open")


def test_members_of_three_teams_are_a_question_for_each_pair_and_file_x02():
    codes = ("T0001", "T0002", "T0003")
    teams = [row for code in codes for row in with_member(code, **SOMEBODY)]
    verdict = judged(report(citizen(), teams=teams))
    assert verdict.told("row_number", case="X02") == [(15,), (23,)]


def test_members_of_two_branches_may_have_one_name_x02():
    one = report(citizen(), teams=with_member("T0001", **SOMEBODY))
    other = report(
        citizen(team_code="T0101"), branch="D21610", teams=with_member("T0101", **SOMEBODY)
    )
    assert judged(one, other).told("cell", case="X02") == []


def test_the_id_of_a_finding_says_nothing_of_the_name_x02():
    teams = [*with_member("T0001", **SOMEBODY), *with_member("T0002", **SOMEBODY)]
    ours = judged(report(citizen(), teams=teams)).finding("team.member_name.is_in_one_team")
    assert "Ngân" not in str({k: v for k, v in ours.items() if k != "value"})


ASKED = [
    # the citizen's cells, whether a question is asked
    ({}, True),
    ({"full_name": "PHAN THỊ KIM NGÂN"}, True),
    ({"birth_date": "", "id_number": ""}, True),
    ({"birth_date": "12/03/1950", "id_number": ""}, False),
    ({"team_code": "T0002"}, True),
    ({"full_name": "Phan Thị Kim Ngàn"}, False),
]


@pytest.mark.parametrize(("cells", "is_asked"), ASKED)
def test_a_citizen_with_the_name_of_a_member_is_a_question_and_counts_x03(cells, is_asked):
    row = citizen(**{"full_name": SOMEBODY["member_name"], **cells})
    verdict = judged(report(row, teams=with_member("T0001", **SOMEBODY)))
    assert verdict.counts == (1, 1, 0, 0)
    expected = [("warning", "open", "D4", "full_name")] if is_asked else []
    assert verdict.told("severity", "state", "cell", "column_name", case="X03") == expected


def test_a_name_of_three_words_is_asked_about_in_its_own_team_alone_x03():
    member = {"member_name": "Phan Thị Ngân"}
    teams = with_member("T0001", **member)
    rows = [citizen(full_name="Phan Thị Ngân"), citizen(full_name="Phan Thị Ngân")]
    rows[1] = {**rows[1], "team_code": "T0002"}
    assert judged(report(*rows, teams=teams)).told("cell", case="X03") == [("D4",)]


NAMES = {"Tổ T0001": "T0001", "tổ cns t0001": "T0001", "Tổ công nghệ số T0002": "T0002"}


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_the_name_of_a_team_of_the_sender_stands_for_its_code_s12(name, code):
    verdict = judged(report(citizen(team_code=name), teams=members(name)))
    assert list(verdict.records["team_code"]) == [code]
    assert list(verdict.judgement.team_reports["team_code"]) == [code]
    assert verdict.told("severity", "state", case="S12") == [("info", "fixed")]


def test_the_name_of_anothers_team_is_no_code_s12():
    assert TEAMS["T0101"] != "D21609"
    verdict = judged(report(citizen(team_code="Tổ T0101"), citizen()))
    assert verdict.counts == (2, 1, 1, 0)
    assert verdict.told("severity", case="X13") == [("error",)]


def test_a_file_in_the_folder_of_another_branch_goes_back_whole_f34():
    content = report(citizen(), branch="D21609")
    path = "2023-03-05/D21610/bao cao.xlsx"
    verdict = judge_files({path: content})
    assert verdict.statuses == {path: "quarantined"}
    assert verdict.counts == (1, 0, 1, 0)
    found = verdict.finding("submission.branch_code.fits_its_folder")
    assert (found["case_id"], found["severity"], found["cell"]) == ("F34", "error", "B5")
    assert "“D21609”" in found["message_vi"] and "D21610" in found["message_vi"]


@pytest.mark.parametrize(
    "path",
    ["2023-03-05/D21609/a.xlsx", "d21609_2023-03-05.xlsx", "hop thu/D21610/a.xlsx", "a.xlsx"],
)
def test_a_file_in_its_own_folder_or_in_nobodys_is_taken_f34(path):
    assert judge_files({path: report(citizen())}).statuses == {path: "accepted"}


def of_first_rows(*teams, **blank):
    """Members of these lists, whose other rows have the cells `blank`."""
    return [row if at == 0 else {**row, **blank} for team in teams for at, row in enumerate(team)]


def sizes(verdict):
    reports = verdict.judgement.team_reports
    return list(zip(reports["team_code"], reports["member_count"], strict=True))


def test_members_below_the_code_of_a_team_are_of_it_s13():
    teams = of_first_rows(members("T0001"), members("T0002"), team_code="")
    verdict = judged(report(citizen(), teams=teams))
    assert sizes(verdict) == [("T0001", 8), ("T0002", 8)]
    assert verdict.told("case_id", "severity", "state", "cell") == [("S13", "info", "fixed", "B5")]
    assert "14 dòng" in verdict.finding("sheet.team_code.is_in_each_row")["message_vi"]


@pytest.mark.parametrize(("blank", "size"), [((3, 4), 8), ((6, 7), 6)])
def test_a_code_that_is_in_most_rows_is_that_of_rows_among_them_alone_s13(blank, size):
    listed = [dict(row) for row in members("T0001")]
    for at in blank:
        listed[at]["team_code"] = ""
    assert sizes(judged(report(citizen(), teams=listed))) == [("T0001", size)]


ANEW = [
    # what a second list without any code says in its first row, and in the others
    ({"team_role": "Tổ trưởng"}, {}),
    ({"team_role": "", "row_no": 1}, {"team_role": ""}),
    ({"team_role": "", "team_name": "Tổ hai"}, {"team_role": "", "team_name": "Tổ hai"}),
]


@pytest.mark.parametrize(("first", "others"), ANEW)
def test_members_of_a_team_without_a_code_are_not_of_the_one_above_s13(first, others):
    one = [row | {"team_name": "Tổ một"} for row in of_first_rows(members("T0001"), team_code="")]
    two = [dict(row) | {"team_code": "", "member_name": f"Võ Văn {n}"} for n, row in enumerate(one)]
    two = [{**row, "team_name": "", **(others if at else first)} for at, row in enumerate(two)]
    verdict = judged(report(citizen(), teams=[*one, *two]))
    assert sizes(verdict) == [("T0001", 8)]
    assert verdict.told("row_number", case="X13") == [(12,)]


def test_members_of_no_team_are_told_of_as_such_alone_x01():
    nameless = [dict(row) | {"team_code": ""} for row in members("T0001", 7)]
    verdict = judged(report(citizen(), teams=[*nameless, *members("T0001")]))
    assert verdict.told("rule_id", "row_number") == [("team.team_code.is_on_roster", 4)]


@pytest.mark.parametrize("nobody", ["Chưa có", "(khuyết)", "CHƯA BỔ SUNG", "ko có", "Trống"])
def test_words_for_nobody_are_no_member_x01(nobody):
    listed = members("T0001", 9)
    listed[8] = {**listed[8], "member_name": nobody}
    verdict = judged(report(citizen(), teams=listed))
    assert list(verdict.judgement.team_reports["member_count"]) == [8]
    assert verdict.told("rule_id", "row_number") == [("sheet.member_name.is_present", 12)]


@pytest.mark.parametrize("name", ["Na", "Thiếu úy Lê Văn Bình", "Khổng Minh", "K' Bổng"])
def test_names_that_look_like_words_for_nobody_are_members_x01(name):
    listed = members("T0001")
    listed[7] = {**listed[7], "member_name": name}
    verdict = judged(report(citizen(), teams=listed))
    assert verdict.told("rule_id") == []
