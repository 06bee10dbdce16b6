"""Text in the wrong encoding (F19-F26, R31): what the record has, what the branch is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.legacy_text import WRITERS, in_cp1258, in_tcvn3
from schemas.catalogue import rule
from tests.together import judged_together
from tests.workbooks import citizen, form, members, report, table, workbook

NAMES = ["Nguyễn Thị Hòa", "Lê Văn Tú", "Đặng Ngọc Ánh", "Võ Thị Mỹ"]
ROWS = [
    citizen(full_name=name, id_number="", phone=f"096788811{number}", note="Ốm nặng")
    for number, name in enumerate(NAMES)
]
every_way = judged_together("rule_id", WRITERS)


def written(rows: list[Mapping[str, object]], write: Callable[[str], str], *columns: str):
    return [{n: write(str(v)) if n in columns else v for n, v in row.items()} for row in rows]


@every_way
def test_a_column_of_names_is_repaired_and_told_once_with_its_number(rule_id):
    verdict = yield report(*written(ROWS, WRITERS[rule_id], "full_name"))
    assert list(verdict.records["full_name"]) == NAMES
    assert verdict.counts == (4, 4, 0, 0)
    found = verdict.finding(rule_id)
    assert (found["case_id"], found["severity"]) == (rule(rule_id).case_id, "warning")
    assert (found["column_name"], found["row_number"]) == ("full_name", None)
    assert "4" in found["message_vi"] and "“Họ và tên”" in found["message_vi"]
    assert verdict.values.empty


@every_way
def test_a_workbook_written_wrongly_throughout_is_read_like_any_other(rule_id):
    def write(rows):
        return [[WRITERS[rule_id](c) if isinstance(c, str) else c for c in row] for row in rows]

    sheets = {
        "THONG_TIN": write(form(nil_reason="Bão số 4")),
        "NGUOI_DAN": write([*table("NGUOI_DAN", ROWS), [], ["Tổng cộng: 4 người"]]),
        "TO_CNS": write(table("TO_CNS", members("T0001"))),
    }
    verdict = yield workbook(sheets)
    assert list(verdict.records["full_name"]) == NAMES
    assert all(verdict.records["ward_code"])
    assert set(verdict.records["sex"]) == {"F"}
    assert verdict.counts == (4, 4, 0, 0)
    assert verdict.statuses == {"1.xlsx": "accepted"}
    assert list(verdict.judgement.team_reports["member_count"]) == [8]
    told = {rule_id for (rule_id,) in verdict.told("rule_id")}
    assert "sheet.header.is_alias" not in told and "sheet.row.is_total" in told


CSV_ROWS = [
    f"{number},T0001,05/03/2023,{name},096788811{number},DVC" for number, name in enumerate(NAMES)
]
CSV = "\n".join(["STT,Mã tổ,Ngày hỗ trợ,Họ và tên,Số điện thoại,Dịch vụ", *CSV_ROWS])
PATH = "D21609_2023-03-05.csv"


@judged_together(
    ("case", "content"),
    [
        ("F19", CSV.encode().decode("sloppy-windows-1252").encode()),
        ("F20", CSV.encode().decode("sloppy-windows-1258").encode()),
        ("F21", in_cp1258(CSV)),
        ("F21", in_cp1258(CSV).decode("cp1252").encode()),
        ("F23", in_tcvn3(CSV).encode("latin-1")),
    ],
)
def test_a_csv_of_another_encoding_is_read(case, content):
    verdict = yield {PATH: content}
    assert list(verdict.records["full_name"]) == NAMES
    assert verdict.counts == (4, 4, 0, 0)
    cases = {found for (found,) in verdict.told("case_id") if found.startswith("F")}
    assert case in cases and cases <= {case, "F19"}


@judged_together()
def test_a_csv_whose_letters_are_lost_goes_back_whole_f22():
    verdict = yield {PATH: CSV.encode("cp1252", "replace")}
    assert verdict.statuses == {PATH: "quarantined"}
    assert verdict.counts == (4, 0, 4, 0)
    told = verdict.told("severity", "scope", "column_name", "value_masked", case="F22")
    assert told[0] == ("error", "file", "full_name", "")


@judged_together()
def test_a_csv_of_two_encodings_cannot_be_told_apart_f26():
    verdict = yield {PATH: CSV.encode() + in_cp1258("\n9,T0001,,Lê Vũ")}
    assert verdict.statuses == {PATH: "quarantined"}
    assert verdict.told("rule_id", case="F26") == [("file.encoding.is_utf8",)]


@judged_together()
def test_broken_utf8_that_comes_back_only_in_part_goes_back_whole_f19():
    sent = written(ROWS, WRITERS["sheet.text.is_utf8_seen_as_ansi"], "full_name")
    sent[0]["full_name"] = "Nguyá»n Thá»‹ HÃ²a"
    verdict = yield report(*sent)
    assert verdict.counts == (4, 0, 4, 0)
    assert verdict.finding("sheet.text.keeps_its_letters")["severity"] == "error"


@judged_together()
def test_one_name_with_lost_letters_is_asked_for_again_in_its_row_f22():
    others = [citizen(full_name=f"{name} {word}") for name in NAMES for word in ("An", "Ba")]
    verdict = yield report(*others, citizen(full_name="Nguy?n Th? Hòa"))
    assert verdict.counts == (9, 9, 0, 0)
    told = verdict.told("severity", "state", "cell", "value_masked", case="F22")
    assert told == [("warning", "open", "D12", "N.T.H.")]
    assert verdict.told("rule_id", case="R34") == []


@judged_together()
def test_typing_keys_in_names_become_letters_r31():
    rows = [citizen(full_name="Nguyeenx Thij Hoaf"), citizen(full_name="Trần Max")]
    verdict = yield report(*rows)
    assert list(verdict.records["full_name"]) == ["Nguyễn Thị Hòa", "Trần Max"]
    told = verdict.told("severity", "column_name", "row_number", case="R31")
    assert told == [("warning", "full_name", None)]


@judged_together()
def test_unicode_beside_an_old_font_stays_as_it_is():
    rows = [*written(ROWS[:2], in_tcvn3, "full_name"), *ROWS[2:]]
    verdict = yield report(*rows)
    assert list(verdict.records["full_name"]) == NAMES
    assert "2 " in verdict.finding("sheet.text.is_tcvn3")["message_vi"]


@judged_together("codec", ["utf-16", "utf-32"])
def test_wide_letters_are_read_and_leave_no_blank_bytes_f17(codec):
    verdict = yield {PATH: CSV.replace(",", "\t").encode(codec)}
    assert list(verdict.records["full_name"]) == NAMES
    assert ("F17",) in verdict.told("case_id")


@judged_together()
def test_a_character_that_no_database_keeps_is_left_out():
    html = "<table>" + "".join(f"<tr><td>{row.replace(',', '<td>')}" for row in CSV.split("\n"))
    verdict = yield {"D21609_2023-03-05.xls": html.replace("Lê", "L\0ê").encode()}
    assert list(verdict.records["full_name"]) == NAMES
    assert "\0" not in "".join(map(str, verdict.findings.to_numpy().ravel()))
