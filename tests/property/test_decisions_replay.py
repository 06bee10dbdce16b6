"""Whatever was wrong and whatever was answered: a decided cell says what a sent one would say, an
undone decision says nothing, and files say the same alone and together.
"""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decided import Desk
from tests.workbooks import Verdict, citizen, report

slow = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)

WRONG = {
    "phone": ("record.phone.is_valid", "09abc", "0387654321"),
    "team_code": ("record.team_code.is_on_roster", "T9999", "T0002"),
    "full_name": ("record.full_name.has_a_letter", "???", "Lê Thị Bé"),
    "assist_date": ("record.assist_date.is_a_date", "hôm qua", "05/03/2023"),
    "id_number": ("record.id_number.has_12_digits", "0521892709", "052189270965"),
}
"""Column → the rule that its wrong value breaks, that value, and a right one."""

wrong_rows = st.lists(st.sets(st.sampled_from(sorted(WRONG)), max_size=3), min_size=1, max_size=4)
_OF_THE_FILE = ["submission_id", "file_sha256", "record_key", "lineage_key"]


def sent(wrong: list[set[str]], which: int) -> bytes:
    """A workbook whose row n has the wrong (1) or right (2) values in its columns."""
    people = [
        citizen(**{name: WRONG[name][which] for name in sorted(names)}, birth_date=1950 + number)
        for number, names in enumerate(wrong)
    ]
    return report(*people)


def said(verdict: Verdict) -> pd.DataFrame:
    """What the records say, by row."""
    records = verdict.records.drop(columns=_OF_THE_FILE)
    return records.sort_values("row_number").reset_index(drop=True)


def answered(desk: Desk, verdict: Verdict) -> list[str]:
    """The batches by which every wrong value was typed anew."""
    rules = [rule for rule in verdict.findings["rule_id"].unique()]
    return [
        desk.decide(verdict, rule_id, "type", right)
        for rule_id, _, right in WRONG.values()
        if rule_id in rules
    ]


@slow
@given(wrong_rows)
def test_a_decided_cell_says_what_a_sent_one_says(wrong: list[set[str]]) -> None:
    desk = Desk()
    answered(desk, desk.judged(sent(wrong, 1)))
    decided, right = desk.judged(sent(wrong, 1)), Desk().judged(sent(wrong, 2))
    pd.testing.assert_frame_equal(said(decided), said(right))
    assert decided.counts == right.counts


@slow
@given(wrong_rows, st.randoms(use_true_random=False))
def test_what_is_undone_leaves_nothing(wrong: list[set[str]], chance: object) -> None:
    desk = Desk()
    before = desk.judged(sent(wrong, 1))
    batches = answered(desk, before)
    chance.shuffle(batches)  # type: ignore[attr-defined]
    for batch in batches:
        desk.undo(batch)
    after = desk.judged(sent(wrong, 1))
    pd.testing.assert_frame_equal(after.findings, before.findings)
    pd.testing.assert_frame_equal(after.judgement.records, before.judgement.records)


@slow
@given(wrong_rows)
def test_files_say_the_same_alone_and_together(wrong: list[set[str]]) -> None:
    other = report(citizen(phone="09abc", team_code="T0101"), branch="D21610")
    desk = Desk()
    together = desk.judged(one=sent(wrong, 1), two=other)
    answered(desk, together)
    both = desk.judged(one=sent(wrong, 1), two=other).judgement.records
    alone = [desk.judged(one=sent(wrong, 1)), desk.judged(two=other)]
    rows = [verdict.judgement.records for verdict in alone]
    pd.testing.assert_frame_equal(pd.concat(rows).sort_index(), both.sort_index())
