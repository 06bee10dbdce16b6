"""Cases of how lists are laid out in life: groups, subtotals, examples, web pages."""

from __future__ import annotations

import io
import unicodedata
import zipfile

from tests.together import judged_together
from tests.workbooks import (
    SUNDAY,
    Row,
    citizen,
    form,
    report,
    table,
    workbook,
)

HEADER = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số CCCD/Định danh cá nhân"]
HEADER += ["Số điện thoại", "Mở tài khoản DVC", "Đồng ý cung cấp thông tin"]
HA: Row = [1, "T0001", SUNDAY, "Trần Thị Hà", "052189270965", "0967888108", "x", "x"]
BINH: Row = [2, "T0001", SUNDAY, "Lê Văn Bình", "052089270966", "0967888109", "x", "x"]
EXAMPLE: Row = [1, "T0001", SUNDAY, "Nguyễn Văn A", "052099000001", "", "x", "x"]
TOLD = ("case_id", "severity", "state", "row_number")


def list_of(*rows: Row, header: Row = HEADER) -> bytes:
    """A workbook whose list has this header in row 3 and these rows below it."""
    return workbook({"THONG_TIN": form(), "NGUOI_DAN": [["DANH SÁCH"], [], header, *rows]})


LISTS = [
    # case, rows, Excel rows of the records, row told
    ("F32", [EXAMPLE, HA, BINH], [5, 6], 4),
    ("S11", [HA, ["Tổ 3: 1 người"], BINH], [4, 6], 5),
    ("S12", [["TỔ CNS T0002"], HA, BINH], [5, 6], 4),
    ("X11", [HA, [7, *BINH[1:]]], [4, 5], 5),
    ("X11", [HA, [1, *BINH[1:]]], [4, 5], 5),
]


@judged_together(("case", "rows", "kept", "told_at"), LISTS)
def test_what_people_write_around_records_changes_none(case, rows, kept, told_at):
    verdict = yield list_of(*rows)
    assert list(verdict.records["row_number"]) == kept
    assert verdict.counts == (2, 2, 0, 0)
    assert (case, "info", "fixed", told_at) in verdict.told(*TOLD)


@judged_together()
def test_rows_below_a_team_label_are_of_that_team_s12():
    without = [["", "", *row[2:]] for row in (HA, BINH)]
    verdict = yield list_of(["Tổ CNS T0001"], without[0], ["Tổ CNS T0002"], without[1], [])
    assert list(verdict.records["team_code"]) == ["T0001", "T0002"]
    assert verdict.told(*TOLD) == [("S12", "info", "fixed", 4), ("S12", "info", "fixed", 6)]


@judged_together(
    "label", ["- To CNS T0002", "ĐỘI: T0002", unicodedata.normalize("NFD", "Tổ T0002")]
)
def test_a_team_label_may_lack_its_accents_s12(label):
    verdict = yield list_of([label], ["", "", *HA[2:]])
    assert verdict.record(5)["team_code"] == "T0002"


LABELS: list[list[Row]] = [
    [["I", "Tổ CNS T0001"], ["II", "Tổ CNS T0002"]],
    [[1, "", "", "Tổ T0001"], [2, "", "", "Tổ T0002"]],
    [["I. Tổ T0001"], ["2) Tổ T0002"]],
]


@judged_together("labels", LABELS)
def test_a_team_label_may_have_a_number_before_it_s12(labels):
    without = [["", "", *row[2:]] for row in (HA, BINH)]
    verdict = yield list_of(labels[0], without[0], labels[1], without[1])
    assert list(verdict.records["team_code"]) == ["T0001", "T0002"]
    assert verdict.counts == (2, 2, 0, 0)
    assert verdict.told(*TOLD) == [("S12", "info", "fixed", 4), ("S12", "info", "fixed", 6)]


@judged_together("name", ["Tô Văn Bé", "To Van Be"])
def test_a_row_with_nothing_but_a_name_that_begins_like_team_is_held_and_no_label_s12(name):
    verdict = yield list_of(HA, [2, "", "", name], ["", "", *BINH[2:]], BINH)
    assert verdict.counts == (4, 2, 2, 0)
    assert verdict.told(*TOLD, case="S12") == []


@judged_together()
def test_an_activity_of_the_branch_itself_counts_whatever_its_words_s10():
    meeting = {"activity": "Họp trực tuyến ngày 12 tháng 3 năm 2023", "quantity": 1}
    poster = {"activity": "POSTER", "quantity": 100}
    verdict = yield report(citizen(), activities=[meeting, poster])
    assert list(verdict.judgement.activities["quantity"]) == [1, 100]
    assert verdict.told("rule_id", case="S10") == []


@judged_together()
def test_a_name_in_two_columns_is_joined_s09():
    header = [*HEADER[:3], "Họ đệm", "Tên", *HEADER[4:]]
    verdict = yield list_of([*HA[:3], "Trần Thị", "Hà", *HA[4:]], header=header)
    assert verdict.record()["full_name"] == "Trần Thị Hà"
    assert ("S09", "info", "fixed", 3) in verdict.told(*TOLD)


@judged_together()
def test_a_year_of_birth_below_the_sex_is_evidence_enough_s02():
    upper = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Năm sinh", "", "Mở tài khoản DVC"]
    lower = ["", "", "", "", "Nam", "Nữ", ""]
    rows: list[Row] = [[*BINH[:4], 1970, "", "x"], [*HA[:4], "", "1980", "x"]]
    sheet = [["DANH SÁCH"], [], upper, lower, *rows]
    verdict = yield workbook({"THONG_TIN": form(), "NGUOI_DAN": sheet})
    assert verdict.counts == (2, 2, 0, 0)
    assert list(verdict.records["birth_date"]) == ["1970", "1980"]
    assert list(verdict.records["sex"]) == ["M", "F"]


@judged_together()
def test_another_version_of_the_template_is_read_and_asked_about_f30():
    old, new = yield tuple(
        report(citizen(), template_version=version) for version in ("CNS-2023.1", "CNS-2026.1")
    )
    assert old.counts == (1, 1, 0, 0)
    assert old.told("severity", "state", case="F30") == [("warning", "open")]
    assert new.told("cell", case="F30") == []


PAGE = """<html><body><p>Cổng dịch vụ</p><table><tr><th colspan=7>DANH SÁCH</th></tr>
<tr><th>STT<th>Mã tổ<th>Ngày hỗ trợ<th>Họ và tên<th>Số điện thoại<th>Mở tài khoản DVC
<th>Đồng ý cung cấp thông tin</tr>
<tr><td>1</td><td>T0001</td><td>05/03/2023</td><td>Trần Thị Hà</td><td>0967888108</td><td>x</td>
<td>x</td></tr></table></body></html>"""


@judged_together()
def test_a_web_page_saved_as_xls_is_read_f03():
    verdict = yield {"D21609_2023-03-05.xls": PAGE.encode()}
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.record(3)["phone"] == "0967888108"
    assert verdict.told("severity", "state", case="F03") == [("warning", "open")]


MERGED_PAGE = """<table><tr><th rowspan=2>STT<th rowspan=2>Mã tổ<th rowspan=2>Ngày hỗ trợ
<th rowspan=2>Họ và tên<th colspan=2>Giấy tờ<th rowspan=2>Số điện thoại<th colspan=2>Nội dung
<th rowspan=2>Đồng ý cung cấp thông tin</tr>
<tr><th>Số CCCD<th>Ngày sinh<th>Mở tài khoản DVC<th>Định danh mức 2</tr>
<tr><td>1<td rowspan=2>T0002<td rowspan=3>05/03/2023<td>Trần Thị Hà<td>052189270965<td>
<td>0967888108<td>x<td><td>x</tr>
<tr><td>2<td>Lê Văn Bình<td>052089270966<td><td>0967888109<td><td>x<td>x</tr>
<tr><td>3<td>T0001<td>Võ Thị Mai<td>052189270967<td><td rowspan=0>0967888110<td>x<td><td>x</tr>
</table>"""


@judged_together()
def test_cells_of_a_web_page_over_several_rows_are_as_merged_ones_of_a_workbook_f03_s13():
    verdict = yield {"D21609_2023-03-05.xls": MERGED_PAGE.encode()}
    assert verdict.counts == (3, 3, 0, 0)
    assert list(verdict.records["team_code"]) == ["T0002", "T0002", "T0001"]
    assert set(verdict.records["assist_date"].dt.date) == {SUNDAY}
    assert list(verdict.records["phone"]) == ["0967888108", "0967888109", "0967888110"]
    assert list(verdict.records["service_codes"]) == ["DVC_ACCOUNT", "VNEID_L2", "DVC_ACCOUNT"]
    merged = [("S13", "info", "fixed", 3), ("S13", "info", "fixed", 3)]
    assert [told for told in verdict.told(*TOLD) if told[0] == "S13"] == merged


@judged_together()
def test_each_table_of_a_web_page_has_rows_of_its_own_f03():
    other = PAGE.replace("Trần Thị Hà", "Lê Văn Bình").replace("0967888108", "0912345678")
    verdict = yield {"D21609_2023-03-05.xls": (PAGE + other).encode()}
    assert verdict.counts == (2, 2, 0, 0)
    assert sorted(verdict.records["sheet"]) == ["Bảng 1", "Bảng 2"]


@judged_together()
def test_each_of_two_sheets_of_one_name_has_rows_of_its_own():
    header = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số điện thoại", "Mở tài khoản DVC"]
    lists: list[list[Row]] = [
        [header, [1, "T0001", SUNDAY, name, phone, "x"]]
        for name, phone in (("Trần Thị Hà", "0967888108"), ("Lê Văn Bình", "0912345678"))
    ]
    sent = workbook({"THONG_TIN": form(), "NGUOI_DAN": lists[0], "NGUOI_DAX": lists[1]})
    verdict = yield with_part(sent, "xl/workbook.xml", b"NGUOI_DAX", b"NGUOI_DAN")
    assert verdict.counts == (2, 2, 0, 0)
    assert sorted(verdict.records["sheet"]) == ["NGUOI_DAN", "NGUOI_DAN (2)"]


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with other words in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sent, zipfile.ZipFile(target, "w") as changed:
        for part in sent.namelist():
            text = sent.read(part)
            changed.writestr(part, text.replace(old, new) if part == name else text)
    return target.getvalue()


@judged_together()
def test_a_web_page_without_a_list_is_no_workbook_f12():
    verdict = yield {"a.xls": b"<html><table><tr><td>1</td></tr></table></html>"}
    assert verdict.told("case_id", "severity") == [("F12", "error")]


@judged_together(
    "tag", ["<![what[", "<td colspan=" + "9" * 5000 + ">", "<table><td>", "<tr><td rowspan=99999>"]
)
def test_a_web_page_that_makes_no_sense_crashes_nothing_f03(tag):
    verdict = yield {"a.xls": PAGE.replace("<p>", tag).encode()}
    assert set(verdict.statuses) == {"a.xls"}


@judged_together()
def test_a_row_number_of_any_length_crashes_nothing_x11():
    assert (yield list_of(["9" * 5000, *HA[1:]], BINH)).counts == (2, 2, 0, 0)


def hidden(name: str, **options: object) -> bytes:
    """A workbook with a good list, and another person's list on a hidden sheet of that name."""
    lists = {"THONG_TIN": form(), "NGUOI_DAN": table("NGUOI_DAN", [citizen()])}
    lists |= {name: table("NGUOI_DAN", [citizen(full_name="Lê Văn Bình")])}
    return workbook(lists, lambda book: book.get_worksheet_by_name(name).hide(), **options)


@judged_together(("name", "read"), [("an", ["Trần Thị Hà"]), ("NGUOI_DAN", ["Lê Văn Bình"])])
def test_a_hidden_list_is_read_only_where_it_is_the_templates_f28(name, read):
    verdict = yield hidden(name)
    assert list(verdict.records["full_name"]) == read
    assert verdict.told("severity", "state", "sheet", case="F28") == [("warning", "open", name)]


@judged_together()
def test_dates_counted_from_1904_are_read_as_shown_r42():
    verdict = yield hidden("NGUOI_DAN", date_1904=True)
    assert set(verdict.records["assist_date"].dt.date) == {SUNDAY}
    assert verdict.told("severity", "state", case="R42") == [("info", "fixed")]


COUNTS = [
    # sent, quantity kept
    ("1.250", 1250),
    ("1,250", 1250),
    ("1 250", 1250),
    ("12 tờ", 12),
]


@judged_together(("sent", "kept"), COUNTS)
def test_a_count_with_separators_or_a_unit_is_read_r49(sent, kept):
    poster = {"team_code": "T0001", "activity": "Treo áp phích", "quantity": sent}
    verdict = yield report(citizen(), activities=[poster])
    assert list(verdict.judgement.activities["quantity"]) == [kept]
    assert verdict.told("severity", "state", case="R49") == [("info", "fixed")]


@judged_together()
def test_a_count_beyond_belief_holds_its_row_alone_r51():
    posters = [
        {"team_code": "T0001", "activity": "Treo áp phích", "quantity": n} for n in (150_000, 40)
    ]
    verdict = yield report(citizen(), activities=posters)
    assert list(verdict.judgement.activities["quantity"]) == [40]
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("severity", "state", "row_number", case="R51") == [("error", "open", 4)]


@judged_together()
def test_a_day_that_is_no_sunday_is_asked_about_unless_a_note_says_why_x09():
    saturday = citizen(assist_date="04/03/2023")
    verdict = yield report(saturday, {**saturday, "note": "Làm bù ngày 26/02"}, citizen())
    assert verdict.counts == (3, 3, 0, 0)
    assert verdict.told("severity", "state", "cell", case="X09") == [("warning", "open", "C4")]
