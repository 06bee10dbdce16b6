"""Which services a row ticks: the wide layout, the long layout and the free column."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from schemas.rules import Parsed
from schemas.template import label_of
from transforms.cells.name_keys import folded
from transforms.cells.ticks import parse_dossiers, parse_tick
from transforms.columns import ParsedColumn, distinct, parse_column, spread
from transforms.service_names import nearest_service

__all__ = ["Services", "activity_code", "name_of_service", "services_of"]

TICKED = {
    "svc_dvc_account": "DVC_ACCOUNT",
    "svc_vneid_l2": "VNEID_L2",
    "svc_dossier": "DVCTT_DOSSIER",
    "svc_epayment": "EPAYMENT",
    "svc_ecommerce": "ECOMMERCE",
    "svc_ehealth": "EHEALTH",
    "svc_platform": "DIGITAL_PLATFORM",
}
"""Tick column of the template → service of the catalogue."""

_NOT_OF_A_CITIZEN = {"communication", "internal"}
_UNNAMED = "OTHER_FORM"


@dataclass(frozen=True)
class Services:
    """`codes`: service codes joined by ';' in catalogue order; `dossiers`: whole number, -1 where
    the cell held no whole number; both indexed by row_uid. `faults` as in `transforms.columns`.
    """

    codes: pd.Series[str]
    dossiers: pd.Series[int]
    faults: pd.DataFrame


def services_of(raw: pd.DataFrame, catalogue: pd.DataFrame) -> Services:
    """The services of every raw row; rows without any get ''."""
    ticked: dict[str, ParsedColumn] = {
        name: parse_column(raw, name, parse_dossiers if name == "svc_dossier" else parse_tick)
        for name in TICKED
    }
    citizen = catalogue[~catalogue["category"].isin(_NOT_OF_A_CITIZEN)]
    # So a name that was not found is written down, and a steward may confirm it.
    names = _names(citizen) | {folded(_UNNAMED): _UNNAMED}
    other = parse_column(raw, "svc_other", lambda text, _: _named(text, names))
    long = parse_column(raw, "service", lambda text, _: _named(text, names))
    codes = _joined([column.values != "" for column in ticked.values()], other.values, long.values)
    dossiers = ticked["svc_dossier"]
    is_bad = dossiers.faults["rule_id"] == "record.dossier_count.is_whole_and_not_negative"
    bad = raw.index.isin(dossiers.faults.loc[is_bad, "row_uid"])
    # A count that is no whole number is judged by the schema, so it must not vanish here.
    counts = pd.to_numeric(dossiers.values.replace("", "0")).astype("Int64").mask(bad, -1)
    counts = counts.mask((counts == 0) & codes.str.contains("DVCTT_DOSSIER"), 1)
    faults = [column.faults for column in (*ticked.values(), other, long)]
    return Services(codes, counts, pd.concat(faults))


def _joined(
    ticks: list[pd.Series[bool]], other: pd.Series[str], long: pd.Series[str]
) -> pd.Series[str]:
    codes, first = distinct(*ticks, other, long)
    texts = [
        ";".join([code for code, tick in zip(TICKED.values(), row, strict=True) if tick])
        for row in zip(*(tick.take(first) for tick in ticks), strict=True)
    ]
    more = zip(texts, other.take(first), long.take(first), strict=True)
    return spread([_ordered(";".join(parts)) for parts in more], codes, other.index)


def _ordered(text: str) -> str:
    return ";".join(sorted({code for code in text.split(";") if code}))


def _names(services: pd.DataFrame) -> dict[str, str]:
    known: dict[str, str] = {}
    columns = ("service_code", "name_vi", "name_en")
    for code, *names in zip(*(services[c] for c in columns), strict=True):
        known |= {folded(name): code for name in (code, *names)}
    known |= {
        folded(label): code
        for label, code in _TEMPLATE_NAMES.items()
        if code in set(known.values())
    }
    return known


_TEMPLATE_NAMES = {
    "Mở tài khoản DVC": "DVC_ACCOUNT",
    "Định danh mức 2 (VNeID)": "VNEID_L2",
    "Định danh mức 2": "VNEID_L2",
    "Nộp hồ sơ trực tuyến": "DVCTT_DOSSIER",
    "Thanh toán điện tử": "EPAYMENT",
    "Thương mại điện tử": "ECOMMERCE",
    "Hồ sơ sức khỏe": "EHEALTH",
    "Nền tảng số khác": "DIGITAL_PLATFORM",
}


def _named(text: str, names: dict[str, str]) -> Parsed:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    codes = [names.get(folded(part)) for part in parts]
    if all(codes):
        return Parsed(";".join(code for code in codes if code))
    near = [code or nearest_service(part, names) for code, part in zip(codes, parts, strict=True)]
    found = ";".join(code or _UNNAMED for code in near)
    return Parsed(found, ("record.svc_other.is_in_catalogue",))


def name_of_service(code: str, catalogue: pd.DataFrame) -> str:
    """What branches call a service: its tick column in the template, else its Vietnamese name."""
    for column, ticked in TICKED.items():
        if ticked == code:
            return label_of("NGUOI_DAN", column)
    return str(catalogue.loc[catalogue["service_code"] == code, "name_vi"].iloc[0])


def activity_code(text: str, catalogue: pd.DataFrame) -> Parsed:
    """The service code of an activity named by its code or its Vietnamese name; '' when blank.

    What is not in the catalogue is recorded as OTHER_FORM, with a warning.
    """
    if not text.strip():
        return Parsed(_UNNAMED, ("activity.activity.is_in_catalogue",))
    activities = catalogue[catalogue["category"].isin(_NOT_OF_A_CITIZEN)]
    codes = activities["service_code"]
    names = {folded(name): code for name, code in zip(activities["name_vi"], codes, strict=True)}
    names |= {folded(code): code for code in codes}
    code = names.get(folded(text))
    return Parsed(code) if code else Parsed(_UNNAMED, ("activity.activity.is_in_catalogue",))
