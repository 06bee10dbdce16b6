"""Which services a row ticks: the wide layout, the long layout and the free column."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from schemas.codes.service_names import SERVICE_ALIASES
from schemas.rules import Parsed
from schemas.template import label_of
from transforms.cells.characters import is_absent, tidy
from transforms.cells.name_keys import folded
from transforms.cells.negation import denied, says_no
from transforms.cells.ticks import IS_NOT_DENIED, parse_dossiers, parse_tick
from transforms.columns import ParsedColumn, distinct, parse_column, spread, text_array
from transforms.service_names import nearest_service, service_key

__all__ = ["Services", "activities_of", "name_of_service", "services_of"]

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
_IS_IN_CATALOGUE = "record.svc_other.is_in_catalogue"
_IS_NAMED_SO = "record.svc_other.is_named_as_in_catalogue"
_IS_ACTIVITY = "activity.activity.is_in_catalogue"
_IS_NAMED_ACTIVITY = "activity.activity.is_named_as_in_catalogue"
_BETWEEN_NAMES = re.compile(r"[,+/&\n\r]| và ", re.IGNORECASE)
_MARK = re.compile(r"\A\s*(?:[-–*•]|\d{1,2}[.)])\s*")
_MOST_PIECES = 20


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
    # So a steward may say that it is none of the catalogue's.
    names = _names(catalogue[catalogue["service_code"] == _UNNAMED]) | _names(citizen)
    other = parse_column(raw, "svc_other", lambda text, _: _named(text, names))
    long = parse_column(raw, "service", lambda text, _: _named(text, names))
    codes = _joined([column.values != "" for column in ticked.values()], other.values, long.values)
    dossiers = ticked["svc_dossier"]
    is_bad = dossiers.faults["rule_id"] == "record.dossier_count.is_whole_and_not_negative"
    bad = raw.index.isin(dossiers.faults.loc[is_bad, "row_uid"])
    # A count that is no whole number is judged by the schema, so it must not vanish here.
    counts = pd.to_numeric(dossiers.values.replace("", "0")).astype("Int64").mask(bad, -1)
    counts = counts.mask((counts == 0) & codes.str.contains("DVCTT_DOSSIER"), 1)
    faults = [column.faults for column in ticked.values()]
    faults += [_told(column.faults, catalogue, _IS_NAMED_SO) for column in (other, long)]
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
    """Code by the key of each name that the catalogue, the template or offices give it."""
    known: dict[str, str] = {}
    columns = ("service_code", "name_vi", "name_en")
    for code, *names in zip(*(services[c] for c in columns), strict=True):
        labels = [label_of("NGUOI_DAN", column) for column in TICKED if TICKED[column] == code]
        ways = (*names, *labels, *SERVICE_ALIASES.get(code, ()))
        known |= {folded(code): code} | {service_key(name): code for name in ways}
    return known


def _named(text: str, names: dict[str, str]) -> Parsed:
    """The services that a cell names, joined by ';': '' where it says that there are none."""
    said = [part for each in text.split(";") for part in _apart(each, names)]
    named = [part for part in map(tidy, said) if not (is_absent(part) or says_no(part))]
    parts = [part for part in named if _known(part, names) or not denied(part)]
    told = (IS_NOT_DENIED,) if len(parts) < len(named) else ()
    codes = [_known(part, names) for part in parts]
    if all(codes):
        return Parsed(";".join(dict.fromkeys(code for code in codes if code)), told)
    near = [code or nearest_service(part, names) for code, part in zip(codes, parts, strict=True)]
    found = ";".join(dict.fromkeys(code or _UNNAMED for code in near))
    return Parsed(found, (*told, _IS_NAMED_SO if all(near) else _IS_IN_CATALOGUE))


def _apart(text: str, names: dict[str, str]) -> list[str]:
    """The names of several services in a text, or the text where it is not made of known names.

    They may stand on lines of their own, and between commas, which are in names too.
    """
    pieces = [_MARK.sub("", piece) for piece in _BETWEEN_NAMES.split(text)]
    pieces = [piece for piece in pieces if piece.strip()]
    if _known(text, names) or not 1 < len(pieces) <= _MOST_PIECES:
        return [text]
    return _joined_names(pieces, names) or [text]


def _joined_names(pieces: Sequence[str], names: dict[str, str]) -> list[str]:
    """The pieces, some joined, so that each is a known name; none where they cannot be."""
    for size in range(len(pieces), 0, -1):
        name, rest = " ".join(pieces[:size]), pieces[size:]
        if _known(name, names) is None:
            continue
        more = _joined_names(rest, names)
        if more or not rest:
            return [name, *more]
    return []


def _known(part: str, names: dict[str, str]) -> str | None:
    return names.get(folded(part)) or names.get(service_key(part))


def _told(faults: pd.DataFrame, catalogue: pd.DataFrame, is_near: str) -> pd.DataFrame:
    """Faults of names (R45) with the services that were recorded, as `detail`.

    Nothing is suggested but by the rule `is_near`: of names that are not known, nothing can be.
    """
    names = [
        "; ".join(name_of_service(code, catalogue) for code in codes.split(";") if code)
        for codes in faults["suggested"]
    ]
    details = text_array([json.dumps({"service": f"“{n}”"}, ensure_ascii=False) for n in names])
    suggested = faults["suggested"].where(faults["rule_id"] == is_near, "")
    return faults.assign(suggested=suggested, detail=details)


def name_of_service(code: str, catalogue: pd.DataFrame) -> str:
    """What branches call a service: its tick column in the template, else its Vietnamese name."""
    for column, ticked in TICKED.items():
        if ticked == code:
            return label_of("NGUOI_DAN", column)
    return str(catalogue.loc[catalogue["service_code"] == code, "name_vi"].iloc[0])


def activities_of(raw: pd.DataFrame, catalogue: pd.DataFrame) -> ParsedColumn:
    """The service code of each row's activity, by its code, a name of it or the nearest one.

    What is not in the catalogue, or blank, is recorded as OTHER_FORM, with a warning.
    """
    names = _names(catalogue[catalogue["category"].isin(_NOT_OF_A_CITIZEN)])
    column = parse_column(raw, "activity", lambda text, _: _activity(text, names))
    return replace(column, faults=_told(column.faults, catalogue, _IS_NAMED_ACTIVITY))


def _activity(text: str, names: dict[str, str]) -> Parsed:
    if code := _known(text, names):
        return Parsed(code)
    near = nearest_service(text, names)
    return Parsed(near, (_IS_NAMED_ACTIVITY,)) if near else Parsed(_UNNAMED, (_IS_ACTIVITY,))
