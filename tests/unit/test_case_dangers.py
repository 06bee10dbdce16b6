"""Cases of files that could do harm: what is refused, what is read without what it carries."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.workbooks import citizen, judge_files, judged, report

GOOD = report(citizen())


def with_parts(content: bytes = GOOD, **parts: tuple[str, bytes]) -> bytes:
    """The workbook with more parts, or others in the place of its own: (name, bytes) each."""
    target = io.BytesIO()
    more = dict(parts.values())
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name not in more:
                copy.writestr(name, source.read(name))
        for name, data in more.items():
            copy.writestr(name, data)
    return target.getvalue()


def archive(**files: bytes) -> bytes:
    """A zip of these files; '__' in a name stands for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name, data in files.items():
            copy.writestr(name.replace("__", "."), data)
    return target.getvalue()


DECLARATIONS = [
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>',
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'.encode("utf-16"),
]


@pytest.mark.parametrize("xml", DECLARATIONS)
def test_a_file_that_declares_entities_is_refused_as_a_danger_f09(xml):
    bad = with_parts(strings=("xl/sharedStrings.xml", xml))
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
    verdict = judged(with_parts(part=(part, b"<x/>")))
    assert verdict.counts == (1, 1, 0, 0)
    told = verdict.told("case_id", "severity", "state", "is_security")
    assert told == [(case, "warning", "open", is_security)]


@pytest.mark.parametrize(
    "packed", [archive(bao_cao__xlsx=GOOD), archive(a__xlsx=GOOD, **{"__MACOSX/._a__xlsx": b"x"})]
)
def test_the_one_workbook_of_an_archive_is_read_f13(packed):
    verdict = judge_files({"nop.zip": packed})
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("case_id", "severity", "state") == [("F13", "info", "fixed")]


REFUSED = [
    archive(a__xlsx=GOOD, b__xlsx=GOOD),
    archive(nop__xlsx=archive(a__xlsx=GOOD)),
    archive(a__exe=b"MZ"),
    b"Rar!\x1a\x07\x00 packed",
    b"7z\xbc\xaf\x27\x1c packed",
]


@pytest.mark.parametrize("packed", REFUSED)
def test_other_archives_go_back_f13(packed):
    verdict = judge_files({"nop.zip": packed})
    assert verdict.statuses == {"nop.zip": "rejected"}
    assert verdict.told("case_id", "severity") == [("F13", "error")]


def test_a_name_in_an_archive_is_no_path_f13():
    verdict = judge_files({"nop.zip": archive(**{"../../etc/a__xlsx": GOOD})})
    assert verdict.counts == (1, 1, 0, 0)


def test_an_archive_that_claims_too_much_is_damaged_f13():
    packed = archive(a__xlsx=GOOD)
    verdict = judge_files({"nop.zip": packed[: len(packed) // 2]})
    assert verdict.statuses == {"nop.zip": "rejected"}
