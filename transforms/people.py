"""The `NGUOI_DAN` rows: parsed cell by cell, then judged whole.

In: the stacked raw rows. Out: one typed record per row, whatever is wrong with it, and its faults.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemas.reference import Reference
from schemas.rules import Parsed
from schemas.submitted import failures, record_rules
from transforms.cells.consent import parse_consent
from transforms.cells.dates import parse_birth_date, parse_date
from transforms.cells.full_name import parse_full_name
from transforms.cells.gender import parse_gender
from transforms.cells.id_number import id_number_facts, parse_id_number
from transforms.cells.phone import parse_phone
from transforms.columns import distinct, parse_column, parse_team_code, values_sent
from transforms.error_cells import with_error_cells
from transforms.geography import Geography, can_be_reported, week_sunday
from transforms.numbers import judge_numbers
from transforms.roster import with_reasons, youth_teams
from transforms.scoring.births import said_by_numbers
from transforms.senders import rows_of_other_branches
from transforms.services import name_of_service, services_of
from transforms.swapped_cells import with_numbers_in_place
from transforms.team_names import codes_of_names
from transforms.wards import wards_of

__all__ = ["People", "evidence_counts", "judge_people"]

_SUNDAY = 6
_CARDS_EXPIRED = pd.Timestamp(2025, 1, 1)
"""From that day on the 9-digit card is no valid paper (DOMAIN 4)."""
_OF_AGE = 16
"""From then on citizens consent themselves (DOMAIN 8)."""
_FAULT_COLUMNS = ["row_uid", "rule_id", "column_name", "value", "suggested", "detail"]


@dataclass(frozen=True)
class People:
    """Typed records and what is wrong with them.

    `records` is indexed by row_uid: submission_id, file_sha256, sheet, row_number, branch_code (the
    sender's), sunday (of assist_date, else of the report), assist_date, team_code, service_codes
    (joined by ';'), dossier_count, full_name, id_number, birth_date (YYYY-MM-DD or YYYY), phone,
    ward_code, sex, consent, row_no (as sent),
    is_number_trusted, is_erased. `faults` has one line per row, rule and column.
    `id_numbers` are the numbers before other rows were asked: of them record keys are made, which
    may not change with a neighbour.
    """

    records: pd.DataFrame
    faults: pd.DataFrame
    id_numbers: pd.Series[str]


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
    raw, swapped = with_numbers_in_place(raw)
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
    # On the year of a row's Sunday depends what a two-digit year means (R39).
    years = reported["sunday"].dt.year.fillna(today.year).astype("int64")
    parsed["birth_date"] = parse_column(raw, "birth_date", parse_birth_date, years)
    services = services_of(raw, reference.services)
    typed = parsed["team_code"].values
    team_codes = codes_of_names(typed, reported["branch_code"], reference.teams)
    days = pd.to_datetime(parsed["assist_date"].values.replace("", None), format="%Y-%m-%d")
    days = days.astype("datetime64[us]")
    wards = wards_of(raw, reported["branch_code"], days.fillna(reported["sunday"]), geography)
    records = raw[["submission_id", "file_sha256", "sheet", "row_number"]].assign(
        branch_code=reported["branch_code"].fillna("").astype("str"),
        sunday=week_sunday(days.where(can_be_reported(days, today))).fillna(
            reported["sunday"]  # a birth date in the wrong column names no week
        ),
        assist_date=days,
        team_code=team_codes,
        service_codes=services.codes,
        dossier_count=services.dossiers,
        full_name=parsed["full_name"].values,
        id_number=parsed["id_number"].values,
        birth_date=parsed["birth_date"].values,
        phone=parsed["phone"].values,
        ward_code=wards.values,
        sex=parsed["gender"].values.replace("", None),
        consent=parsed["consent"].values.replace("", None),
        row_no=raw["row_no"],
        is_erased=False,
    )
    numbers = judge_numbers(records)
    records["id_number"], records["is_number_trusted"] = numbers.values, numbers.is_trusted
    faults = [*(result.faults for result in parsed.values()), numbers.faults, swapped]
    faults += [services.faults, wards.faults, _judge(records, reference, geography, today)]
    faults.append(_softer_judgements(records, services.codes, reference, geography))
    faults.append(_on_other_days(records, raw["note"], today))
    faults.append(_under_16(records, parse_column(raw, "guardian_consent", parse_consent).values))
    named = records.index[team_codes != typed]
    faults.append(_faults(named, "record.team_code.is_a_code", "team_code"))
    # What was no whole number has been judged, and is none to keep.
    records["dossier_count"] = records["dossier_count"].clip(lower=0)
    merged = pd.concat([frame.reindex(columns=_FAULT_COLUMNS) for frame in faults])
    merged = merged.fillna({"detail": "{}"}).fillna("")
    merged = _with_expired_cards(merged, records["assist_date"])
    merged = _with_confirmed_years(merged, records)
    merged = merged.drop_duplicates(["row_uid", "rule_id", "column_name"])
    merged = with_error_cells(merged.reset_index(drop=True), raw, "NGUOI_DAN")
    return People(records, _with_values(merged, raw), parsed["id_number"].values)


def _with_expired_cards(faults: pd.DataFrame, days: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """The old cards (R13) of days on which they were valid no more are asked about."""
    is_old = faults["rule_id"] == "record.id_number.is_old_card"
    if not is_old.any():
        return faults
    late = days.index[days >= _CARDS_EXPIRED]
    is_expired = is_old & faults["row_uid"].isin(late)
    rule_id = "record.id_number.is_no_expired_card"
    return faults.assign(rule_id=faults["rule_id"].mask(is_expired, rule_id))


def _with_confirmed_years(faults: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Years of two digits (R39) that the identity number confirms need no question."""
    is_short = faults["rule_id"] == "record.birth_date.has_four_digit_year"
    if not is_short.any():
        return faults
    rows = records.loc[faults.loc[is_short, "row_uid"], ["id_number", "birth_date"]]
    years = [id_number_facts(number).birth_year for number in rows["id_number"]]
    pairs = zip(years, rows["birth_date"], strict=True)
    confirmed = {
        uid for uid, (year, born) in zip(rows.index, pairs, strict=True) if born[:4] == str(year)
    }
    rule_id = "record.birth_date.has_confirmed_year"
    is_confirmed = is_short & faults["row_uid"].isin(confirmed)
    return faults.assign(rule_id=faults["rule_id"].mask(is_confirmed, rule_id))


def _with_values(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """What the cell holds, for faults that were judged on the parsed record."""
    is_untold = faults["value"] == ""
    values = faults["value"].to_numpy(dtype=object, copy=True)
    values[is_untold] = values_sent(faults[is_untold], raw)
    return faults.assign(value=pd.array(values, dtype="str"))


def _judge(
    records: pd.DataFrame, reference: Reference, geography: Geography, today: pd.Timestamp
) -> pd.DataFrame:
    """What keeps a record from being accepted: the pandera schema's failures."""
    roster = youth_teams(reference.teams)
    told = records.assign(evidence_count=evidence_counts(records))
    found = failures(record_rules(roster, today.date()), told)
    placed = records[["team_code", "assist_date"]]
    gone = _off_roster_on_the_day(placed[placed["team_code"].isin(roster)], geography)
    found = pd.concat([found, gone])
    columns = {"evidence_count": "", "dossier_count": "svc_dossier"}
    found["column_name"] = found["column_name"].replace(columns)
    return with_reasons(found, records["team_code"], reference.teams)


def evidence_counts(records: pd.DataFrame) -> pd.Series[int]:
    """How much beside a name tells who each citizen is: number, phone, birth date."""
    return (records[["id_number", "phone", "birth_date"]] != "").sum(axis=1).astype("Int64")


def _off_roster_on_the_day(records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    days = records.dropna().rename(columns={"assist_date": "day"})
    codes, first = distinct(days["team_code"], days["day"])
    asked = days.take(first)
    on_roster = pd.MultiIndex.from_frame(geography.teams_on(asked)[["team_code", "day"]])
    is_gone = ~pd.MultiIndex.from_frame(asked).isin(on_roster)
    return _faults(days.index[is_gone[codes]], "record.team_code.is_on_roster", "team_code")


def _softer_judgements(
    records: pd.DataFrame, service_codes: pd.Series, reference: Reference, geography: Geography
) -> pd.DataFrame:
    """What is asked about, but does not keep a record from being accepted."""
    return pd.concat(
        [
            rows_of_other_branches(records, reference, geography),
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


def _under_16(records: pd.DataFrame, guardian: pd.Series[str]) -> pd.DataFrame:
    """Children (R44) for whom no guardian is said to consent.

    Who is born on the Sunday sixteen years ago is none, nor who is born in that year on a day that
    is not known. Without a birth date the identity number tells the year.
    """
    years, _ = said_by_numbers(records["id_number"])
    born = records["birth_date"].mask(records["birth_date"] == "", years)
    latest = (records["sunday"] - pd.DateOffset(years=_OF_AGE)).dt.strftime("%Y-%m-%d")
    is_asked = (born > latest.fillna("9999")) & (guardian != "yes")
    return _faults(records.index[is_asked], "record.age.is_16_or_more", "birth_date")


def _on_other_days(
    records: pd.DataFrame, notes: pd.Series[str], today: pd.Timestamp
) -> pd.DataFrame:
    """Days of the campaign that are no Sunday, unless a note says for what they stand (X09)."""
    days = records["assist_date"]
    is_other = can_be_reported(days, today) & (days.dt.day_of_week != _SUNDAY)
    told = notes[is_other].str.contains(r"\bbù\b", case=False, regex=True)
    return _faults(
        told.index[~told.astype("bool")], "record.assist_date.is_a_sunday", "assist_date"
    )


def _expired(records: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    found = []
    ended = services.dropna(subset=["valid_to"])
    for code, valid_to in zip(ended["service_code"], ended["valid_to"], strict=True):
        late = records.loc[records["assist_date"] > valid_to, "service_codes"]
        has_it = (";" + late + ";").str.contains(f";{code};", regex=False)
        late = _faults(late.index[has_it], "record.service_codes.is_in_force", "")
        detail = json.dumps({"service": f"“{name_of_service(code, services)}”"})
        found.append(late.assign(detail=detail))
    return pd.concat(found) if found else _faults(records.index[:0], "", "")


def _faults(uids: pd.Index[Any], rule_id: str, column_name: str) -> pd.DataFrame:
    frame = pd.DataFrame({"row_uid": uids.array})
    return frame.assign(rule_id=rule_id, column_name=column_name)


def repeated_rows(raw: pd.DataFrame) -> pd.DataFrame:
    """Rows that repeat an earlier row of their sheet exactly, numbers and ids of rows aside:
    row_uid and first_row.
    """
    telling = ["submission_id", "full_name", "id_number", "phone", "assist_date"]
    raw = raw[raw.duplicated(telling, keep=False)]  # hardly any; the rest need not be compared
    ignored = {"row_no", "row_no__type", "row_id", "row_id__type", "row_number"}
    compared = [name for name in raw.columns if name not in ignored]
    first = raw.groupby(compared, sort=False, dropna=False)["row_number"].transform("min")
    is_repeat = first != raw["row_number"]
    return pd.DataFrame(
        {"row_uid": raw.index[is_repeat], "first_row": first[is_repeat].astype("str").to_numpy()}
    )
