"""Cases of files that could do harm: what is refused, what is read without what it carries."""

from __future__ import annotations

from benchmarks.odd_files import archive, with_parts
from tests.together import judged_together
from tests.workbooks import citizen, report

GOOD = report(citizen())

DECLARATIONS = [
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>',
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'.encode("utf-16"),
]


@judged_together("xml", DECLARATIONS)
def test_a_file_that_declares_entities_is_refused_as_a_danger_f09(xml):
    bad = with_parts(GOOD, strings=("xl/sharedStrings.xml", xml))
    verdict = yield {"1.xlsx": bad, "2.xlsx": GOOD}
    assert verdict.statuses == {"1.xlsx": "rejected", "2.xlsx": "accepted"}
    assert verdict.told("case_id", "severity", "is_security") == [("F09", "error", True)]


CARRIED = [
    ("F10", "xl/vbaProject.bin", True),
    ("F11", "xl/externalLinks/externalLink1.xml", False),
    ("F11", "xl/connections.xml", False),
    ("R54", "xl/media/image1.jpeg", True),
]


@judged_together(("case", "part", "is_security"), CARRIED)
def test_what_a_workbook_carries_stays_closed_and_is_told(case, part, is_security):
    verdict = yield with_parts(GOOD, part=(part, b"<x/>"))
    assert verdict.counts == (1, 1, 0, 0)
    told = verdict.told("case_id", "severity", "state", "is_security")
    assert told == [(case, "warning", "open", is_security)]


@judged_together(
    "packed",
    [archive({"bao cao.xlsx": GOOD}), archive({"a.xlsx": GOOD, "__MACOSX/._a.xlsx": b"x"})],
)
def test_the_one_workbook_of_an_archive_is_read_f13(packed):
    verdict = yield {"nop.zip": packed}
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("case_id", "severity", "state") == [("F13", "info", "fixed")]


REFUSED = [
    archive({"a.xlsx": GOOD, "b.xlsx": GOOD}),
    archive({"nop.xlsx": archive({"a.xlsx": GOOD})}),
    archive({"a.exe": b"MZ"}),
    b"Rar!\x1a\x07\x00 packed",
    b"7z\xbc\xaf\x27\x1c packed",
]


@judged_together("packed", REFUSED)
def test_other_archives_go_back_f13(packed):
    verdict = yield {"nop.zip": packed}
    assert verdict.statuses == {"nop.zip": "rejected"}
    assert verdict.told("case_id", "severity") == [("F13", "error")]


@judged_together()
def test_a_name_in_an_archive_is_no_path_f13():
    verdict = yield {"nop.zip": archive({"../../etc/a.xlsx": GOOD})}
    assert verdict.counts == (1, 1, 0, 0)


@judged_together()
def test_an_archive_that_claims_too_much_is_damaged_f13():
    packed = archive({"a.xlsx": GOOD})
    verdict = yield {"nop.zip": packed[: len(packed) // 2]}
    assert verdict.statuses == {"nop.zip": "rejected"}


TEXTS = [
    # case, column, sent, security event
    ("R52", "note", '@HYPERLINK("http://x.vn")', True),
    ("R52", "note", "+cmd|' /C calc'!A0", True),
    ("R53", "svc_other", "<script>alert(1)</script>", False),
    ("R53", "note", "x'; DROP TABLE record", False),
    ("R54", "note", "mật khẩu: abc123", True),
    ("R54", "note", "thẻ 9704 1500 1234 5678", True),
    ("R54", "note", "STK 0123456789 VCB", True),
]


@judged_together(("case", "column", "sent", "is_security"), TEXTS)
def test_text_that_could_do_harm_is_told_and_the_row_counts(case, column, sent, is_security):
    verdict = yield report(citizen(), citizen(phone="0967888109", **{column: sent}))
    assert verdict.counts == (2, 2, 0, 0)
    told = ("severity", "is_security", "row_number", "column_name")
    assert verdict.told(*told, case=case) == [("warning", is_security, 5, column)]


@judged_together()
def test_what_must_not_be_sent_is_not_even_in_the_vault_r54():
    verdict = yield report(citizen(note="mật khẩu: abc123"), citizen(svc_other="OTP là 991122"))
    assert len(verdict.told("cell", case="R54")) == 2
    kept = verdict.values.to_csv() + verdict.records.to_csv() + verdict.findings.to_csv()
    assert "abc123" not in kept and "991122" not in kept


CARDS = [
    "4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "9704198526191432198",
    "9704 1985 2619 1432 198", "trả qua 4111.1111.1111.1111 nhé", "số thẻ: 1234567890123456",
]  # fmt: skip


@judged_together(
    ("column", "sent"),
    [*(("note", card) for card in CARDS), ("svc_other", CARDS[0]), ("ward", CARDS[1])],
)
def test_the_number_of_a_card_is_kept_nowhere_r54(column, sent):
    verdict = yield report(citizen(), citizen(phone="0967888109", **{column: sent}))
    assert verdict.told("is_security", "column_name", case="R54") == [(True, column)]
    kept = verdict.values.to_csv() + verdict.records.to_csv() + verdict.findings.to_csv()
    assert sent not in kept


@judged_together(
    "note",
    [
        "Mã HS H08.33.11-230312-0001", "sinh 12.03.1985 0905123456", "1234567890123456",
        "https://www.facebook.com/watch/?v=4111111111111111", "052085000111 0905123456",
        "facebook.com/permalink.php?story_fbid=4111111111111111&id=9704198526191432198",
        "nộp ngày 12-03-2023-0905-1234", "000.00.12.H08-230312-0001",
    ],
)  # fmt: skip
def test_long_numbers_that_are_no_cards_are_left_alone_r54(note):
    posters = {"activity": "Treo áp phích", "quantity": 100, "url": note}
    verdict = yield report(citizen(note=note), activities=[posters])
    assert verdict.told("cell", case="R54") == []


@judged_together()
def test_harmless_text_is_not_spoken_of():
    notes = ["- ốm", "hướng dẫn đổi mật khẩu VNeID", "SN 12, tổ 3; khu phố 5", "a < b", "Lan (con)"]
    verdict = yield report(*[citizen(note=note) for note in notes])
    assert verdict.told("cell", case="R52") + verdict.told("cell", case="R53") == []
    assert verdict.told("cell", case="R54") == []
