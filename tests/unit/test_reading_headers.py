"""Finding tables by what their headers say, and telling what was unusual about the headers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workbooks import (
    FORM,
    HEADER,
    PEOPLE,
    TITLE,
    citizens,
    people,
    read_rows,
    slugs,
    workbook,
)
from transforms.reading import read_submission

ALIAS = "sheet.header.is_alias"
DAY = date(2023, 2, 26)


def header_with(**changes: str) -> list[str]:
    """The template's header with some labels typed differently (name of the label's place)."""
    places = {"team": 1, "day": 2, "name": 3, "number": 4, "birth": 5, "phone": 6, "svc": 7}
    header = list(HEADER)
    for place, text in changes.items():
        header[places[place]] = text
    return header


def test_f27_a_table_on_another_sheet_is_found_by_its_content():
    guide = [["HƯỚNG DẪN"], ["Họ và tên: ghi đầy đủ"], ["Mã tổ: theo danh sách"]]
    content = workbook({"Hướng dẫn": guide, "THONG_TIN": FORM, "Sheet2": citizens(*PEOPLE)})
    read = read_submission(content, "a.xlsx")
    assert slugs(read) == ["sheet.position.found_by_content"]
    assert (read.faults[0].sheet, read.faults[0].detail) == ("Sheet2", {"table": "NGUOI_DAN"})
    assert people(read).sheet == "Sheet2"


def test_f27_the_template_name_may_be_typed_with_accents_and_spaces():
    assert read_rows(citizens(*PEOPLE), sheet="Người dân").faults == ()


def test_f29_one_sheet_per_team_is_read_sheet_by_sheet():
    content = workbook(
        {"THONG_TIN": FORM, "Tổ 1": citizens(PEOPLE[0]), "Tổ 2": citizens(PEOPLE[1])}
    )
    read = read_submission(content, "a.xlsx")
    assert [(t.sheet, t.row_numbers) for t in read.tables] == [("Tổ 1", [4]), ("Tổ 2", [4])]
    assert slugs(read).count("sheet.table.is_split") == 1


def test_s01_the_header_is_found_below_the_national_emblem():
    emblem = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập - Tự do"], [], [], ["BÁO CÁO"], []]
    read = read_rows([*emblem, HEADER, *PEOPLE])
    assert slugs(read) == ["sheet.header.below_titles"]
    assert (read.faults[0].row_number, read.faults[0].detail) == (7, {"header_row": "7"})
    assert people(read).row_numbers == [8, 9]


def test_s01_a_header_in_the_first_row_has_nothing_above_it():
    assert read_rows([HEADER, *PEOPLE]).faults == ()


def test_s02_two_levels_of_header_are_joined():
    upper = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số điện thoại", "Kết quả", "", "", ""]
    lower = ["", "", "", "", "", "Mở tài khoản DVC", "Hồ sơ sức khỏe", "Thanh toán điện tử", ""]
    row = [1, "T1", DAY, "Lê Tiên", "0981909799", "x", "", "x", ""]
    read = read_rows([*TITLE, upper, lower, row])
    assert slugs(read) == ["sheet.header.has_two_levels"]
    table = people(read)
    assert table.row_numbers == [5]
    assert (table.letters["phone"], table.letters["svc_ehealth"]) == ("E", "G")


def test_s02_a_label_split_over_two_levels_is_read_as_one():
    upper = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số", "", "Dịch vụ"]
    lower = ["", "", "", "CCCD", "điện thoại", ""]
    row = ["T1", DAY, "Lê Tiên", "052169784943", "0981909799", "DVC"]
    table = people(read_rows([*TITLE, upper, lower, row]))
    assert table.texts["id_number"] == ["052169784943"]
    assert table.texts["phone"] == ["0981909799"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)=(6)+(7)", "(9)"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["A", "B", 1, 2, 3, 4, 5, 6, 7],
    ],
)
def test_s03_the_line_of_column_numbers_is_no_record(numbers):
    read = read_rows(citizens(numbers, *PEOPLE))
    assert slugs(read) == ["sheet.row.is_column_numbers"]
    assert read.faults[0].row_number == 4
    assert people(read).row_numbers == [5, 6]


@pytest.mark.parametrize(
    ("place", "typed", "name"),
    [
        ("number", "So CCCD", "id_number"),
        ("number", "CMND/CCCD", "id_number"),
        ("number", "Số CMND", "id_number"),
        ("name", "Họ & tên", "full_name"),
        ("name", "HO VA TEN", "full_name"),
        ("name", "Tên", "full_name"),
        ("phone", "SĐT", "phone"),
        ("phone", "Số điện thọai", "phone"),
        ("birth", "Năm sinh", "birth_date"),
        ("birth", "Ngày, tháng, năm sinh (ghi đủ)", "birth_date"),
        ("team", "Mã tổ CNS", "team_code"),
        ("day", "Ngày thực hiện", "assist_date"),
        ("svc", "Mở tài khỏan DVCC", "svc_dvc_account"),
    ],
)
def test_s04_a_header_typed_otherwise_is_understood_and_said(place, typed, name):
    read = read_rows(citizens(*PEOPLE, header=header_with(**{place: typed})))
    assert (read.outcome, slugs(read)) == ("read", [ALIAS])
    fault = read.faults[0]
    places = ("team", "day", "name", "number", "birth", "phone", "svc")
    labels = dict(zip(places, HEADER[1:8], strict=True))
    assert fault.column_name == name
    assert fault.detail == {"column": labels[place]}
    assert (fault.row_number, fault.cell[-1]) == (3, "3")
    assert name in people(read).texts


@pytest.mark.parametrize("typed", ["HỌ VÀ TÊN", " Họ  và tên ", "Họ và tên (*)", "Họ và tên:"])
def test_s04_capitals_spaces_and_marks_of_duty_are_the_label_itself(typed):
    assert read_rows(citizens(*PEOPLE, header=header_with(name=typed))).faults == ()


def test_s04_every_header_may_be_misspelt_at_once():
    typed = ["Mã tổo", "Ngày hỗ trrợ", "Họ và tênn", "Số điện thoạii", "Mở tài khoản DVCC"]
    read = read_rows([*TITLE, typed, ["T1", DAY, "Lê Tiên", "0981909799", "x"]])
    assert set(slugs(read)) == {ALIAS}
    assert people(read).row_numbers == [4]


def test_s04_a_header_that_could_be_two_columns_quarantines_the_file():
    read = read_rows(citizens(*PEOPLE, header=header_with(svc="Tài khoản")))
    assert (read.outcome, slugs(read)[0]) == ("quarantined", "sheet.header.is_ambiguous")
    assert read.faults[0].detail == {"column": "Mở tài khoản DVC / Định danh mức 2 (VNeID)"}
    assert people(read).row_numbers == [4, 5]


def test_s04_a_header_is_clear_when_its_other_meaning_is_taken():
    read = read_rows(citizens(*PEOPLE, header=header_with(day="Ngày")))
    assert (read.outcome, slugs(read)) == ("read", [ALIAS])
    assert people(read).texts["assist_date"] == ["2023-02-26"] * 2


@pytest.mark.parametrize(
    "typed", ["Họ và\ntên", "Họ\u00a0và tên", "Họ và t\u00adên", "Họ và tên\u200b"]
)
def test_s05_hidden_characters_in_a_header_are_cleaned(typed):
    read = read_rows(citizens(*PEOPLE, header=header_with(name=typed)))
    assert slugs(read) == ["sheet.header.has_line_breaks"]
    assert read.faults[0].cell == "D3"


def test_s06_the_order_of_columns_does_not_matter():
    rows = [list(reversed(row)) for row in (HEADER, *PEOPLE)]
    read = read_rows([*TITLE, *rows])
    assert read.faults == ()
    assert people(read).texts == people(read_rows(citizens(*PEOPLE))).texts


def test_s06_each_unknown_header_is_a_question_and_its_values_are_not_taken():
    header = [*HEADER, "Ghi chú 2", "Số tài khoản ngân hàng", ""]
    rows = [[*PEOPLE[0], "bí mật", "711A", ""], [*PEOPLE[1], "", "", "thừa"]]
    read = read_rows(citizens(*rows, header=header))
    assert [(fault.rule_id, fault.value, fault.cell) for fault in read.faults] == [
        ("sheet.column.is_unknown", "Ghi chú 2", "J3"),
        ("sheet.column.is_unknown", "", "L3"),
        ("sheet.column.is_not_sensitive", "Số tài khoản ngân hàng", "K3"),
    ]
    texts = str(people(read).texts)
    assert not any(value in texts for value in ("bí mật", "711A", "thừa"))


def test_s06_only_columns_that_a_steward_may_be_asked_about_are_carried_along():
    header = [*HEADER, "Ghi chú 2", "Số tài khoản ngân hàng"]
    read = read_rows(citizens([*PEOPLE[0], "ốm", "711A"], [*PEOPLE[1], "", ""], header=header))
    (column,) = people(read).unknown
    assert (column.header, column.cell, column.letter) == ("Ghi chú 2", "J3", "J")
    assert (column.texts, column.types) == (["ốm", ""], ["s", ""])


def test_s06_columns_without_header_and_values_are_nothing():
    read = read_rows(citizens(*[[*row, "", ""] for row in PEOPLE], header=[*HEADER, "", " "]))
    assert read.faults == ()


@pytest.mark.parametrize(
    ("dropped", "name"),
    [
        (["Mã tổ"], "team_code"),
        (["Ngày hỗ trợ"], "assist_date"),
        (["Họ và tên"], "full_name"),
        (["Mở tài khoản DVC"], "svc_dvc_account"),
        (["Số CCCD/Định danh cá nhân", "Ngày sinh", "Số điện thoại"], "id_number"),
    ],
)
def test_s07_without_a_needed_column_the_file_is_quarantined_but_counted(dropped, name):
    keep = [index for index, label in enumerate(HEADER) if label not in dropped]
    rows = [[row[index] for index in keep] for row in (HEADER, *PEOPLE)]
    read = read_rows([*TITLE, *rows])
    assert (read.outcome, slugs(read)) == ("quarantined", ["sheet.column.is_present"])
    assert read.faults[0].column_name == name
    assert people(read).row_numbers == [4, 5]
    assert name not in people(read).texts


@pytest.mark.parametrize("header", ["Dịch vụ", "Nội dung hỗ trợ", "Mã dịch vụ"])
def test_the_long_layout_has_one_column_of_services(header):
    read = read_rows(citizens(*PEOPLE, header=header_with(svc=header)))
    assert read.outcome == "read"
    assert people(read).texts["service"] == ["x", "X"]


def test_s08_equal_columns_of_one_name_are_read_once():
    rows = [[*row, row[6]] for row in PEOPLE]
    read = read_rows(citizens(*rows, header=[*HEADER, "Số điện thoại"]))
    assert (read.outcome, slugs(read)) == ("read", ["sheet.column.is_not_repeated"])
    assert people(read).letters["phone"] == "G"


def test_s08_a_blank_twin_says_nothing():
    rows = [[*row[:6], "", *row[7:], row[6]] for row in PEOPLE]
    read = read_rows(citizens(*rows, header=[*HEADER, "Số điện thoại"]))
    assert read.faults == ()
    assert people(read).letters["phone"] == "J"


def test_s08_different_columns_of_one_name_quarantine_the_file():
    rows = [[*row, "0912345678"] for row in PEOPLE]
    read = read_rows(citizens(*rows, header=[*HEADER, "Số điện thoại"]))
    assert (read.outcome, slugs(read)) == ("quarantined", ["sheet.column.is_unique"])
    assert (read.faults[0].cell, read.faults[0].column_name) == ("J3", "phone")
    assert people(read).texts["phone"][0] == "0967888108"


def test_s09_a_name_in_two_columns_is_joined():
    header = ["Mã tổ", "Ngày hỗ trợ", "Họ đệm", "Tên", "Số điện thoại", "Dịch vụ"]
    rows = [
        ["T1", DAY, "Nguyễn Văn", "Cộng", "0967888108", "DVC"],
        ["T1", DAY, "", "H'Nhi", "0967888109", "DVC"],
    ]
    read = read_rows([*TITLE, header, *rows])
    table = people(read)
    assert read.outcome == "read"
    assert table.texts["full_name"] == ["Nguyễn Văn Cộng", "H'Nhi"]
    assert table.letters["full_name"] == "C"
    assert "given_part" not in table.texts and "surname_part" not in table.letters


def ticked(*pairs, headers=("Nam", "Nữ")):
    """A list whose rows say the sex by ticks."""
    header = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", *headers, "Số điện thoại", "Dịch vụ"]
    rows = [["T1", DAY, "Trần Thị Hà", *pair, "0967888108", "DVC"] for pair in pairs]
    return read_rows([*TITLE, header, *rows])


def test_r37_a_pair_of_ticks_is_the_sex():
    read = ticked(["x", ""], ["", 1], ["", ""], ["x", "x"], [0, 1], ["", "Nữ"])
    table = people(read)
    assert table.texts["gender"] == ["Nam", "Nữ", "", "Nam / Nữ", "Nữ", "Nữ"]
    assert table.letters["gender"] == "D" and "male_tick" not in table.texts
    assert slugs(read) == ["sheet.gender.is_in_one_column"]


def test_r37_a_pair_below_one_label_is_the_sex_too():
    upper = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Giới tính", "", "Số điện thoại", "Dịch vụ"]
    lower = ["", "", "", "Nam", "Nữ", "", ""]
    row = ["T1", DAY, "Trần Thị Hà", "", "x", "0967888108", "DVC"]
    assert people(read_rows([*TITLE, upper, lower, row])).texts["gender"] == ["Nữ"]


def test_r37_a_column_of_women_is_read_and_one_of_years_is_not():
    table = people(ticked(["", "x"], ["", ""], headers=("Cột khác", "Nữ")))
    assert table.texts["gender"] == ["Nữ", ""]
    read = ticked([1985, ""], headers=("Năm", "Cột khác"))
    assert "gender" not in people(read).texts
    assert slugs(read) == ["sheet.column.is_unknown"] * 2


def test_r37_ticks_beside_a_column_of_sexes_are_not_needed():
    read = ticked(["Nữ", "x"], headers=("Giới tính", "Nữ"))
    assert people(read).texts["gender"] == ["Nữ"]
    assert slugs(read) == ["sheet.column.is_unknown"]


BIRTHS = "sheet.birth_date.is_in_one_column"
BORN_UPPER = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Năm sinh", "", "", "Mở tài khoản DVC"]


def born(lower, *cells, label="Năm sinh"):
    """A list whose births stand in up to three columns with these labels below one."""
    upper = [label if text == "Năm sinh" else text for text in BORN_UPPER]
    lower = ["", "", "", *lower, ""]
    return read_rows(
        [*TITLE, upper, lower, *[["T1", DAY, "Trần Thị Hà", *row, "x"] for row in cells]]
    )


@pytest.mark.parametrize("label", ["Năm sinh", "Ngày sinh", "NGÀY, THÁNG,\nNĂM SINH"])
def test_s02_births_of_men_and_women_are_births_and_their_sex(label):
    rows = [[1970, "", ""], ["", "05/03/1985", ""], ["", "", ""], [1970, 1985, ""], ["", "x", ""]]
    read = born(["Nam", "Nữ", ""], *rows, label=label)
    assert (read.outcome, BIRTHS in slugs(read)) == ("read", True)
    table = people(read)
    assert table.texts["birth_date"] == ["1970", "05/03/1985", "", "1970 / 1985", ""]
    assert table.types["birth_date"] == ["n", "s", "", "s", ""]
    assert table.texts["gender"] == ["Nam", "Nữ", "", "Nam / Nữ", "Nữ"]
    assert (table.letters["birth_date"], table.letters["gender"]) == ("D", "D")


def test_s02_a_birth_in_three_columns_is_joined():
    rows = [[5, 3, 1985], ["05", "03", "85"], ["", "", 1985], ["", 3, 1985], ["", "", ""]]
    read = born(["Ngày", "Tháng", "Năm"], *rows, label="Ngày sinh")
    assert (read.outcome, BIRTHS in slugs(read)) == ("read", True)
    table = people(read)
    assert table.texts["birth_date"] == ["5/3/1985", "05/03/85", "1985", "3/1985", ""]
    assert "gender" not in table.texts


def test_s02_births_of_men_and_women_may_be_called_so_in_one_row():
    header = ["Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Năm sinh (Nam)", "Năm sinh (Nữ)", "Dịch vụ"]
    read = read_rows([*TITLE, header, ["T1", DAY, "Lê Tiên", "", "1985", "DVC"]])
    assert (read.outcome, slugs(read)) == ("read", [BIRTHS])
    table = people(read)
    assert (table.texts["birth_date"], table.texts["gender"]) == (["1985"], ["Nữ"])


def test_s02_a_label_over_its_own_column_alone_is_not_carried_to_the_right():
    read = born(["", "Nam", "Nữ"], [1985, "", "x"])
    table = people(read)
    assert (table.texts["birth_date"], table.texts["gender"]) == (["1985"], ["Nữ"])
    assert BIRTHS not in slugs(read)


LEVELS = [
    ["TT", "Mã tổ", "Ngày hỗ trợ", "", "", "", "", "", "Kết quả", "", ""],
    ["", "", "", "", "Giấy tờ", "", "Liên hệ", "", "Tài khoản", "", "Hồ sơ"],
    [*[""] * 4, "CCCD", "Năm sinh", "SĐT", "Nơi ở", "DVC", "VNeID mức 2", "Nộp hồ sơ trực tuyến"],
]


@pytest.mark.parametrize(("top", "middle"), [("Người dân", "Họ và tên"), ("Họ và tên", "")])
def test_s02_three_levels_of_header_are_joined(top, middle):
    levels = [list(level) for level in LEVELS]
    levels[0][3], levels[1][3] = top, middle
    row = [1, "T1", DAY, "Lê Tiên", "052169784943", 1969, "0981909799", "", "x", "", ""]
    read = read_rows([["DANH SÁCH"], *levels, row])
    assert (read.outcome, "sheet.header.has_two_levels" in slugs(read)) == ("read", True)
    table = people(read)
    assert table.row_numbers == [5]
    named = {"team_code": "B", "full_name": "D", "birth_date": "F", "svc_dossier": "K"}
    assert {name: table.letters[name] for name in named} == named


def test_a_team_list_with_births_by_sex_is_not_taken_for_citizens():
    header = ["STT", "Mã tổ", "Họ tên", "Năm sinh nam", "Năm sinh nữ", "Chức vụ", "Tham gia"]
    read = read_rows([header, [1, "T1", "Lê Bình", 1999, "", "Tổ trưởng", "x"]], sheet="Tổ")
    assert [table.kind for table in read.tables] == ["TO_CNS"]


def test_a_team_list_with_short_headers_is_not_taken_for_citizens():
    header = ["STT", "Mã tổ", "Họ tên", "Chức vụ", "Tài khoản DVC", "VNeID", "Tham gia"]
    read = read_rows([header, [1, "T1", "Lê Bình", "Tổ trưởng", "x", "x", "x"]], sheet="TO_CNS")
    assert [table.kind for table in read.tables] == ["TO_CNS"]


def test_lists_of_choices_are_no_tables():
    lists = {"DM": [["Mã dịch vụ", "Tên dịch vụ", "Ghi chú"], ["DVC", "Mở tài khoản", ""]]}
    teams = {"DS": [["Mã tổ", "Tên tổ", "Địa bàn"], ["T1", "Tổ 1", "Thôn 1"]]}
    read = read_submission(workbook({"THONG_TIN": FORM, **lists, **teams}), "a.xlsx")
    assert (read.tables, read.faults) == ((), ())


def test_faults_of_headers_never_tell_the_header_in_their_detail():
    header = header_with(name="Tên người dân tổ Nguyễn Văn A")
    read = read_rows(citizens(*PEOPLE, header=[*header, "Lương của Nguyễn Văn A"]))
    assert not any("Nguyễn" in str(dict(fault.detail)) for fault in read.faults)


@pytest.mark.parametrize("header", ["Dịch vụ", "Nội dung hỗ trợ", "Mã dịch vụ"])
def test_a_list_with_one_column_of_services_may_call_it_as_such_lists_do(header: str) -> None:
    named = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số điện thoại", header]
    read = read_rows(citizens([1, "T0001", "05/03/2023", "Trần Thị Hà", "", "x"], header=named))
    assert (people(read).texts["service"], slugs(read)) == (["x"], [])
