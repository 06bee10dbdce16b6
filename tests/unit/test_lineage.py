"""Which earlier row a row is, as small tables.

A file is written as its rows: STT, name, phone, birth date, row id (the number of an earlier row, .
for none, ! for an altered one).
"""

from __future__ import annotations

import pandas as pd
import pytest

from schemas.identifiers import digest
from schemas.row_ids import row_id
from transforms.lineage import Lineage, NoRows, trace

SUNDAY = pd.Timestamp("2023-03-05").as_unit("us")

EARLIER = """
1 An   0967100001 1951-02-01 .
2 Bảo  0967100002 1952-02-01 .
3 Chi  0967100003 1953-02-01 .
"""


def uid(file: str, number: str) -> str:
    return digest(file, number)


def rows(file: str, text: str) -> pd.DataFrame:
    """The records of a file; what a row says is its record key."""
    told = [line.split() for line in text.strip().splitlines()]
    frame = pd.DataFrame(told, columns=["row_no", "full_name", "phone", "birth_date", "id"])
    frame = frame.astype("str").replace({"-": ""})
    said = frame[["full_name", "phone", "birth_date"]]
    keys = [digest(*row) for row in said.itertuples(index=False)]
    index = pd.Index([uid(file, str(at)) for at in range(1, len(frame) + 1)], name="row_uid")
    frame = frame.assign(submission_id=file, id_number="", record_key=keys).set_index(index)
    return frame


class Remembered:
    """Files read before."""

    def __init__(self, **files: str) -> None:
        self.frames = [rows(name, text) for name, text in files.items()]

    def rows_of(self, places: pd.DataFrame) -> pd.DataFrame:
        known = pd.concat(self.frames)
        return known.assign(branch_code="D1", sunday=SUNDAY, lineage_key=known["record_key"])


def submissions(**kinds: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "branch_code": "D1",
            "sunday": SUNDAY,
            "submission_type": list(kinds.values()),
            "received_at": pd.Timestamp("2023-03-06", tz="UTC"),
            "modified_at": pd.NaT,
            "file_sha256": list(kinds),
        },
        index=pd.Index(list(kinds), name="submission_id"),
    ).assign(modified_at=lambda f: pd.to_datetime(f["modified_at"], utc=True))


def traced(text: str, kind: str = "first", file: str = "b") -> Lineage:
    """A file after `EARLIER`."""
    later = rows(file, text)
    ids = {".": "", "!": "R-00000000-0000-1"}
    ids |= {str(number): row_id(uid("a", str(number))) for number in range(1, 4)}
    ids["9"] = row_id(uid("another", "9"))
    return trace(later, later["id"].map(ids), submissions(**{file: kind}), Remembered(a=EARLIER))


def continues(text: str, **more: str) -> list[str]:
    """For each row the number of the earlier one that it continues, 'new' for none."""
    earlier = {key: str(at) for at, key in enumerate(rows("a", EARLIER)["record_key"], start=1)}
    found = traced(text, **more)
    return [earlier.get(key, "new") for key in found.keys]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1 An 0967100001 1951-02-01 .", ["1"], id="the same again"),
        pytest.param("9 Ấn 0900000000 - 1", ["1"], id="another content under its id"),
        pytest.param("2 An 0967100001 1951-02-01 2", ["1"], id="content moved, ids did not"),
        pytest.param("2 Bảo 0900000000 - .", ["2"], id="the number and the name"),
        pytest.param("2 Dũng 0900000000 1952-02-01 .", ["2"], id="the number and the birth date"),
        pytest.param("2 Dũng 0900000000 - .", ["new"], id="the number alone is nothing"),
        pytest.param("5 Bảo 0900000000 - .", ["new"], id="nor is the name alone"),
        pytest.param(
            "1 Bảo 0967100002 1952-02-01 2\n2 Chi 0967100003 1953-02-01 3",
            ["2", "3"],
            id="the first was deleted",
        ),
        pytest.param(
            "1 An 0967100001 1951-02-01 1\n4 Em 0967100009 1960-02-01 1",
            ["1", "new"],
            id="a copied row",
        ),
        pytest.param("1 An 0900000000 - 9", ["1"], id="an id of elsewhere"),
    ],
)
def test_a_row_continues(text: str, expected: list[str]) -> None:
    assert continues(text) == expected


def test_a_supplement_continues_nothing_by_its_numbers() -> None:
    assert continues("2 Bảo 0900000000 - .", kind="supplement") == ["new"]
    assert continues("2 Bảo 0900000000 - 2", kind="supplement") == ["2"]


def test_a_file_that_is_judged_again_keeps_its_lineages() -> None:
    assert continues("1 Khác 0900000000 - .\n2 Nữa 0900000001 - .", file="a") == ["1", "2"]


def test_what_is_wrong_with_an_id_is_told_at_its_row() -> None:
    text = "1 An 1 - !\n2 Bảo 0967100002 - 2\n3 Chi 3 - 9\n4 Em 4 - 2"
    told = traced(text).faults[["row_uid", "rule_id"]]
    assert [tuple(row) for row in told.itertuples(index=False)] == [
        (uid("b", "1"), "record.row_id.is_unaltered"),
        (uid("b", "3"), "record.row_id.is_of_this_report"),
        (uid("b", "4"), "record.row_id.is_unique"),
    ]


def test_the_file_that_is_corrected_is_the_one_of_most_ids() -> None:
    assert traced("1 An 1 - 1\n2 Bảo 2 - 2").corrected == {"b": "a"}
    assert traced("1 An 0967100001 1951-02-01 .").corrected == {}


def test_files_of_one_run_continue_each_other_in_version_order() -> None:
    both = pd.concat([rows("a", EARLIER), rows("b", "2 Bảo 0900000000 - .")])
    nobody = pd.Series("", index=both.index)
    files = submissions(b="replacement", a="first")
    found = trace(both, nobody, files, NoRows()).keys
    assert found[uid("b", "1")] == found[uid("a", "2")]
