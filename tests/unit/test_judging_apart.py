"""One file on which the judge fails is held back alone; what fails on many is the program."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.workbooks import KEY, NOW, citizen, read_files, reference, report
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.judging_apart import judge_apart
from transforms.stacking import Read

BAD = "0900000000"
KNOWN = reference()


def judge_or_fail(reads: Sequence[Read]) -> Judgement:
    """A judge that fails on a file with a row of a certain phone."""
    for read in reads:
        for table in read.content.tables:
            if BAD in list(table.texts.get("phone", ())):
                raise KeyError("a value that nobody may see")
    return judge(reads, KNOWN, Geography(KNOWN), KEY, {}, NOW)


def files(*phones: str) -> list[Read]:
    """A file for each phone."""
    return read_files({f"{n}.xlsx": report(citizen(phone=p)) for n, p in enumerate(phones)})


def test_nothing_is_tried_twice_where_nothing_fails() -> None:
    judgement, failed = judge_apart(files("0912345678"), judge_or_fail)
    assert (len(judgement.records), failed) == (1, {})


@pytest.mark.parametrize("place", range(5))
def test_one_file_that_fails_is_held_back_and_told_of(place: int) -> None:
    reads = files(*[BAD if n == place else f"091234567{n}" for n in range(5)])
    judgement, failed = judge_apart(reads, judge_or_fail)
    bad = reads[place].landed.submission_id
    assert [*failed] == [bad]
    assert isinstance(failed[bad], KeyError)
    statuses = judgement.submissions["status"]
    assert statuses.pop(bad) == "quarantined"
    assert set(statuses) == {"accepted"}
    assert len(judgement.records) == 4
    faults = judgement.faults[judgement.faults["submission_id"] == bad]
    assert "file.rows.are_understood" in set(faults["rule_id"])
    assert judgement.submissions.loc[bad, "branch_code"] == "D21609"


def test_a_fault_on_many_files_is_the_programs() -> None:
    with pytest.raises(KeyError):
        judge_apart(files(BAD, BAD, "0912345678", "0912345679"), judge_or_fail)


def test_a_fault_that_is_of_no_file_is_the_programs() -> None:
    def fail(reads: Sequence[Read]) -> Judgement:
        raise ValueError

    for count in (0, 1, 3):
        with pytest.raises(ValueError):
            judge_apart(files(*["0912345678"] * count), fail)


def test_what_only_fails_together_is_the_programs() -> None:
    def fail(reads: Sequence[Read]) -> Judgement:
        if len(reads) == 4:
            raise ValueError
        return judge(reads, KNOWN, Geography(KNOWN), KEY, {}, NOW)

    with pytest.raises(ValueError):
        judge_apart(files(*[f"091234567{n}" for n in range(4)]), fail)


def test_a_lost_database_is_no_fault_of_a_file() -> None:
    asked: list[int] = []

    def lose(reads: Sequence[Read]) -> Judgement:
        asked.append(len(reads))
        raise OSError

    with pytest.raises(OSError):
        judge_apart(files("0912345678", "0912345679"), lose)
    assert asked == [2]
