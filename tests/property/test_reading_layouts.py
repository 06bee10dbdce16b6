"""However a sheet is laid out, the same people stand in the same rows; damage never raises."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_reading_files import CSV, ods_bytes, xls_bytes
from tests.workbooks import FORM, HEADER, citizens, people, read_rows, workbook
from transforms.reading import origin_of, read_submission

COUNT = 6
PEOPLE = [
    [n + 1, "T1", date(2023, 2, 26), f"Lê Thị {'ABCDEF'[n]}", f"05208927096{n}", 1980, "", "x", ""]
    for n in range(COUNT)
]
TITLES = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DANH SÁCH", "Tuần 9", "", "Đơn vị: Đoàn xã"]
WORKBOOK = workbook({"THONG_TIN": FORM, "NGUOI_DAN": citizens(*PEOPLE)})
FILES = {"xlsx": WORKBOOK, "xls": xls_bytes(), "ods": ods_bytes(), "csv": CSV.encode()}


@settings(max_examples=60, deadline=None)
@given(
    order=st.permutations(range(len(HEADER))),
    titles=st.lists(st.sampled_from(TITLES), max_size=12),
    gaps=st.lists(st.integers(0, 3), min_size=COUNT, max_size=COUNT),
    indent=st.integers(0, 3),
)
def test_order_blank_rows_and_titles_change_no_record(order, titles, gaps, indent):
    pad = [""] * indent

    def laid_out(row):
        return [*pad, *(row[index] for index in order)]

    rows = [[title] for title in titles] + [laid_out(HEADER)]
    expected = []
    for gap, person in zip(gaps, PEOPLE, strict=True):
        rows += [[] for _ in range(gap)]
        rows.append(laid_out(person))
        expected.append(len(rows))
    table = people(read_rows(rows))
    assert table.row_numbers == expected
    assert table.texts["full_name"] == [person[3] for person in PEOPLE]
    assert table.texts["id_number"] == [person[4] for person in PEOPLE]


@settings(max_examples=400, deadline=None)
@given(
    kind=st.sampled_from(sorted(FILES)),
    changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 1 << 20) | st.none(),
)
def test_damaged_bytes_never_raise(kind, changes, cut):
    damaged = bytearray(FILES[kind])
    for place, value in changes:
        damaged[place % len(damaged)] = value
    if cut is not None:
        del damaged[cut % len(damaged) :]
    read = read_submission(bytes(damaged), "a.xlsx")
    assert read.outcome in ("read", "rejected", "quarantined")
    assert all(len(t.row_numbers) == len(c) for t in read.tables for c in t.texts.values())


@given(content=st.binary(max_size=400), name=st.text(max_size=20))
def test_any_bytes_and_any_name_are_answered(content, name):
    assert read_submission(content, name).outcome in ("rejected", "quarantined", "ignored")


@given(path=st.text(max_size=60))
def test_any_path_is_answered(path):
    assert isinstance(origin_of(path).branch_code, str)
