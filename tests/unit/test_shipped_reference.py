"""The reference data that the project ships says what DOMAIN 3 says about Bình Định."""

from pathlib import Path

import pandas as pd
import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "warehouse" / "shipped"
ALWAYS, OPEN = "1900-01-01", "9999-12-31"


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(SHIPPED / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    """The units with blank dates filled, so that ISO dates compare as text."""
    return read("units.csv").replace({"valid_from": {"": ALWAYS}, "valid_to": {"": OPEN}})


@pytest.fixture(scope="module")
def successions() -> pd.DataFrame:
    return read("unit_successions.csv")


def valid_on(units: pd.DataFrame, date: str) -> pd.DataFrame:
    return units[(units["valid_from"] <= date) & (date <= units["valid_to"])]


def name_on(units: pd.DataFrame, code: str, date: str) -> list[str]:
    on_date = valid_on(units, date)
    return on_date.loc[on_date["unit_code"] == code, "name"].tolist()


@pytest.mark.parametrize(
    ("date", "communes", "districts", "province"),
    [
        ("2023-02-26", 159, 11, "Tỉnh Bình Định"),
        ("2024-11-30", 159, 11, "Tỉnh Bình Định"),
        ("2024-12-01", 155, 11, "Tỉnh Bình Định"),
        ("2025-06-30", 155, 11, "Tỉnh Bình Định"),
        ("2025-07-01", 58, 0, "Tỉnh Gia Lai"),
        ("2026-12-27", 58, 0, "Tỉnh Gia Lai"),
    ],
)
def test_units_by_date(
    units: pd.DataFrame, date: str, communes: int, districts: int, province: str
) -> None:
    on_date = valid_on(units, date)
    counts = on_date["level"].value_counts()
    assert counts["commune"] == communes
    assert counts.get("district", 0) == districts
    assert on_date.loc[on_date["level"] == "province", "name"].tolist() == [province]


def test_columns_are_the_contract() -> None:
    assert list(read("units.csv")) == [
        "unit_code",
        "name",
        "level",
        "parent_code",
        "valid_from",
        "valid_to",
    ]
    assert list(read("unit_successions.csv")) == [
        "old_code",
        "new_code",
        "date",
        "share",
        "is_default",
    ]


@pytest.mark.parametrize(
    "name", ["units.csv", "unit_successions.csv", "services.csv", "indicators.csv"]
)
def test_files_are_plain_utf8(name: str) -> None:
    content = (SHIPPED / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.decode("utf-8").endswith("\n")


def test_a_unit_is_its_code_and_start(units: pd.DataFrame) -> None:
    assert not units.duplicated(["unit_code", "valid_from"]).any()
    assert (units["valid_from"] <= units["valid_to"]).all()
    by_code = units.sort_values(["unit_code", "valid_from"])
    previous_end = by_code.groupby("unit_code")["valid_to"].shift()
    assert not (previous_end >= by_code["valid_from"]).any(), "two units share a code on one day"


@pytest.mark.parametrize("edge", ["valid_from", "valid_to"])
def test_parents_exist_at_the_time(units: pd.DataFrame, edge: str) -> None:
    parents = {"commune": {"district", "province"}, "district": {"province"}}
    for unit in units[units["level"] != "province"].to_dict("records"):
        on_date = valid_on(units, unit[edge])
        parent = on_date[on_date["unit_code"] == unit["parent_code"]]
        assert len(parent) == 1, unit
        assert parent["level"].iloc[0] in parents[unit["level"]]
    assert (units.loc[units["level"] == "province", "parent_code"] == "").all()


def test_communes_sit_under_districts_until_the_merger(units: pd.DataFrame) -> None:
    communes = units[units["level"] == "commune"]
    is_new = communes["valid_from"] == "2025-07-01"
    assert (communes.loc[is_new, "parent_code"] == "52").all()
    districts = set(units.loc[units["level"] == "district", "unit_code"])
    assert set(communes.loc[~is_new, "parent_code"]) == districts


def test_names_are_composed_and_clean(units: pd.DataFrame) -> None:
    names = units["name"]
    assert (names.str.normalize("NFC") == names).all()
    assert (names.str.replace(r"\s+", " ", regex=True).str.strip() == names).all()
    # A tone mark that the source of the new names had put on the wrong vowel.
    assert not names.str.contains("Hòai").any()


def test_successions_join_units_that_exist(units: pd.DataFrame, successions: pd.DataFrame) -> None:
    starts = set(units["unit_code"] + "|" + units["valid_from"])
    targets = successions["new_code"] + "|" + successions["date"]
    assert set(targets) <= starts
    eve = (pd.to_datetime(successions["date"]) - pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    ends = set(units["unit_code"] + "|" + units["valid_to"])
    assert set(successions["old_code"] + "|" + eve) <= ends


def test_every_ended_unit_but_a_district_has_a_successor(
    units: pd.DataFrame, successions: pd.DataFrame
) -> None:
    ended = units[(units["valid_to"] != OPEN) & (units["level"] != "district")]
    next_day = (pd.to_datetime(ended["valid_to"]) + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    assert set(ended["unit_code"] + "|" + next_day) == set(
        successions["old_code"] + "|" + successions["date"]
    )
    begun = units[units["valid_from"] != ALWAYS]
    assert set(begun["unit_code"] + "|" + begun["valid_from"]) == set(
        successions["new_code"] + "|" + successions["date"]
    )


def test_three_communes_were_split_and_have_one_default_each(successions: pd.DataFrame) -> None:
    assert not successions.duplicated(["old_code", "new_code", "date"]).any()
    by_old = successions.groupby(["old_code", "date"])
    assert (by_old["is_default"].agg(lambda marks: (marks == "1").sum()) == 1).all()
    split = successions[by_old["new_code"].transform("size") > 1]
    assert set(split["old_code"]) == {"21634", "21997", "22000"}
    default = split[split["is_default"] == "1"].set_index("old_code")["new_code"].to_dict()
    assert default == {"21634": "21628", "21997": "21997", "22000": "22006"}
    # No source gives the shares of a split; everything else went whole.
    assert (split["share"] == "").all()
    assert (successions.drop(split.index)["share"] == "1").all()


def test_successions_by_date(successions: pd.DataFrame) -> None:
    communes = successions[successions["old_code"] != "52"]
    assert communes.groupby("date")["old_code"].nunique().to_dict() == {
        "2024-12-01": 7,
        "2025-07-01": 155,
    }
    assert communes.groupby("date")["new_code"].nunique().to_dict() == {
        "2024-12-01": 3,
        "2025-07-01": 58,
    }


def test_codes_are_reused(units: pd.DataFrame) -> None:
    assert name_on(units, "21583", "2023-02-26") == ["Phường Lê Lợi"]
    assert name_on(units, "21583", "2024-12-01") == ["Phường Thị Nại"]
    assert name_on(units, "21583", "2025-07-01") == ["Phường Quy Nhơn"]
    new = valid_on(units, "2025-07-01").query("level == 'commune'")
    older = units[(units["level"] == "commune") & (units["valid_to"] <= "2025-06-30")]
    old_names = older.groupby("unit_code")["name"].agg(set)
    renamed = {
        code
        for code, name in zip(new["unit_code"], new["name"], strict=True)
        if old_names.get(code, {name}) != {name}
    }
    # The source counts 50: An Hòa (21628) kept its name and its code and yet is a larger unit.
    assert len(renamed | {"21628"}) == 50
    assert name_on(units, "21628", "2025-06-30") == name_on(units, "21628", "2025-07-01")


def test_new_ngo_may_holds_neither_old_one(units: pd.DataFrame, successions: pd.DataFrame) -> None:
    ngo_may = units[units["name"].str.endswith("Ngô Mây")].set_index("name")["unit_code"].to_dict()
    assert ngo_may == {
        "Phường Ngô Mây": "21577",
        "Thị trấn Ngô Mây": "21853",
        "Xã Ngô Mây": "21901",
    }
    merged = successions[(successions["new_code"] == "21901") & (successions["date"] > "2025")]
    assert not {"21577", "21853"} & set(merged["old_code"])
    assert len(merged) > 0


@pytest.mark.parametrize(("name", "rows"), [("services.csv", 19), ("indicators.csv", 32)])
def test_catalogues_have_one_row_a_code(name: str, rows: int) -> None:
    catalogue = read(name)
    assert catalogue["code"].is_unique
    assert len(catalogue) == rows
    assert (catalogue["name_vi"] != "").all()


def test_every_kpi_is_published_somewhere() -> None:
    indicators = read("indicators.csv")
    is_kpi = indicators["code"].str.startswith("KPI_")
    assert (indicators.loc[is_kpi, ["levels", "periods"]] != "").all(axis=None)
