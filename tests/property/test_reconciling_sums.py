"""Whatever is sent, every row has its one place between sent and counted (DESIGN 5)."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.tables import REPORTED_SUMMARY
from transforms.reconciling import RECONCILED, reconcile

SUNDAYS = pd.to_datetime(["2023-02-26", "2023-03-05", "2023-03-12"]).as_unit("us")
SERVICES = ["DVC_ACCOUNT", "VNEID_L2", "DVCTT_DOSSIER", "EPAYMENT", "EHEALTH"]
PARTS = ["duplicate_in_file", "duplicate_in_week", "duplicate_earlier", "unique_new"]

rows = st.fixed_dictionaries(
    {
        "sunday": st.sampled_from(list(SUNDAYS)),
        "branch_code": st.sampled_from(["D1", "D2"]),
        "team_code": st.sampled_from(["T1", "T2"]),
        "file_sha256": st.sampled_from(["one", "two", "three"]),
        "status": st.sampled_from(["accepted", "accepted", "accepted", "quarantined", "excluded"]),
        "service_codes": st.sets(st.sampled_from(SERVICES), min_size=1).map(
            lambda codes: ";".join(sorted(codes))
        ),
        "person_id": st.sampled_from(["A", "B", "C", "D"]),
    }
)
campaigns = st.lists(rows, min_size=1, max_size=25).map(
    lambda told: pd.DataFrame(told).assign(
        row_uid=[f"{uid:032x}" for uid in range(len(told))],
        assist_date=lambda frame: frame["sunday"],
        person_id=lambda frame: frame["person_id"].where(frame["status"] == "accepted"),
    )
)


def reconciled(records: pd.DataFrame) -> pd.DataFrame:
    places = records[["sunday", "branch_code"]].drop_duplicates()
    return reconcile(records, REPORTED_SUMMARY.empty(), places)


@settings(max_examples=25, deadline=None)
@given(records=campaigns)
def test_what_was_sent_adds_up_to_what_was_counted(records: pd.DataFrame) -> None:
    told = reconciled(records)
    assert (told["parsed"] == told["quarantined"] + told["excluded"] + told["accepted"]).all()
    assert (told["accepted"] == told[PARTS].sum(axis=1)).all()
    assert (told["unexplained"] == 0).all()
    assert (told[["parsed", "quarantined", "excluded", "accepted", *PARTS]] >= 0).all().all()


@settings(max_examples=25, deadline=None)
@given(records=campaigns)
def test_every_person_is_new_once(records: pd.DataFrame) -> None:
    told = reconciled(records).groupby("indicator_code")["unique_new"].sum()
    accepted = records[records["status"] == "accepted"]
    for code, services in RECONCILED.items():
        asked = set(SERVICES if services is None else services)
        has_any = [not asked.isdisjoint(codes.split(";")) for codes in accepted["service_codes"]]
        assert told[code] == accepted.loc[has_any, "person_id"].nunique(), code


@settings(max_examples=25, deadline=None)
@given(records=campaigns, data=st.data())
def test_the_order_of_the_rows_does_not_matter(records: pd.DataFrame, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(records))))
    keys = ["sunday", "branch_code", "indicator_code"]
    one, other = (
        reconciled(frame).sort_values(keys, ignore_index=True)
        for frame in (records, records.iloc[order])
    )
    pd.testing.assert_frame_equal(one, other)
