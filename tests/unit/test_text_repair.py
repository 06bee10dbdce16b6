"""Columns of Vietnamese in the wrong encoding: what they become, and what nobody guesses."""

import subprocess
import sys

import pytest

from benchmarks.legacy_text import WRITERS, in_tcvn3, in_vni
from schemas.catalogue import rule
from transforms.text_repair import repair_column, repair_names

EXAMPLES = [
    # case, as sent, as meant
    ("F19", "Nguyá»…n Thá»‹ HÃ²a", "Nguyễn Thị Hòa"),
    ("F19", "Nguyá»\x85n Thá»\x8b HÃ²a", "Nguyễn Thị Hòa"),
    ("F19", "NguyÃ¡Â»â€¦n ThÃ¡Â»â€¹ HÃƒÂ²a", "Nguyễn Thị Hòa"),
    ("F20", "Nguyá»…n Thá»‹ HĂ²a", "Nguyễn Thị Hòa"),
    ("F21", "NguyêÞn Thiò HoÌa", "Nguyễn Thị Hòa"),
    ("F23", "NguyÔn ThÞ Hßa", "Nguyễn Thị Hòa"),
    ("F23", "Lª V¨n T\u00adëng", "Lê Văn Tưởng"),
    ("F23", "TR¦¥NG THÞ ¸I", "TRƯƠNG THỊ ÁI"),
    ("F23", "Ph¹m ¸nh", "Phạm Ánh"),
    ("F23", "NguyÔn Tó", "Nguyễn Tú"),
    ("F24", "Nguyeãn Thò Hoøa", "Nguyễn Thị Hòa"),
    ("F24", "Höùa ÑÖÙC", "Hứa ĐỨC"),
    ("F25", "Nguye^~n Thi. Ho`a", "Nguyễn Thị Hòa"),
    ("F25", "DDa(.ng V. Du+o+ng", "Đặng V. Dương"),
    ("F25", "Nguye^~n A. Du~ng", "Nguyễn A. Dũng"),
]


@pytest.mark.parametrize(("case", "sent", "meant"), EXAMPLES)
def test_a_column_in_the_wrong_encoding_becomes_unicode(case, sent, meant):
    column = repair_column([sent])
    assert column.values == (meant,)
    assert rule(column.rules[0]).case_id == case
    assert column.lost == []


def test_a_value_that_reads_well_as_it_stands_goes_with_its_column():
    assert repair_column(["Lª Tó"]).values == ("Lê Tú",)
    assert repair_column(["Hoàng Lan"]).values == ("Hoàng Lan",)
    assert repair_column(["Hoàng Lan", "Nguyeãn Vaên An"]).values == ("Hồng Lan", "Nguyễn Văn An")


def test_in_a_mixed_column_unicode_stays_and_doubt_goes_with_the_words_that_are_settled():
    unicode = ["Trần Thị Hồng", "Vũ Ngọc Tú", "Lê Hoàng Yến", "Cao Lan"]
    written = [in_tcvn3("Đỗ Văn Vũ"), in_tcvn3("Vũ Tú")]
    assert written[1] == "Vò Tó"
    column = repair_column([*unicode, *written])
    assert column.values == (*unicode, "Đỗ Văn Vũ", "Vũ Tú")
    assert column.rules == ("", "", "", "", "sheet.text.is_tcvn3", "sheet.text.is_tcvn3")


def test_two_fonts_in_one_column_are_both_undone():
    names = ["Nguyễn Thị Hòa", "Trần Văn Bình", "Đặng Thị Mười", "Lê Thị Huệ"]
    column = repair_column([*map(in_tcvn3, names[:2]), *map(in_vni, names[2:])])
    assert list(column.values) == names


RIGHT = [
    "Loïc Martin",
    "Naïm Saïd",
    "François Müller",
    "Zoë Noël",
    "Håkon Björk",
    "Peña Muñoz",
    "Trần Loïc",
    "Siu H'Nhi",
    "Rơ Châm Blôi",
    "H’Bia Êban",
    "LÊ THỊ LÃ",
    "Ông Ích Ý",
    "Ðinh Thị Hà",
    "Nguyen Thi Hoa",
    "Nguyen V. A.",
    "Nguyễn Thị Hoa (tổ 3)",
]


def test_what_is_right_stays_even_alone():
    for name in RIGHT:
        assert repair_names(repair_column([name]).values).values == (name,)
    assert repair_column(RIGHT).changed == {}


KEYS = [
    ("Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa"),
    ("Nguye64n Thi5 Hoa2", "Nguyễn Thị Hòa"),
    ("NGUYEENX VAWN HUNGF", "NGUYỄN VĂN HÙNG"),
    ("Trần Văn Ddinh", "Trần Văn Đinh"),
    ("Lê Truwowngf", "Lê Trường"),
    ("D9a85ng Kha1nh", "Đặng Khánh"),
    ("Nguyễn Thị Hoaf", "Nguyễn Thị Hòa"),
]


@pytest.mark.parametrize(("sent", "meant"), KEYS)
def test_keys_of_telex_and_vni_become_letters_r31(sent, meant):
    column = repair_names([sent])
    assert column.values == (meant,)
    assert column.rules == ("sheet.text.has_typing_keys",)


def test_keys_that_foreign_names_have_too_need_clear_ones_beside_them():
    doubtful = ["Trần Max", "Lee Joon", "Hans Jens", "Y Nur Niê", "Nguyễn Luis", "Lê Minj"]
    assert repair_names(doubtful).changed == {}
    column = repair_names(["Trần Tus", "Nguyeenx Lan", "Lê Ddinh", "Y Nur Niê", "Võ Minj"])
    assert column.values == ("Trần Tú", "Nguyễn Lan", "Lê Đinh", "Y Nur Niê", "Võ Minj")


LOST = ["Nguy?n Th? Hòa", "??ng V?n Minh", "Tr\ufffdn An", "Lê Huy?nh"]


def test_lost_letters_are_never_guessed_f22():
    column = repair_column([*LOST, "Nguyễn Văn An?", "Hoa?", "?", "Nguyễn Văn An"])
    assert column.changed == {}
    assert column.lost == LOST


def test_utf8_that_lost_a_byte_is_mended_only_where_the_byte_is_known():
    whole = ["LÃª Thá»‹ Lan", "Nguyá»…n VÄƒn An"]
    column = repair_column([*whole, "HoÃ ng Thá»‹ LÃª", "LÃª Thá»‹ HÃ", "Nguyá»?n VÄn"])
    assert column.values[2:4] == ("Hoàng Thị Lê", "Lê Thị Hà")
    assert column.lost == ["Nguyá»?n VÄn"]


@pytest.mark.parametrize("rule_id", WRITERS)
def test_a_column_like_the_header_needs_no_proof_of_its_own(rule_id):
    write = WRITERS[rule_id]
    header = repair_column([write(text) for text in ("Số điện thoại", "Họ và tên", "Giới tính")])
    assert repair_column([write("ốm")], header.readings).values == ("ốm",)


def test_ftfy_is_loaded_by_the_first_text_that_needs_it():
    code = (
        "import sys; from transforms.text_repair import repair_column;"
        "repair_column(['Nguyễn Thị Hòa', 'Loïc', 'Lª']); print('ftfy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
