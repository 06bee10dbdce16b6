"""What is in force depends on the files, never on the order in which they are listed."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_holding import REFERENCE, WEEK, people
from tests.unit.test_versions import SUNDAY, sent
from transforms.holding import hold
from transforms.versions import in_force_of, resolve_versions

KINDS = ("first", "replacement", "supplement", "nil")


@st.composite
def files(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Up to eight files of two branches, many received at one moment."""
    lines, branches, modified = [], [], []
    for at in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(KINDS))
        teams = draw(st.sets(st.sampled_from(["T1", "T2", "T3", "-"]), max_size=3))
        spoken_of = " ".join(sorted(teams)) if teams and kind != "nil" else "."
        lines.append(f"f{at} {kind} {draw(st.sampled_from((20, 21)))} {spoken_of}")
        branches.append(draw(st.sampled_from(("D1", "D2"))))
        modified.append(draw(st.sampled_from((None, "2023-03-05T18:00Z", "2023-03-05T19:00Z"))))
    return sent("\n".join(lines), branch_code=branches, modified_at=modified)


@settings(max_examples=40, deadline=None)
@given(sent_in=files(), data=st.data())
def test_the_order_of_rows_does_not_matter(
    sent_in: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    submissions, teams = sent_in
    shuffled = submissions.loc[data.draw(st.permutations(list(submissions.index)))]
    turned = teams.iloc[::-1].reset_index(drop=True)
    first = resolve_versions(submissions, teams)
    second = resolve_versions(shuffled, turned).loc[first.index]
    pd.testing.assert_frame_equal(second, first)
    one = in_force_of(first, teams)(teams)
    other = in_force_of(resolve_versions(shuffled, turned), turned)(teams)
    pd.testing.assert_series_equal(other, one)


@settings(max_examples=40, deadline=None)
@given(sent_in=files())
def test_every_team_spoken_of_stays_in_force_in_one_file_that_is_no_supplement(
    sent_in: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    submissions, teams = sent_in
    resolved = resolve_versions(submissions, teams)
    said = teams.join(resolved[["branch_code", "submission_type"]], on="submission_id")
    listed = said[said["submission_type"] != "supplement"]
    alive = listed[in_force_of(resolved, teams)(listed)]
    place = ["branch_code", "team_code"]
    assert not alive.duplicated(place).any()
    assert len(alive) == len(listed.drop_duplicates(place))


@settings(max_examples=40, deadline=None)
@given(sent_in=files())
def test_resolving_again_changes_nothing(sent_in: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    submissions, teams = sent_in
    once = resolve_versions(submissions, teams)
    pd.testing.assert_frame_equal(resolve_versions(once, teams), once)


@st.composite
def lists(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Up to six lists of one branch for two Sundays, many received at one moment."""
    lines, sundays, contents = [], [], []
    for at in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(("first", "replacement", "supplement")))
        teams = " ".join(sorted(draw(st.sets(st.sampled_from(["T1", "T2"]), min_size=1))))
        named = draw(st.sampled_from(("ABCDEFGHIJ", "ABCDE", "AB", "QRSTUVWXYZ", "ABQRS")))
        lines.append(f"f{at} {kind} {draw(st.sampled_from((20, 21)))} {teams} ; {named}")
        sundays.append(draw(st.sampled_from((SUNDAY, SUNDAY + WEEK))))
        contents.append(f"{sundays[-1]} {kind} {teams} {named}")
    return people("\n".join(lines), sunday=sundays, content_sha256=contents)


def settled(
    submissions: pd.DataFrame, teams: pd.DataFrame, records: pd.DataFrame
) -> dict[object, tuple[str, int]]:
    """File → status and version when its place is judged with all that is known."""
    places = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]].drop_duplicates())
    held = hold(submissions, teams, records, places, REFERENCE)
    resolved = resolve_versions(held.submissions, teams)
    return dict(
        zip(resolved.index, zip(resolved["status"], resolved["version"], strict=True), strict=True)
    )


@settings(max_examples=12, deadline=None)
@given(sent_in=lists(), data=st.data())
def test_the_order_in_which_files_are_listed_holds_nothing_back(
    sent_in: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    submissions, teams, records = sent_in
    shuffled = submissions.loc[data.draw(st.permutations(list(submissions.index)))]
    turned = (shuffled, teams.iloc[::-1], records.iloc[::-1])
    assert settled(*turned) == settled(*sent_in)


@settings(max_examples=12, deadline=None)
@given(sent_in=lists(), first=st.sets(st.integers(0, 5)))
def test_files_that_come_in_two_batches_end_as_if_they_had_come_together(
    sent_in: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], first: set[int]
) -> None:
    """Of one moment of receipt, as DESIGN 7 says."""
    submissions, teams, records = sent_in
    earlier = submissions[submissions.index.isin([f"f{at}" for at in first])]
    known = submissions.copy()
    if len(earlier):
        of_earlier = [rows[rows["submission_id"].isin(earlier.index)] for rows in (teams, records)]
        for name, (status, version) in settled(earlier, *of_earlier).items():
            known.loc[name, ["status", "version"]] = (status, version)
    assert settled(known, teams, records) == settled(*sent_in)
