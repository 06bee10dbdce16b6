"""Who is who: the confusions that branches send, one after the other (DESIGN 7).

All people here are made up. A record says name, number, birth date, phone, ward and sex; `persons`
tells which of the records, numbered from 0, are one person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from schemas.tables import LINK_NODE
from transforms.linking import Partition, link
from transforms.relinking import NODE_COLUMNS
from warehouse.link_model import load_link_model


@dataclass(frozen=True)
class Said:
    """What one row says; blank where it says nothing."""

    name: str
    number: str = ""
    born: str = ""
    phone: str = ""
    ward: str = "90001"
    sex: str = ""
    is_trusted: bool = True


def cccd(serial: int, *, born: int = 1980, woman: bool = True) -> str:
    """A number of somebody registered in old Bình Định."""
    return f"052{2 * (born >= 2000) + woman}{born % 100:02d}{serial:06d}"


def records(*said: Said) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "full_name": [one.name for one in said],
            "id_number": [one.number for one in said],
            "birth_date": [one.born for one in said],
            "phone": [one.phone for one in said],
            "ward_code": [one.ward for one in said],
            "sex": [one.sex or None for one in said],
            "is_number_trusted": [one.is_trusted and len(one.number) == 12 for one in said],
        },
        index=pd.Index([f"{position:032x}" for position in range(len(said))], name="row_uid"),
    )
    texts = [name for name in frame if name != "is_number_trusted"]
    return frame.astype(dict.fromkeys(texts, "str") | {"is_number_trusted": "boolean"})


def linked(*said: Said) -> Partition:
    return link(records(*said), load_link_model())


def persons(*said: Said) -> list[list[int]]:
    clusters = linked(*said).records["cluster"].reset_index(drop=True)
    return sorted(sorted(rows) for rows in clusters.groupby(clusters).indices.values())


MAI = Said("Lê Thị Mai", cccd(4321), "1980-05-17", "0905000111", sex="F")
HOME = "0905000999"


# Two people who look like one


def test_twins_with_neighbouring_numbers_on_the_household_phone_stay_two() -> None:
    thuy = Said("Trần Thị Thúy", cccd(700), "1980-05-17", HOME, sex="F")
    her_twin = Said("Trần Thị Thủy", cccd(701), "1980-05-17", HOME, sex="F")
    assert persons(thuy, her_twin) == [[0], [1]]
    assert persons(thuy, her_twin, thuy, her_twin) == [[0, 2], [1, 3]]


def test_twins_without_numbers_stay_two() -> None:
    thuy = Said("Trần Thị Thúy", born="1980-05-17", phone=HOME, sex="F")
    assert persons(thuy, Said("Trần Thị Thủy", born="1980-05-17", phone=HOME, sex="F")) == [
        [0],
        [1],
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trần Văn Hùng", "Trần Văn Cường"),
        ("Tran Van Hung", "Tran Van Cuong"),
        ("Nguyễn Gia Bảo", "Nguyễn Gia Huy"),
        ("Lê Văn Hải", "Lê Văn Hà"),
        ("Lê Anh Khoa", "Lê Anh Khôi"),
    ],
)
def test_twins_of_other_names_without_numbers_are_a_question(one: str, other: str) -> None:
    """Birth date, ward and the household's phone are the same, and so is all else that is known."""
    twins = [Said(name, born="1998-04-13", phone=HOME) for name in (one, other)]
    found = linked(*twins)
    assert found.records["cluster"].nunique() == 2
    assert found.doubts["is_linked"].tolist() == [False]
    bare = Said("Le Van Hai", born="1998-04-13", phone=HOME)
    assert linked(*twins, bare, *twins).records["cluster"].nunique() >= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Said("Lê Văn Trung"), Said("Lê Văn Tring"), id="one slip"),
        pytest.param(Said("Lê Văn Hải"), Said("Le Van Hair"), id="a key of Telex left"),
        pytest.param(Said("Lê Thị Mai"), Said("Mai Lê Thị"), id="turned round"),
        pytest.param(Said("Lê Văn Hùng"), Said("Lê Văn Hùng Mạnh"), id="a word more"),
        pytest.param(
            Said("Lê Văn Hùng", "211234567"), Said("Lê Văn Cường", "211234567"), id="one old card"
        ),
    ],
)
def test_a_name_typed_in_another_way_is_no_twin(one: Said, other: Said) -> None:
    rows = [replace(row, born="1998-04-13", phone=HOME) for row in (one, other)]
    assert persons(*rows) == [[0, 1]]


def test_a_name_without_accents_does_not_make_neighbouring_twins_one() -> None:
    """“Thuy” may be either of them, so it joins one of them and never both into one."""
    thuy = Said("Trần Thị Thúy", cccd(700), "1980-05-17", HOME)
    her_twin = Said("Trần Thị Thủy", cccd(701), "1980-05-17", HOME)
    found = linked(thuy, her_twin, Said("Tran Thi Thuy", phone=HOME)).records["cluster"].tolist()
    assert found[0] != found[1]


def test_father_and_son_on_one_phone_stay_two() -> None:
    father = Said("Nguyễn Văn Hùng", born="1961-03-02", phone=HOME, sex="M")
    son = Said("Nguyễn Văn Hưng", born="1988-11-20", phone=HOME, sex="M")
    assert persons(father, son) == [[0], [1]]
    assert persons(father, Said("Nguyễn Văn Hưng", phone=HOME, sex="M")) == [[0], [1]]
    assert persons(Said("Nguyễn Văn Sơn", phone=HOME), Said("Nguyễn Văn Sang", phone=HOME)) == [
        [0],
        [1],
    ]


@pytest.mark.parametrize(
    ("number", "born", "sons"),
    [
        ("", "1960", "1988"),
        ("", "1960-05-05", "1988"),
        ("", "1960-01-01", "1988"),
        (cccd(123456, born=1960, woman=False), "", "1988"),
    ],
)
def test_father_and_son_of_one_name_are_a_question(number: str, born: str, sons: str) -> None:
    father = Said("Phạm Văn Nam", number, born, HOME, sex="M")
    son = Said("Phạm Văn Nam", born=sons, phone=HOME, sex="M")
    found = linked(father, son)
    assert found.records["cluster"].nunique() == 2
    assert found.doubts["is_linked"].tolist() == [False]
    either = Said("Phạm Văn Nam", phone=HOME, sex="M")
    assert linked(father, son, either).records["cluster"].nunique() == 2
    assert persons(Said("Phạm Văn Nam", number, born, HOME), either) == [[0, 1]]


@pytest.mark.parametrize("born", ["", "1980", "1980-05-17"])
def test_namesakes_of_one_commune_with_different_numbers_stay_two(born: str) -> None:
    one = Said("Nguyễn Thị Hoa", cccd(111222), born, sex="F")
    other = Said("Nguyễn Thị Hoa", cccd(987654), born, sex="F")
    assert persons(one, other) == [[0], [1]]


def test_a_row_that_could_be_either_of_two_namesakes_parts_them_and_is_a_question() -> None:
    one = Said("Nguyễn Thị Hoa", cccd(111222), "1980", "0905000001")
    other = Said("Nguyễn Thị Hoa", cccd(987654), "1980", "0987654321")
    found = linked(one, other, Said("Nguyễn Thị Hoa", born="1980"))
    clusters = found.records["cluster"].tolist()
    assert clusters[0] != clusters[1]
    assert len(found.doubts) >= 1
    with_phone = Said("Nguyễn Thị Hoa", born="1980", phone="0987654321")
    assert persons(one, other, with_phone) == [[0], [1, 2]]


HOA = Said("Nguyễn Thị Hoa", born="1965", sex="F")
WARDS = [f"9000{n}" for n in range(1, 6)]


@pytest.mark.parametrize("count", [2, 5])
def test_a_row_without_a_ward_does_not_make_one_person_of_namesakes_in_several(count: int) -> None:
    """It joins one of them, and what that one says of the ward then keeps the others away."""
    namesakes = [replace(HOA, ward=ward) for ward in WARDS[:count]]
    assert len(persons(*namesakes)) == count
    found = linked(*namesakes, replace(HOA, ward=""))
    assert found.records["cluster"].nunique() == count
    told = found.doubts[found.doubts["match_weight"] > 0]
    assert sorted(told["is_linked"]) == [False] * (count - 1) + [True]


def test_a_row_that_says_less_does_not_chain_people_who_are_no_question_without_it() -> None:
    one = replace(HOA, phone="0903111032", ward="90001")
    other = replace(HOA, phone="0388111033", ward="90002")
    assert linked(one, other).doubts.empty
    assert linked(one, other, replace(HOA, ward="")).records["cluster"].nunique() == 2


def test_a_full_name_alone_links_nobody() -> None:
    one = Said("Nguyễn Thị Hoa", phone="0905000001", ward="90001")
    assert persons(one, Said("Nguyễn Thị Hoa", phone="0905000002", ward="90002")) == [[0], [1]]
    assert persons(one, Said("Nguyễn Thị Hoa", phone="0905000002", ward="90001")) == [[0], [1]]


# Evidence that says nothing


def neighbours(count: int, **same: Any) -> list[Said]:
    """People of one hamlet with little in common; `same` is what somebody typed for all of them."""
    surnames = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Đặng", "Bùi")
    given = ("An", "Bích", "Cúc", "Dung", "Hạnh")
    found = []
    for n in range(count):
        name = f"{surnames[n % 8]} Thị {given[n // 8 % 5]}"
        own: dict[str, Any] = {"born": str(1940 + n), "phone": f"09050001{n:02d}"} | same
        found.append(Said(name, **own, sex="F"))
    return found


def test_an_officers_phone_typed_for_forty_people_links_none_of_them() -> None:
    assert len(persons(*neighbours(40, phone=HOME))) == 40


def test_an_officers_phone_does_not_speak_for_people_who_are_alike_otherwise_either() -> None:
    """Of one ward and year, with names one letter apart: a shared phone would make them one."""
    hoa = Said("Nguyễn Thị Hoa", born="1980", phone=HOME)
    hoan = Said("Nguyễn Thị Hoan", born="1980", phone=HOME)
    assert persons(hoa, hoan) == [[0, 1]]
    assert persons(hoa, hoan, *neighbours(10, phone=HOME))[:2] == [[0], [1]]


def test_a_placeholder_number_typed_for_a_whole_sheet_links_nobody() -> None:
    assert len(persons(*neighbours(40, number=cccd(123456), born=""))) == 40


def test_a_placeholder_number_does_not_part_people_from_themselves() -> None:
    """The first week the sheet had one number for all, the second week everybody's own."""
    first = neighbours(40, number=cccd(123456), born="")
    second = [
        Said(one.name, cccd(n * 1111), phone=one.phone, sex="F")
        for n, one in enumerate(first, start=1)
    ]
    assert persons(*first, *second) == [[n, n + 40] for n in range(40)]


def test_a_relatives_number_does_not_make_the_relative() -> None:
    """The mother's number on her son's row contradicts his sex and year, so it is not trusted."""
    borrowed = Said("Trần Văn Tú", MAI.number, "2001-09-08", HOME, sex="M", is_trusted=False)
    assert persons(MAI, borrowed) == [[0], [1]]
    own = Said("Trần Văn Tú", cccd(55, born=2001, woman=False), "2001-09-08", HOME, sex="M")
    assert persons(MAI, borrowed, own) == [[0], [1, 2]]


def test_a_number_in_a_fill_down_series_does_not_part_people_from_themselves() -> None:
    dragged = Said(MAI.name, cccd(4399), MAI.born, MAI.phone, is_trusted=False)
    assert persons(MAI, dragged) == [[0, 1]]


# One person who looks like two


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(Said(MAI.name, cccd(4327), MAI.born), id="number one digit off"),
        pytest.param(Said(MAI.name, cccd(4231), MAI.born), id="number with digits swapped"),
        pytest.param(Said(MAI.name, "", "", MAI.phone), id="phone only"),
        pytest.param(Said(MAI.name, "", MAI.born, "0905000222", ward=""), id="birth date only"),
        pytest.param(Said(MAI.name, MAI.number), id="number only"),
        pytest.param(Said(MAI.name, "211234567", MAI.born), id="old card"),
        pytest.param(Said("LE THI MAI", MAI.number), id="lost accents, number"),
        pytest.param(Said("Le Thi Mai", "", "", MAI.phone), id="lost accents, phone"),
        pytest.param(Said("le thi mai", "", MAI.born), id="lost accents, birth date"),
        pytest.param(Said("Mai Lê Thị", "", "", MAI.phone), id="turned round, phone"),
        pytest.param(Said("Mai Thị Lê", "", MAI.born), id="turned round, birth date"),
        pytest.param(Said(MAI.name, "", "1980-05-17", ward="90777"), id="moved"),
        pytest.param(Said(MAI.name, "", "1980", MAI.phone), id="year only, phone"),
        pytest.param(Said(MAI.name, "", "1980"), id="year only, ward"),
        pytest.param(Said(MAI.name, MAI.number, "1980-01-01"), id="1 January for unknown"),
        pytest.param(Said("Lê Mai", MAI.number), id="middle name dropped, number"),
        pytest.param(Said("Lê Mai", "", "", MAI.phone), id="middle name dropped, phone"),
        pytest.param(Said("Lê T. Mai", "", MAI.born), id="middle name as initial, birth date"),
        pytest.param(Said("Lê Thị Nai", "", MAI.born, MAI.phone), id="letter off"),
    ],
)
def test_one_person_written_twice(again: Said) -> None:
    assert persons(MAI, again) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"), [("Lý Thị Mỹ", "Lí Thị Mĩ"), ("Hoà Thị Thuỷ", "Hòa Thị Thủy")]
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """y for i, and both ways of placing a tone mark."""
    assert persons(Said(one, phone=HOME), Said(other, phone=HOME)) == [[0, 1]]


@pytest.mark.parametrize("more", [{"number": MAI.number}, {"phone": MAI.phone}, {}])
def test_day_and_month_swapped(more: dict[str, Any]) -> None:
    born, swapped = "1980-05-07", "1980-07-05"
    first = Said(MAI.name, MAI.number, born, MAI.phone)
    assert persons(first, Said(MAI.name, born=swapped, **more)) == [[0, 1]]


def test_another_birth_date_is_another_person_even_on_one_phone() -> None:
    assert persons(MAI, Said(MAI.name, born="1953-11-29", phone=MAI.phone)) == [[0], [1]]


# What is told of each record


def test_the_reason_of_a_link() -> None:
    alone = Said("Bùi Thị Én", phone="0905000777", ward="90009")
    twice = Said("Võ Thị Yến", phone="0905000888", ward="90009")
    found = linked(MAI, Said("Le Thi Mai", phone=MAI.phone), alone, twice, twice).records
    reasons = ["phone_name", "phone_name", "single", "same_evidence", "same_evidence"]
    assert found["link_reason"].tolist() == reasons
    weights = found["match_weight"].tolist()
    assert weights[0] == weights[1] > 10
    assert weights[2:] == [0.0, 0.0, 0.0]


def test_a_cluster_is_one_for_all_its_rows() -> None:
    found = linked(Said("Bùi Thị Én", phone="0905000777"), MAI, MAI).records["cluster"].tolist()
    assert found[1] == found[2] != found[0]


def test_repeated_rows_add_no_node() -> None:
    assert len(linked(*[MAI] * 5).nodes) == 1


def test_of_no_records_nobody_is_made() -> None:
    found = linked()
    assert found.records.empty
    assert list(found.records.columns) == ["cluster", "link_reason", "match_weight"]
    assert persons(MAI) == [[0]]


def test_the_vault_remembers_all_that_a_node_is_known_by() -> None:
    assert ["node_id", *NODE_COLUMNS] == LINK_NODE.column_names
