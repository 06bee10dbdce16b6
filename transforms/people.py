"""The `NGUOI_DAN` rows: parsed cell by cell, then judged whole.

In: the stacked raw rows. Out: one typed record per row, whatever is wrong with it, and its faults.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from schemas.reference import Reference
from schemas.rules import Parsed
from schemas.settings import LAUNCH
from schemas.submitted import failures, record_rules
from transforms.cells.consent import parse_consent
from transforms.cells.dates import parse_birth_date, parse_date
from transforms.cells.full_name import parse_full_name
from transforms.cells.gender import parse_gender
from transforms.cells.id_number import id_number_facts, parse_id_number
from transforms.cells.phone import parse_phone
from transforms.columns import ParsedColumn, parse_column, parse_team_code
from transforms.geography import Geography, week_sunday
from transforms.services import name_of_service, services_of
from transforms.wards import wards_of

__all__ = ["People", "judge_people"]

_FAULT_COLUMNS = ["row_uid", "rule_id", "column_name", "value", "suggested", "detail"]


@dataclass(frozen=True)
class People:
    """Typed records and what is wrong with them.

    `records` is indexed by row_uid: submission_id, file_sha256, sheet, row_number, branch_code (the
    sender's), sunday (of assist_date, else of the report), assist_date, team_code, service_codes
    (joined by ';'), dossier_count, full_name, id_number, birth_date (YYYY-MM-DD or YYYY), phone,
    ward_code, sex, consent, is_number_trusted. `faults` has one line per row, rule and column.
    """

    records: pd.DataFrame
    faults: pd.DataFrame


def judge_people(
    raw: pd.DataFrame,
    submissions: pd.DataFrame,
    reference: Reference,
    geography: Geography,
    today: pd.Timestamp,
) -> People:
    """Every row of `raw` (see `transforms.stacking`) as a typed record with its faults.

    `submissions` is indexed by submission_id and gives branch_code and sunday.
    """
    reported = submissions[["branch_code", "sunday"]].reindex(raw["submission_id"])
    reported.index = raw.index
    parsers: dict[str, Callable[[str, str], Parsed]] = {
        "team_code": parse_team_code,
        "assist_date": parse_date,
        "full_name": parse_full_name,
        "id_number": parse_id_number,
        "gender": parse_gender,
        "phone": parse_phone,
        "consent": parse_consent,
    }
    parsed = {name: parse_column(raw, name, parser) for name, parser in parsers.items()}
    parsed["birth_date"] = _birth_dates(raw, reported["sunday"].dt.year.fillna(today.year))
    services = services_of(raw, reference.services)
    days = pd.to_datetime(parsed["assist_date"].values.replace("", None), format="%Y-%m-%d")
    days = days.astype("datetime64[us]")
    wards = wards_of(raw, reported["branch_code"], days.fillna(reported["sunday"]), geography)
    records = raw[["submission_id", "file_sha256", "sheet", "row_number"]].assign(
        branch_code=reported["branch_code"].fillna("").astype("str"),
        sunday=week_sunday(days.where(days.between(pd.Timestamp(LAUNCH), today))).fillna(
            reported["sunday"]  # a birth date in the wrong column names no week
        ),
        assist_date=days,
        team_code=parsed["team_code"].values,
        service_codes=services.codes,
        dossier_count=services.dossiers,
        full_name=parsed["full_name"].values,
        id_number=parsed["id_number"].values,
        birth_date=parsed["birth_date"].values,
        phone=parsed["phone"].values,
        ward_code=wards.values,
        sex=parsed["gender"].values.replace("", None),
        consent=parsed["consent"].values.replace("", None),
    )
    records["is_number_trusted"] = _is_number_trusted(records)
    faults = [result.faults for result in parsed.values()]
    faults += [services.faults, wards.faults, _judge(records, reference, geography, today)]
    faults.append(_softer_judgements(raw, records, services.codes, reference, today))
    merged = pd.concat([frame.reindex(columns=_FAULT_COLUMNS) for frame in faults])
    merged = merged.fillna({"detail": "{}"}).fillna("")
    merged = merged.drop_duplicates(["row_uid", "rule_id", "column_name"])
    return People(records, _with_values(merged.reset_index(drop=True), raw))


def _with_values(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """What the cell holds, for faults that were judged on the parsed record."""
    for name in set(faults["column_name"]) & set(raw.columns):
        is_untold = (faults["column_name"] == name) & (faults["value"] == "")
        sent = raw[name].reindex(faults.loc[is_untold, "row_uid"])
        faults.loc[is_untold, "value"] = sent.to_numpy()
    return faults


def _birth_dates(raw: pd.DataFrame, years: pd.Series) -> ParsedColumn:
    """Birth dates, by the year of each row's Sunday, on which a two-digit year depends (R39)."""
    parts = [
        parse_column(rows, "birth_date", partial(parse_birth_date, latest_year=int(year)))
        for year, rows in raw.groupby(years)
    ]
    if not parts:
        return parse_column(raw, "birth_date", partial(parse_birth_date, latest_year=0))
    values = pd.concat([part.values for part in parts]).reindex(raw.index)
    return ParsedColumn(values, pd.concat([part.faults for part in parts]))


def _judge(
    records: pd.DataFrame, reference: Reference, geography: Geography, today: pd.Timestamp
) -> pd.DataFrame:
    """What keeps a record from being accepted: the pandera schema's failures."""
    roster = set(reference.teams.loc[reference.teams["team_type"] == "youth", "team_code"])
    evidence = (records[["id_number", "phone", "birth_date"]] != "").sum(axis=1).astype("Int64")
    found = failures(record_rules(roster, today.date()), records.assign(evidence_count=evidence))
    gone = _off_roster_on_the_day(records[records["team_code"].isin(roster)], geography)
    found = pd.concat([found, gone])
    columns = {"evidence_count": "", "dossier_count": "svc_dossier"}
    found["column_name"] = found["column_name"].replace(columns)
    return found


def _off_roster_on_the_day(records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    days = records.assign(day=records["assist_date"]).dropna(subset=["day"])
    on_roster = pd.MultiIndex.from_frame(geography.teams_on(days)[["team_code", "day"]])
    asked = pd.MultiIndex.from_frame(days[["team_code", "day"]])
    uids = days.index[~asked.isin(on_roster)]
    return _faults(uids, "record.team_code.is_on_roster", "team_code")


def _softer_judgements(
    raw: pd.DataFrame,
    records: pd.DataFrame,
    service_codes: pd.Series,
    reference: Reference,
    today: pd.Timestamp,
) -> pd.DataFrame:
    """What is asked about, but does not keep a record from being accepted."""
    branch_of_team = reference.teams.drop_duplicates("team_code").set_index("team_code")[
        "branch_code"
    ]
    team_branch = records["team_code"].map(branch_of_team)
    is_elsewhere = team_branch.notna() & (team_branch != records["branch_code"])
    is_elsewhere &= records["branch_code"] != ""
    age = records["sunday"].dt.year - pd.to_numeric(records["birth_date"].str[:4])
    return pd.concat(
        [
            _faults(records.index[is_elsewhere], "record.team_code.is_of_this_branch", "team_code"),
            _faults(records.index[age < 16], "record.age.is_16_or_more", "birth_date"),
            _faults(records.index[records["consent"].isna()], "record.consent.is_given", "consent"),
            _faults(
                records.index[records["consent"] == "no"],
                "record.consent.is_not_refused",
                "consent",
            ),
            _faults(
                records.index[service_codes.str.contains(";")],
                "record.service_codes.has_one_tick",
                "",
            ),
            _expired(records, reference.services),
        ]
    )


def _expired(records: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    found = []
    ended = services.dropna(subset=["valid_to"])
    for code, valid_to in zip(ended["service_code"], ended["valid_to"], strict=True):
        is_late = records["assist_date"] > valid_to
        has_it = records["service_codes"].str.split(";").map(lambda c, code=code: code in c)
        late = _faults(records.index[is_late & has_it], "record.service_codes.is_in_force", "")
        detail = json.dumps({"service": f"“{name_of_service(code, services)}”"})
        found.append(late.assign(detail=detail))
    return pd.concat(found) if found else _faults([], "", "")


def _faults(uids: Iterable[str], rule_id: str, column_name: str) -> pd.DataFrame:
    frame = pd.DataFrame({"row_uid": pd.Series(list(uids), dtype="str")})
    return frame.assign(rule_id=rule_id, column_name=column_name)


def repeated_rows(raw: pd.DataFrame) -> pd.DataFrame:
    """Rows that repeat an earlier row of their sheet exactly, STT aside: row_uid and first_row."""
    ignored = {"row_no", "row_no__type", "row_number"}
    compared = [name for name in raw.columns if name not in ignored]
    first = raw.groupby(compared, sort=False, dropna=False)["row_number"].transform("min")
    is_repeat = first != raw["row_number"]
    return pd.DataFrame(
        {"row_uid": raw.index[is_repeat], "first_row": first[is_repeat].astype("str").to_numpy()}
    )


def _is_number_trusted(records: pd.DataFrame) -> pd.Series:
    """Whether a row's number may forbid a link (DESIGN 7).

    Not when it contradicts the row's own sex or birth year, and not in a fill-down series: runs of
    numbers that each exceed the one above by 1, over at least four rows of one sheet.
    """
    numbers = records["id_number"]
    facts = {number: id_number_facts(number) for number in numbers.unique() if len(number) == 12}
    said_sex = numbers.map(lambda n: facts[n].sex if n in facts else None)
    said_year = numbers.map(lambda n: facts[n].birth_year if n in facts else None)
    year = pd.to_numeric(records["birth_date"].str[:4])
    contradicts = said_sex.notna() & records["sex"].notna() & (said_sex != records["sex"])
    contradicts |= said_year.notna() & year.notna() & (said_year != year)
    return ((numbers.str.len() == 12) & ~contradicts & ~_is_series(records)).astype("boolean")


def _is_series(records: pd.DataFrame) -> pd.Series:
    ordered = records.sort_values(["submission_id", "sheet", "row_number"])
    value = pd.to_numeric(ordered["id_number"], errors="coerce").to_numpy(dtype="float64")
    place = ordered["submission_id"] + ordered["sheet"]
    follows = np.zeros(len(ordered), dtype=bool)
    follows[1:] = (np.diff(value) == 1) & (place.to_numpy()[1:] == place.to_numpy()[:-1])
    run = pd.Series(np.cumsum(~follows), index=ordered.index)
    return (run.map(run.value_counts()) >= 4).reindex(records.index)
