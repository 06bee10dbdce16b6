"""From visits to typed rows: the frames `records` and `truth`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from samples.chance import Texts, texts
from samples.dirt_dates import type_birth_dates
from samples.dirt_names import type_names
from samples.dirt_numbers import type_numbers
from samples.dirt_phones import type_phones
from samples.dirt_places import type_genders, type_ticks, type_wards
from samples.needs import SERVICE_CODES
from samples.packaged import rows, sheet_columns
from samples.people import relatives
from samples.plan import CampaignPlan
from samples.roster import Roster
from samples.typists import Typing
from samples.visits import Visits

__all__ = ["FIRST_DATA_ROW", "SHEET", "TYPED_COLUMNS", "type_records"]

SHEET = "NGUOI_DAN"
FIRST_DATA_ROW = 4
"""Excel's number of the first row under the header row of a sheet of the template."""
TICK_COLUMNS = tuple(row["column_en"] for row in rows("services"))
TYPED_COLUMNS = ("row_no", "assist_date", "id_number", "birth_date", "phone", *TICK_COLUMNS)
"""Columns of NGUOI_DAN with a `<column>_type` beside them; all others are text cells."""
NOTES = ("Đã hướng dẫn xong", "Hẹn tuần sau", "Nhờ con cháu đi cùng", "Máy yếu, cài lại lần 2")
NOTE_SHARE = 0.02
OF_AGE = 16
"""Under it a guardian consents, on the day of the visit."""


def type_records(
    rng: np.random.Generator,
    plan: CampaignPlan,
    roster: Roster,
    persons: pd.DataFrame,
    visits: Visits,
    rates: Mapping[str, float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`Campaign.records`, `Campaign.truth`), both in the order of `visits`."""
    person = visits.person
    workbook = visits.sunday * len(roster.branches) + visits.branch
    typing = Typing(rng, rates, person, roster.team_typist[visits.team], workbook)
    typing.note("other_team", visits.is_other_team)
    typing.note("resubmitted", visits.is_resubmitted)
    true = {name: texts(persons[name].to_numpy()) for name in persons.columns}
    woman = persons["gender"].to_numpy() == "Nữ"
    year = persons["birth_date"].str[:4].astype("int64").to_numpy()
    age = (plan.sundays[0].year - year)[person]
    name = type_names(
        typing,
        true["surname"][person],
        true["middle_name"][person],
        true["given_name"][person],
        woman[person],
        age,
    )
    # Texts of dates are in the order of time.
    of_age = texts([f"{day.year - OF_AGE}-{day:%m-%d}" for day in plan.sundays])
    is_child = true["birth_date"][person] > of_age[visits.sunday]
    relative = relatives(persons)
    kins_number = np.where(relative < 0, "", true["id_number"][relative]).astype(object)
    number, number_type, is_number_sure = type_numbers(
        typing, true["id_number"][person], true["cmnd_number"][person], kins_number[person]
    )
    officer = texts(roster.branch_facts["prepared_phone"].to_numpy())[visits.branch]
    phone, phone_type, is_phone_usable = type_phones(
        typing,
        true["phone"][person],
        true["second_phone"][person],
        true["household_phone"][person],
        officer,
    )
    birth, birth_type = type_birth_dates(
        typing, true["birth_date"][person], is_number_sure | is_phone_usable, plan.sundays[0]
    )
    ticks = type_ticks(typing)
    places = _places(plan, roster, visits, workbook)
    row_no = (places["row_number"] - FIRST_DATA_ROW + 1).astype("str")
    noted = rng.random(len(person)) < NOTE_SHARE
    cells: dict[str, Any] = {
        "row_no": row_no,
        "assist_date": visits.assist_date,
        "full_name": name,
        "id_number": number,
        "birth_date": birth,
        "gender": type_genders(typing, woman[person]),
        "phone": phone,
        "ward": type_wards(typing, roster.communes, visits.home),
        **_service_cells(visits, ticks),
        "svc_other": "",
        "consent": ticks,
        "guardian_consent": np.where(is_child, ticks, "").astype(object),
        "note": np.where(noted, rng.choice(NOTES, size=len(person)), "").astype(object),
        "team_code": roster.teams["team_code"].to_numpy()[visits.team],
    }
    ordered = {column: cells[column] for column in sheet_columns(SHEET)}
    kinds: dict[str, Any] = {
        "row_no_type": "number",
        "assist_date_type": "date",
        "id_number_type": number_type,
        "birth_date_type": birth_type,
        "phone_type": phone_type,
        **{f"{column}_type": _tick_types(cells[column]) for column in TICK_COLUMNS},
    }
    records = places.assign(**ordered, **kinds)
    text_columns = [column for column in records.columns if column != "row_number"]
    records = records.astype(dict.fromkeys(text_columns, "str"))
    return records, _truth(records, persons, visits, typing)


def _places(
    plan: CampaignPlan, roster: Roster, visits: Visits, workbook: np.ndarray
) -> pd.DataFrame:
    """Where each row stands: path, sheet, row_number, branch_code, sunday."""
    first = np.searchsorted(workbook, workbook)
    sunday = texts([day.isoformat() for day in plan.sundays])[visits.sunday]
    branch = texts(roster.branches["branch_code"].to_numpy())[visits.branch]
    return pd.DataFrame(
        {
            "path": sunday + "/" + branch + ".xlsx",
            "sheet": SHEET,
            "row_number": np.arange(len(workbook)) - first + FIRST_DATA_ROW,
            "branch_code": branch,
            "sunday": sunday,
        }
    )


def _service_cells(visits: Visits, ticks: Texts) -> dict[str, Texts]:
    """A tick per service; from two dossiers on their number stands instead."""
    cells: dict[str, Texts] = {}
    for position, column in enumerate(TICK_COLUMNS):
        cell = np.where(visits.services[:, position], ticks, "").astype(object)
        if column == "svc_dossier":
            several = visits.dossiers > 1
            cell[several] = texts(visits.dossiers[several])
        cells[column] = cell
    return cells


def _tick_types(cells: Texts) -> Texts:
    """Digits are typed as number cells."""
    return texts([cell and ("number" if cell.isdigit() else "text") for cell in cells])


def _truth(
    records: pd.DataFrame, persons: pd.DataFrame, visits: Visits, typing: Typing
) -> pd.DataFrame:
    codes = [
        ";".join(code for code, ticked in zip(SERVICE_CODES, row, strict=True) if ticked)
        for row in visits.services
    ]
    truth = records[["path", "sheet", "row_number"]].assign(
        true_person_id=persons["person_id"].to_numpy()[visits.person],
        service_code=codes,
        team_code=records["team_code"],
        branch_code=records["branch_code"],
        sunday=records["sunday"],
        assist_date=visits.assist_date,
        kind=persons["kind"].to_numpy()[visits.person],
        errs=typing.fault_names(),
        dossier_count=visits.dossiers,
    )
    text_columns = ["service_code", "assist_date", "kind", "errs"]
    return truth.astype(dict.fromkeys(text_columns, "str"))
