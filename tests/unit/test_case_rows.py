"""Cases of single rows: what the cell held, what the record has, what the branch is told."""

from __future__ import annotations

from datetime import date

from tests.together import judged_together
from tests.workbooks import citizen, report

ID, PHONE, BORN = "id_number", "phone", "birth_date"
NUMBER = "052189270965"

REPAIRED = [
    # case, column, sent, kept, suggestion, shown
    ("R01", ID, 52189270965, NUMBER, "restore_leading_zero", "•••965"),
    ("R03", ID, "5.2189270965E+10", NUMBER, "expand_scientific_notation", "•••965"),
    ("R05", ID, "52189270965.0", NUMBER, "strip_decimal_part", "•••965"),
    ("R06", ID, "052 189 270 965", NUMBER, "strip_separators", "•••965"),
    ("R06", ID, "'052189270965", NUMBER, "strip_separators", "•••965"),
    ("R19", PHONE, "01656021234", "0356021234", "migrate_prefix", "•••234"),
    ("R20", PHONE, 356021234, "0356021234", "restore_leading_zero", "•••234"),
    ("R21", PHONE, "+84 (0)35 602 1234", "0356021234", "strip_country_code", "•••234"),
    ("R41", BORN, 31131, "1985-03-25", "excel_serial_to_date", "•••"),
]


@judged_together(("case", "column", "sent", "kept", "suggestion", "shown"), REPAIRED)
def test_a_repair_is_told_and_the_record_is_accepted(case, column, sent, kept, suggestion, shown):
    verdict = yield report(citizen(), citizen(**{column: sent}))
    assert verdict.record(5)[column] == kept
    assert verdict.counts == (2, 2, 0, 0)
    told = ("severity", "state", "row_number", "column_name", "value_masked", "suggestion")
    assert verdict.told(*told, case=case) == [("info", "fixed", 5, column, shown, suggestion)]


ASKED = [
    # case, column, sent, kept, shown
    ("R04", ID, "5.2099E+10", "", "•••"),
    ("R08", ID, "0520990012345", "", "•••345"),
    ("R08", ID, "52189270965", "", "•••965"),
    ("R26", PHONE, "0123", "", "•••"),
    ("R26", PHONE, "0000000000", "", "•••000"),
    ("R26", PHONE, "0999999999", "", "•••999"),
    ("R39", BORN, "5/3/85", "1985-03-05", "85"),
    ("R43", BORN, "31/02/1990", "1990", "1990"),
    ("R43", BORN, "00/00/1985", "1985", "1985"),
]


@judged_together(("case", "column", "sent", "kept", "shown"), ASKED)
def test_an_unusable_cell_is_asked_about_and_the_record_is_accepted(
    case, column, sent, kept, shown
):
    verdict = yield report(citizen(), citizen(**{column: sent}))
    assert verdict.record(5)[column] == kept
    assert verdict.counts == (2, 2, 0, 0)
    told = ("severity", "state", "row_number", "column_name", "value_masked")
    assert verdict.told(*told, case=case) == [("warning", "open", 5, column, shown)]


COUNTED = [
    # case, column, sent, kept
    ("R27", "full_name", "Trâ\u0300n Thi\u0323 Ha\u0300", "Trần Thị Hà"),
    ("R28", "full_name", "Trần Thị Hoà", "Trần Thị Hoà"),
    ("R30", "full_name", " trần   THỊ ha ", "Trần Thị Ha"),
    ("R30", "full_name", "TRẦN\u00a0THỊ\u200b HÀ", "Trần Thị Hà"),
    ("R38", BORN, 1985, "1985"),
    ("R38", BORN, "1985", "1985"),
]


@judged_together(("case", "column", "sent", "kept"), COUNTED)
def test_harmless_repairs_of_a_column_are_told_once_with_their_number(case, column, sent, kept):
    rows = [citizen(), citizen(**{column: sent}), citizen(**{column: sent}, phone="0967888109")]
    verdict = yield report(*rows)
    assert verdict.record(5)[column] == kept
    assert verdict.counts == (3, 3, 0, 0)
    told = ("severity", "state", "row_number", "cell", "value_masked")
    assert verdict.told(*told, case=case) == [("info", "fixed", None, "", "")]
    (message,) = verdict.told("message_vi", case=case)
    assert f"cột “{'Ngày sinh' if column == BORN else 'Họ và tên'}”: 2 " in message[0]


HELD_BACK = [
    # case, cells, cell told, column told, shown
    ("R50", {"svc_dossier": -3}, "L4", "svc_dossier", "-3"),
    ("R50", {"svc_dossier": 12.5}, "L4", "svc_dossier", "12.5"),
    ("R58", {"svc_dvc_account": ""}, "", "service_codes", ""),
    ("X13", {"team_code": "CNS-999"}, "B4", "team_code", "CNS-999"),
    ("X13", {"team_code": ""}, "B4", "team_code", ""),
    ("X13", {"team_code": "Tổ thôn 3"}, "B4", "team_code", "…(9 ký tự)"),
    ("Y07", {"assist_date": date(2023, 3, 6)}, "C4", "assist_date", "06/03/2023"),
    ("Y08", {"assist_date": "25/02/2023"}, "C4", "assist_date", "25/02/2023"),
    ("Y08", {"assist_date": "16/07/1989"}, "C4", "assist_date", "1989"),
]


@judged_together(("case", "cells", "cell", "column", "shown"), HELD_BACK)
def test_an_error_holds_back_that_row_only_and_is_told_once(case, cells, cell, column, shown):
    verdict = yield report(citizen(**cells), citizen())
    assert list(verdict.records["status"]) == ["quarantined", "accepted"]
    assert verdict.counts == (2, 1, 1, 0)
    assert verdict.statuses == {"1.xlsx": "accepted"}
    told = ("severity", "state", "row_number", "cell", "column_name", "value_masked")
    assert verdict.told(*told, case=case) == [("error", "open", 4, cell, column, shown)]


@judged_together()
def test_several_ticks_in_a_row_are_several_assistances_of_one_citizen_r47():
    row = citizen(svc_vneid_l2="x", svc_dossier=3, svc_epayment="x")
    verdict = yield report(row)
    codes = "DVCTT_DOSSIER;DVC_ACCOUNT;EPAYMENT;VNEID_L2"
    assert verdict.record()["service_codes"] == codes
    assert verdict.record()["dossier_count"] == 3
    assert verdict.told("case_id", "severity", "state") == [("R47", "info", "fixed")]


@judged_together("tick", ["X", "✓", "v", "có", "1", 1, "TRUE", True])
def test_other_ticks_mean_the_same_r48(tick):
    verdict = yield report(citizen(svc_dvc_account=tick))
    assert verdict.record()["service_codes"] == "DVC_ACCOUNT"
    assert verdict.told("case_id", "severity", "state", "column_name") == [
        ("R48", "info", "fixed", "svc_dvc_account")
    ]


@judged_together()
def test_what_is_said_not_to_be_done_is_no_service_and_asked_about_r48():
    verdict = yield report(citizen(svc_vneid_l2="chưa kích hoạt được"), citizen())
    assert verdict.record()["service_codes"] == "DVC_ACCOUNT"
    assert verdict.counts == (2, 2, 0, 0)
    (told,) = verdict.told("severity", "state", "column_name", "message_vi", case="R48")
    assert told[:3] == ("warning", "open", "svc_vneid_l2")
    assert "không được tính" in told[3]


@judged_together()
def test_a_mark_in_other_words_is_a_service_and_asked_about_at_its_cell_r48():
    verdict = yield report(citizen(svc_vneid_l2="chờ duyệt"), citizen())
    assert verdict.record()["service_codes"] == "DVC_ACCOUNT;VNEID_L2"
    told = verdict.told("severity", "state", "row_number", "column_name", case="R48")
    assert told == [("warning", "open", 4, "svc_vneid_l2")]


@judged_together("refusal", ["Không cho", "Từ chối cung cấp", "k đồng ý", "Không"])
def test_whoever_refuses_in_any_words_is_no_person(refusal):
    verdict = yield report(citizen(consent=refusal), citizen())
    assert list(verdict.records["status"]) == ["excluded", "accepted"]


@judged_together()
def test_a_row_pasted_twice_is_accepted_and_told_x04():
    other = citizen(full_name="Lê Văn Bình", id_number="", phone="0967888109")
    verdict = yield report(citizen(), other, citizen())
    assert verdict.counts == (3, 3, 0, 0)
    found = verdict.finding("record.row.is_not_repeated")
    assert (found["case_id"], found["severity"], found["state"]) == ("X04", "info", "fixed")
    assert found["row_number"] == 6
    assert "dòng 4" in found["message_vi"] and "row 4" in found["message_en"]


@judged_together()
def test_zeros_come_back_only_where_the_cell_was_a_number_r01_r08():
    verdict = yield report(citizen(id_number=52189270965), citizen(id_number="52189270965"))
    assert [verdict.record(row)[ID] for row in (4, 5)] == [NUMBER, ""]
    assert verdict.told("case_id", "cell") == [("R01", "E4"), ("R08", "E5")]


NUMBERS = [
    # case, rule, what is wrong beside the number, the number kept
    ("R10", "fits_sex", {"gender": "Nam"}, NUMBER),
    ("R11", "fits_birth_year", {BORN: "16/07/1975"}, NUMBER),
    ("R11", "fits_birth_year", {BORN: "29/02/1988", ID: "052187270965"}, "052187270965"),
    ("R12", "is_of_a_living_person", {ID: "052250270965"}, ""),
    ("R12", "is_of_a_living_person", {ID: "052101270965", BORN: ""}, ""),
    ("R14", "is_no_phone", {ID: "0912345678"}, ""),
]


@judged_together(("case", "rule", "cells", "kept"), NUMBERS)
def test_a_number_that_fits_nobody_or_not_its_row_is_asked_about(case, rule, cells, kept):
    verdict = yield report(citizen(), citizen(**cells))
    record = verdict.record(5)
    assert (record[ID], record["is_number_trusted"]) == (kept, False)
    assert verdict.counts == (2, 2, 0, 0)
    told = verdict.told("rule_id", "severity", "cell", case=case)
    assert told == [(f"record.id_number.{rule}", "warning", "E5")]


@judged_together(
    ("born", "suggested"),
    [("16/07/1988", "1989-07-16"), ("16/07/1999", "1989-07-16"), (1988, "1989")],
)
def test_a_birth_year_one_digit_away_from_the_numbers_has_a_suggestion_r11(born, suggested):
    verdict = yield report(citizen(), citizen(birth_date=born))
    found = verdict.finding("record.birth_date.fits_id_number")
    assert (found["severity"], found["cell"]) == ("warning", "F5")
    values = verdict.values.set_index("finding_id")["value_suggested"]
    assert values[found["finding_id"]] == suggested
    assert not verdict.record(5)["is_number_trusted"]


@judged_together()
def test_a_number_pasted_for_everyone_is_nobodys_r15():
    def of(*names: str) -> bytes:
        return report(*[citizen(full_name=name) for name in names])

    pasted = of("Lê Văn An", "Trần Thị Hà", "Võ Em")
    verdict, written_twice = yield pasted, of("Trần Thị Hà", "TRAN THI HA", "Trần Hà")
    assert set(verdict.records[ID]) == {""}
    assert verdict.counts == (3, 3, 0, 0)
    assert [cell for (cell,) in verdict.told("cell", case="R15")] == ["E4", "E5", "E6"]
    assert written_twice.told("cell", case="R15") == []


@judged_together()
def test_a_number_dragged_down_is_nobodys_and_a_row_without_more_goes_back_r16():
    dragged = [citizen(**{ID: f"05218927096{digit}"}) for digit in range(4)]
    longer = [*dragged[:3], {**dragged[3], PHONE: "", BORN: ""}]
    four, three = yield report(*longer), report(*dragged[:3])
    assert four.counts == (4, 3, 1, 0)
    assert len(four.told("cell", case="R16")) == 4
    assert three.told("cell", case="R16") == []


REPEATED = [
    # the last digits of the numbers, row by row: a series, and rows typed or copied again
    ("typed twice", "01123"),
    ("copied below", "01230"),
    ("copied above", "30123"),
    ("copied into the middle", "01023"),
    ("typed twice throughout", "00112233"),
    ("copied beside a row without a number", "01 0 23"),
]


@judged_together(("place", "digits"), REPEATED)
def test_a_row_sent_again_makes_no_number_of_a_series_somebodys_r16(place, digits):
    numbers = ["" if digit == " " else f"05218927096{digit}" for digit in digits]
    verdict = yield report(*[citizen(**{ID: number}) for number in numbers])
    assert set(verdict.records[ID]) == {""}
    assert len(verdict.told("cell", case="R16")) == len(digits.replace(" ", ""))


@judged_together("digits", ["00000", "00112", "0120", "0132"])
def test_fewer_than_four_numbers_one_after_the_other_are_peoples_r16(digits):
    rows = [citizen(**{ID: f"05218927096{digit}", BORN: "16/07/1989"}) for digit in digits]
    verdict = yield report(*rows)
    assert verdict.told("cell", case="R16") == []
    assert "" not in set(verdict.records[ID])


@judged_together()
def test_two_people_in_one_row_go_back_r18():
    verdict = yield report(citizen(full_name="Nguyễn Văn An, Trần Thị Bình"), citizen())
    assert verdict.counts == (2, 1, 1, 0)
    assert verdict.told("severity", "cell", case="R18") == [("error", "D4")]
    assert not verdict.values["value_suggested"].any()


@judged_together()
def test_the_numbers_of_two_people_in_one_row_go_back_r18():
    verdict = yield report(citizen(id_number="052085000111, 052085000112"), citizen())
    assert verdict.counts == (2, 1, 1, 0)
    assert verdict.told("severity", "cell", "value_masked", case="R18") == [
        ("error", "E4", "•••112")
    ]


@judged_together(
    ("column", "sent"),
    [("full_name", "Hoa"), ("full_name", "hoa"), ("phone", "0563822222"), (ID, "215 123 456")],
)
def test_what_mends_nothing_is_not_suggested(column, sent):
    verdict = yield report(citizen(), citizen(**{column: sent}))
    asked = verdict.findings[verdict.findings["state"] == "open"]["finding_id"]
    kept = verdict.values[verdict.values["finding_id"].isin(asked)]
    assert not kept["value_suggested"].any()


@judged_together()
def test_names_without_accents_are_told_with_their_number_r32():
    verdict = yield report(citizen(full_name="Tran Thi Ha"), citizen(full_name="Mai Lan Anh"))
    assert verdict.counts == (2, 2, 0, 0)
    (found,) = verdict.told("severity", "row_number", "message_en", case="R32")
    assert found[:2] == ("info", None) and "1" in found[2]
