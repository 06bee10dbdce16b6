"""Cases judged in one call say what each of them says alone, and fail alone."""

from __future__ import annotations

import pytest

import tests.together
from tests.together import judged_together
from tests.workbooks import citizen, judge_files, members, report

GOOD, BAD = report(citizen()), report(citizen(full_name="Lê Văn Bình"))
TOLD = ("rule_id", "severity", "state", "cell", "value_masked", "message_vi")


@judged_together(
    ("rows", "team"),
    [
        ([citizen(phone="123")], members("T0001", 7)),
        ([citizen(phone="123"), citizen()], members("T0001")),
        ([citizen(team_code="T9999"), citizen(consent="Không")], []),
        ([], members("T0002")),
        ([citizen()], []),
        ([citizen()], []),
    ],
)
def test_a_case_is_told_what_it_is_told_alone(rows, team):
    content = report(*rows, teams=team)
    verdict, elsewhere = yield content, {"hop thu/a.xlsx": content}
    alone = judge_files({"1.xlsx": content})
    assert verdict.told(*TOLD) == alone.told(*TOLD) == elsewhere.told(*TOLD)
    assert verdict.counts == alone.counts
    assert verdict.statuses == alone.statuses
    assert list(elsewhere.statuses) == ["hop thu/a.xlsx"]
    assert list(verdict.records["status"]) == list(alone.records["status"])
    teams = verdict.judgement.team_reports["team_code"]
    assert list(teams) == list(alone.judgement.team_reports["team_code"])


def sends(content: bytes):
    yield content


def test_a_file_that_breaks_the_judge_fails_its_own_case(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(files):
        if BAD in files.values():
            raise ZeroDivisionError
        return judge_files(files)

    def breaks(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tests.together, "judge_files", judged)
    monkeypatch.setattr(tests.together, "_judged_at_once", breaks)
    cases = {("good", 0): lambda: sends(GOOD), ("bad", 0): lambda: sends(BAD)}
    verdicts = tests.together._Batch(cases).verdicts
    assert isinstance(verdicts["bad", 0], ZeroDivisionError)
    assert not isinstance(verdicts["good", 0], Exception)
    assert verdicts["good", 0][0].counts == (1, 1, 0, 0)
    with pytest.raises(ZeroDivisionError):
        # What breaks only in company is no better.
        assert tests.together._Batch({("good", 0): lambda: sends(GOOD)}).verdicts


def test_a_case_whose_file_cannot_be_made_leaves_the_others_alone() -> None:
    def cannot():
        yield bytes(1 // 0)

    batch = tests.together._Batch({("good", 0): lambda: sends(GOOD), ("none", 0): cannot})
    assert not isinstance(batch.verdicts["good", 0], Exception)
    assert batch.verdicts["none", 0] == []


@judged_together("count", [1, 2])
def has_citizens(count):
    verdict = yield GOOD
    assert verdict.counts == (count, count, 0, 0)


def test_what_a_case_asserts_can_fail() -> None:
    has_citizens(count=1)
    with pytest.raises(AssertionError):
        has_citizens(count=2)
