"""A campaign is repeatable, well formed, and dirty exactly as its profile says."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pandas as pd
import phonenumbers
import pytest

from samples import DEMO_PLAN, Campaign, CampaignPlan, generate_campaign
from samples.packaged import PROFILES, error_rates, rows, sheet_columns
from samples.records import TICK_COLUMNS, TYPED_COLUMNS
from samples.roster import without_type

PERSON_RATES = {"twins": "twin", "father_son": "father_son", "namesake": "namesake"}
NOT_ROW_FAULTS = {
    *PERSON_RATES,
    "namesake_same_dob",
    "own_phone",
    "second_sim",
    "moves",
    "weeks",
    "wb_placeholder",
    "wb_shift",
    "wb_series",
    "wb_officer_phone",
}


def made_up_units(districts: int = 5, communes: int = 8) -> pd.DataFrame:
    """Units of a province that does not exist; one commune ended before the launch."""
    listed = [("99", "Tỉnh Thử Nghiệm", "province", "", "", "")]
    for d in range(districts):
        listed.append((f"{900 + d}", f"Huyện Thử {d}", "district", "99", "1900-01-01", ""))
        for c in range(communes):
            code = f"{90000 + 100 * d + c}"
            listed.append((code, f"Xã Mẫu {d}{c}", "commune", f"{900 + d}", "", "2025-06-30"))
    listed.append(("90999", "Xã Đã Nhập", "commune", "900", "", "2022-12-31"))
    columns = ["unit_code", "name", "level", "parent_code", "valid_from", "valid_to"]
    return pd.DataFrame(listed, columns=columns, dtype="str")


def plan(profile: str = "default", records: int = 6000, weeks: int = 10) -> CampaignPlan:
    sundays = tuple(date(2023, 2, 26) + timedelta(weeks=week) for week in range(weeks))
    return CampaignPlan(7, sundays, 20, records * 6 // 10, records, profile, 3)


@pytest.fixture(scope="module", params=PROFILES)
def campaign(request: pytest.FixtureRequest) -> Campaign:
    return generate_campaign(plan(request.param), made_up_units())


@pytest.fixture(scope="module")
def default_campaign() -> Campaign:
    return generate_campaign(plan(), made_up_units())


def has(campaign: Campaign, fault: str) -> pd.Series[bool]:
    return campaign.truth["errs"].str.split().map(lambda names: fault in names).astype(bool)


def frames(campaign: Campaign) -> dict[str, pd.DataFrame]:
    names = [field.name for field in dataclasses.fields(Campaign) if field.name != "plan"]
    return {name: getattr(campaign, name) for name in names}


def test_the_same_seed_gives_the_same_frames(default_campaign: Campaign) -> None:
    again = generate_campaign(plan(), made_up_units())
    for name, frame in frames(default_campaign).items():
        pd.testing.assert_frame_equal(frame, frames(again)[name])


def test_another_seed_gives_other_people(default_campaign: Campaign) -> None:
    other = generate_campaign(dataclasses.replace(plan(), seed=8), made_up_units())
    assert not default_campaign.persons["id_number"].isin(other.persons["id_number"]).any()


def test_every_fault_has_the_rate_of_its_profile(campaign: Campaign) -> None:
    measured = campaign.truth["errs"].str.split().explode().value_counts() / len(campaign.truth)
    for fault, rate in error_rates(campaign.plan.profile).items():
        if fault in NOT_ROW_FAULTS or (campaign.plan.profile == "no_id" and "cccd" in fault):
            continue
        tolerance = 0.002 + 0.05 * rate
        assert measured.get(fault, 0.0) == pytest.approx(rate, abs=tolerance), fault


def test_rows_without_any_number_have_no_fault_of_numbers() -> None:
    campaign = generate_campaign(plan("no_id"), made_up_units())
    assert has(campaign, "cccd_missing").all()
    filled = campaign.records["id_number"] != ""
    assert filled.equals(has(campaign, "wb_placeholder"))


def test_kin_and_phones_of_persons_have_their_rates(campaign: Campaign) -> None:
    persons, rates = campaign.persons, error_rates(campaign.plan.profile)
    for rate, kind in PERSON_RATES.items():
        assert (persons["kind"] == kind).mean() == pytest.approx(rates[rate], abs=0.001)
    assert (persons["phone"] != "").mean() == pytest.approx(rates["own_phone"], abs=0.001)
    assert (persons["second_phone"] != "").mean() == pytest.approx(rates["second_sim"], abs=0.001)
    assert (persons["moved_on"] != "").mean() == pytest.approx(rates["moves"], abs=0.001)


@pytest.mark.parametrize("fault", ["wb_placeholder", "wb_officer_phone"])
def test_workbook_faults_hit_their_share_of_workbooks(fault: str) -> None:
    campaign = generate_campaign(plan("hard"), made_up_units())
    hit = campaign.truth.loc[has(campaign, fault), "path"].nunique()
    workbooks = campaign.truth["path"].nunique()
    assert hit / workbooks == pytest.approx(error_rates("hard")[fault], abs=1.5 / workbooks)


def test_habits_belong_to_few_teams(default_campaign: Campaign) -> None:
    share = has(default_campaign, "no_accents").groupby(default_campaign.truth["team_code"]).mean()
    assert (share == 0).mean() > 0.7
    assert share[share > 0].mean() > 0.6


def test_zeros_are_lost_by_whole_workbooks(default_campaign: Campaign) -> None:
    records, lost = default_campaign.records, has(default_campaign, "cccd_lost_zero")
    assert (records.loc[lost, "id_number_type"] == "number").all()
    assert not records.loc[lost, "id_number"].str.startswith("0").any()
    books = records["path"].isin(records.loc[lost, "path"])
    other = ["cccd_spaced", "cccd_sci", "wb_shift", "wb_series"]
    text = books & (records["id_number_type"] == "text")
    explained = pd.concat([has(default_campaign, fault) for fault in other], axis=1).any(axis=1)
    assert explained[text].all()


def test_a_record_without_a_fault_says_the_truth(default_campaign: Campaign) -> None:
    truth, records = default_campaign.truth, default_campaign.records
    clean = truth["errs"] == ""
    true = default_campaign.persons.iloc[truth.loc[clean, "true_person_id"] - 1]
    for column in ("full_name", "id_number", "gender"):
        assert records.loc[clean, column].tolist() == true[column].tolist(), column
    # Where Excel took days for months it left the dates alone that have no such month.
    left_alone = records.loc[clean, "birth_date_type"].to_numpy() == "text"
    assert left_alone.mean() < 0.05
    written = pd.to_datetime(true["birth_date"]).dt.strftime("%d/%m/%Y").to_numpy()
    expected = np.where(left_alone, written, true["birth_date"].to_numpy())
    assert records.loc[clean, "birth_date"].tolist() == expected.tolist()


def test_every_record_can_be_accepted(campaign: Campaign) -> None:
    records = campaign.records
    assert records["team_code"].isin(campaign.teams["team_code"]).all()
    assert records["full_name"].str.contains(r"[^\W\d_]").all()
    assert (records[list(TICK_COLUMNS)] != "").any(axis=1).all()
    day = pd.to_datetime(records["assist_date"])
    week = pd.to_datetime(records["sunday"]) - day
    assert week.between(pd.Timedelta(0), pd.Timedelta(days=6)).all()
    assert (day >= pd.Timestamp("2023-02-26")).all()
    useless = pd.concat([has(campaign, f) for f in ("cccd_sci", "wb_placeholder")], axis=1)
    number = (records["id_number"] != "") & ~useless.any(axis=1)
    phone = (records["phone"] != "") & ~has(campaign, "phone_dummy")
    assert (number | phone | (records["birth_date"] != "")).all()


def test_truth_is_aligned_to_the_records(campaign: Campaign) -> None:
    records, truth = campaign.records, campaign.truth
    assert len(records) == len(truth) == campaign.plan.record_count
    shared = ["path", "sheet", "row_number", "branch_code", "sunday", "team_code", "assist_date"]
    pd.testing.assert_frame_equal(records[shared], truth[shared])
    assert not records.duplicated(["path", "sheet", "row_number"]).any()
    assert truth["true_person_id"].nunique() == campaign.plan.person_count
    for row in rows("services"):
        ticked = (
            truth["service_code"]
            .str.split(";")
            .map(lambda codes, s=row: s["service_code"] in codes)
        )
        assert (records[row["column_en"]] != "").equals(ticked.astype(bool))
    branch = campaign.teams.set_index("team_code")["branch_code"]
    assert (truth["team_code"].map(branch) == truth["branch_code"]).all()


def test_typed_columns_have_markers(default_campaign: Campaign) -> None:
    records = default_campaign.records
    assert set(sheet_columns("NGUOI_DAN")) <= set(records.columns)
    for column in TYPED_COLUMNS:
        blank = records[column] == ""
        assert set(records.loc[~blank, f"{column}_type"]) <= {"text", "number", "date"}
        assert (records.loc[blank, f"{column}_type"] == "").all()
        numeric = records.loc[records[f"{column}_type"] == "number", column]
        assert numeric.str.fullmatch(r"\d+").all()


def test_identity_numbers_say_sex_and_birth_year(campaign: Campaign) -> None:
    persons = campaign.persons
    assert persons["id_number"].is_unique
    assert persons["id_number"].str.fullmatch(r"\d{12}").all()
    codes = [row["province_code"] for row in rows("cccd_provinces")]
    assert persons["id_number"].str[:3].isin(codes).all()
    assert (persons["id_number"].str[:3] == "052").mean() > 0.8
    year = persons["birth_date"].str[:4].astype("int64")
    sign = 2 * (year >= 2000) + (persons["gender"] == "Nữ")
    assert (persons["id_number"].str[3].astype("int64") == sign).all()
    assert (persons["id_number"].str[4:6] == persons["birth_date"].str[2:4]).all()
    assert year.between(2023 - 90, 2023 - 6).all()


def test_phones_are_valid_mobiles(default_campaign: Campaign) -> None:
    phones = default_campaign.persons["phone"]
    for phone in phones[phones != ""].head(500):
        parsed = phonenumbers.parse(phone, "VN")
        assert phonenumbers.is_valid_number(parsed), phone[:4]


def test_kin_are_what_they_are_called(default_campaign: Campaign) -> None:
    persons = default_campaign.persons
    twins = persons[persons["kind"] == "twin"].groupby(["household_id", "birth_date", "surname"])
    assert (twins.size() == 2).all()
    assert (twins["full_name"].nunique() == 2).all()
    pairs = persons[persons["kind"] == "father_son"].groupby(["household_id", "surname"])
    assert (pairs.size() % 2 == 0).all()
    assert (pairs["middle_name"].nunique() <= pairs.size() / 2).all()
    assert (pairs["given_name"].nunique() >= 2).all()
    namesakes = persons[persons["kind"] == "namesake"]
    born = namesakes["birth_date"].str[:4]
    groups = namesakes.groupby(["full_name", "gender", born, "unit_code"])
    assert (groups.size() >= 2).all()


def test_a_name_alone_identifies_four_people_in_five() -> None:
    """DOMAIN 6: 20 % of 8,757 people share their full name with another."""
    many = dataclasses.replace(plan(records=9200), person_count=8757)
    names = generate_campaign(many, made_up_units()).persons["full_name"]
    assert 0.15 < names.duplicated(keep=False).mean() < 0.27
    assert names.str.startswith("Nguyễn ").mean() == pytest.approx(0.31, abs=0.03)


def test_branches_fill_whole_districts(default_campaign: Campaign) -> None:
    units = made_up_units().set_index("unit_code")
    codes = default_campaign.branches["unit_code"]
    assert len(codes) == 20
    assert "90999" not in set(codes)
    per_district = units.loc[codes, "parent_code"].value_counts()
    assert sorted(per_district) == [4, 8, 8]
    assert default_campaign.branches["branch_code"].tolist() == [f"D{code}" for code in codes]


def test_visits_to_other_teams_stay_mostly_in_the_district(default_campaign: Campaign) -> None:
    away = has(default_campaign, "other_team")
    truth = default_campaign.truth[away]
    home = default_campaign.persons.iloc[truth["true_person_id"] - 1]["unit_code"]
    near = home.str[:3].to_numpy() == truth["branch_code"].str[1:4].to_numpy()
    assert near.mean() == pytest.approx(0.7, abs=0.07)


def test_sundays_are_as_busy_as_is_asked() -> None:
    weights = (*[1.0] * 9, 4.0)
    weighed = dataclasses.replace(plan(), person_count=5700, sunday_weights=weights)
    sundays = generate_campaign(weighed, made_up_units()).records["sunday"]
    shares = sundays.value_counts(normalize=True).sort_index().tolist()
    assert shares == pytest.approx([*[1 / 13] * 9, 4 / 13], abs=0.025)


def test_the_demo_is_small() -> None:
    assert len(DEMO_PLAN.sundays) == 4
    demo = generate_campaign(DEMO_PLAN, made_up_units(6, 10))
    assert len(demo.branches) == 24
    assert len(demo.records) == 2500


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "filthy"},
        {"sundays": ()},
        {"sundays": (date(2023, 2, 27),)},
        {"sundays": (date(2023, 3, 5), date(2023, 2, 26))},
        {"person_count": 0},
        {"record_count": 10},
        {"typists_per_branch": (0, 1)},
        {"sunday_weights": (1.0,)},
    ],
)
def test_an_impossible_plan_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        dataclasses.replace(plan(), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"branch_count": 99}, {"district_count": 2}])
def test_too_few_communes_are_refused(change: dict[str, int]) -> None:
    asked = dataclasses.replace(plan(), **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"branches asked|districts have"):
        generate_campaign(asked, made_up_units())


def test_one_branch_one_sunday_one_typist() -> None:
    small = CampaignPlan(1, (date(2023, 2, 26),), 1, 40, 60, "hard", None, (1, 1), (1, 1))
    campaign = generate_campaign(small, made_up_units())
    assert not has(campaign, "other_team").any()
    assert (campaign.records["assist_date"] == "2023-02-26").all()


def test_units_lose_their_type() -> None:
    assert without_type("Thị trấn An Lão") == "An Lão"
    assert without_type("Mẫu") == "Mẫu"
