"""Cases of files that could do harm: what is refused, what is read without what it carries."""

from __future__ import annotations

import pytest

from benchmarks.odd_files import archive, with_parts
from tests.workbooks import citizen, judge_files, judged, report

GOOD = report(citizen())

DECLARATIONS = [
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>',
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'.encode("utf-16"),
]


@pytest.mark.parametrize("xml", DECLARATIONS)
def test_a_file_that_declares_entities_is_refused_as_a_danger_f09(xml):
    bad = with_parts(GOOD, strings=("xl/sharedStrings.xml", xml))
    verdict = judge_files({"1.xlsx": bad, "2.xlsx": GOOD})
    assert verdict.statuses == {"1.xlsx": "rejected", "2.xlsx": "accepted"}
    assert verdict.told("case_id", "severity", "is_security") == [("F09", "error", True)]


CARRIED = [
    ("F10", "xl/vbaProject.bin", True),
    ("F11", "xl/externalLinks/externalLink1.xml", False),
    ("F11", "xl/connections.xml", False),
    ("R54", "xl/media/image1.jpeg", True),
]


@pytest.mark.parametrize(("case", "part", "is_security"), CARRIED)
def test_what_a_workbook_carries_stays_closed_and_is_told(case, part, is_security):
    verdict = judged(with_parts(GOOD, part=(part, b"<x/>")))
    assert verdict.counts == (1, 1, 0, 0)
    told = verdict.told("case_id", "severity", "state", "is_security")
    assert told == [(case, "warning", "open", is_security)]


@pytest.mark.parametrize(
    "packed",
    [archive({"bao cao.xlsx": GOOD}), archive({"a.xlsx": GOOD, "__MACOSX/._a.xlsx": b"x"})],
)
def test_the_one_workbook_of_an_archive_is_read_f13(packed):
    verdict = judge_files({"nop.zip": packed})
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("case_id", "severity", "state") == [("F13", "info", "fixed")]


REFUSED = [
    archive({"a.xlsx": GOOD, "b.xlsx": GOOD}),
    archive({"nop.xlsx": archive({"a.xlsx": GOOD})}),
    archive({"a.exe": b"MZ"}),
    b"Rar!\x1a\x07\x00 packed",
    b"7z\xbc\xaf\x27\x1c packed",
]


@pytest.mark.parametrize("packed", REFUSED)
def test_other_archives_go_back_f13(packed):
    verdict = judge_files({"nop.zip": packed})
    assert verdict.statuses == {"nop.zip": "rejected"}
    assert verdict.told("case_id", "severity") == [("F13", "error")]


def test_a_name_in_an_archive_is_no_path_f13():
    verdict = judge_files({"nop.zip": archive({"../../etc/a.xlsx": GOOD})})
    assert verdict.counts == (1, 1, 0, 0)


def test_an_archive_that_claims_too_much_is_damaged_f13():
    packed = archive({"a.xlsx": GOOD})
    verdict = judge_files({"nop.zip": packed[: len(packed) // 2]})
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


@pytest.mark.parametrize(("case", "column", "sent", "is_security"), TEXTS)
def test_text_that_could_do_harm_is_told_and_the_row_counts(case, column, sent, is_security):
    verdict = judged(report(citizen(), citizen(phone="0967888109", **{column: sent})))
    assert verdict.counts == (2, 2, 0, 0)
    told = ("severity", "is_security", "row_number", "column_name")
    assert verdict.told(*told, case=case) == [("warning", is_security, 5, column)]


def test_what_must_not_be_sent_is_not_even_in_the_vault_r54():
    verdict = judged(report(citizen(note="mật khẩu: abc123"), citizen(svc_other="OTP là 991122")))
    assert len(verdict.told("cell", case="R54")) == 2
    kept = verdict.values.to_csv() + verdict.records.to_csv() + verdict.findings.to_csv()
    assert "abc123" not in kept and "991122" not in kept


def test_harmless_text_is_not_spoken_of():
    notes = ["- ốm", "hướng dẫn đổi mật khẩu VNeID", "SN 12, tổ 3; khu phố 5", "a < b", "Lan (con)"]
    verdict = judged(report(*[citizen(note=note) for note in notes]))
    assert verdict.told("cell", case="R52") + verdict.told("cell", case="R53") == []
    assert verdict.told("cell", case="R54") == []
