"""The catalogue of dirty submissions, through real runs: what `bootstrap.py catalogue` prints."""

from __future__ import annotations

import pytest

from benchmarks.catalogue.__main__ import shown
from benchmarks.catalogue.attempts import Attempt, Place
from benchmarks.catalogue.homes import BUILDERS, Trial, trials_of
from benchmarks.catalogue.listing import Case, all_cases
from benchmarks.catalogue.taken import Seen, action_taken, agrees
from benchmarks.fuzzing.whole_runs import run_in
from benchmarks.small_workbooks import SUNDAY
from schemas.catalogue import ACCEPTED, CATALOGUE

CASES = all_cases()
FEW = (
    "F01",
    "F19",
    "F34",
    "S12",
    "S16",
    "R04",
    "R13",
    "R50",
    "R54",
    "X01",
    "X04",
    "Y04",
    "Y13",
    "Y16",
)


def silent(stage: str, done: int, total: int) -> None:
    """No terminal."""


def test_there_are_142_cases_and_each_has_a_rule_or_is_taken_as_it_is():
    assert len(CASES) == 142
    told = {rule.case_id for rule in CATALOGUE.values()} | {case.case_id for case in ACCEPTED}
    assert [case.case_id for case in CASES if case.case_id not in told] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_each_expected_action_has_a_file_that_shows_it(case):
    assert len(BUILDERS[case.case_id]) == len(case.expected)


def differs(case: Case) -> bool:
    """Whether a case is answered with an action, or by no rule of the severity, that was asked."""
    done = {word for action in case.expected for word in action.split("+")} - {"SECURITY"}
    done -= {"WARN"} if case.severity == "warn" else set()
    is_other = any(word.lower() not in case.action.lower() for word in done)
    rules = [rule for rule in CATALOGUE.values() if rule.case_id == case.case_id]
    if case.severity == "critical":
        return is_other or not any(r.severity == "error" and r.is_security for r in rules)
    asked = "warning" if case.severity == "warn" else case.severity
    return is_other or asked not in ({rule.severity for rule in rules} or {"info"})


def test_a_case_that_is_answered_otherwise_than_asked_says_why():
    assert {"R02", "R22", "R51", "R52", "Y06", "Y13"} <= {c.case_id for c in CASES if differs(c)}
    assert [case.case_id for case in CASES if differs(case) and not case.note] == []


def test_the_rules_shown_are_those_that_were_found():
    (case,) = [case for case in CASES if case.case_id == "R11"]
    row = {"severity": "warning", "suggestion": "", "is_security": False}
    found = [row | {"rule_id": "record.birth_date.fits_id_number"}]
    seen = Seen(Attempt((), 1), {"status": "accepted"}, found, accepted=1)
    trial = Trial(case, 0, Place(1, SUNDAY), seen.attempt)
    (line,) = shown([case], [(trial, seen)])
    assert line["rules"] == ["record.birth_date.fits_id_number"]


def test_cases_of_every_kind_end_as_they_should(new_settings):
    asked = [case for case in CASES if case.case_id in FEW]
    trials = list(trials_of(asked, lambda _: new_settings(), silent))
    lines = shown(asked, trials)
    assert [line["case"] for line in lines] == sorted(FEW, key=lambda c: "FSRXY".index(c[0]) * 100)
    assert [(line["case"], line["taken"]) for line in lines if not line["agrees"]] == []


def test_what_a_run_did_not_do_is_seen():
    warned = {"severity": "warning", "suggestion": "", "is_security": False, "rule_id": "x.y.z"}
    accepted = {"status": "accepted"}
    attempt = Attempt((), 1, "phone", was="123", kept="")
    left_out = Seen(attempt, accepted, [warned], record={"phone": ""}, accepted=1)
    assert action_taken(left_out) == "NULL+WARN"
    kept = Seen(attempt, accepted, [warned], record={"phone": "123"}, accepted=1)
    assert action_taken(kept) == "WARN (another phone was kept)"
    assert action_taken(Seen(Attempt((), 2), accepted, accepted=1)).endswith("accepted, not 2)")
    assert action_taken(Seen(Attempt((), 1), {"status": "rejected"}, accepted=1)) == "SILENCE"
    assert action_taken(Seen(Attempt((), 0), None)) == "VANISHED"
    assert agrees("WARN", "WARN+SECURITY") and not agrees("WARN+SECURITY", "WARN")


def test_broken_files_through_whole_runs_break_no_promise(settings):
    tally = run_in(settings.model_copy(update={"answers": True}), seed=7, count=40)
    assert [(one.mutant.number, one.promise) for one in tally.broken] == []
    assert sum(tally.statuses.values()) == 40
