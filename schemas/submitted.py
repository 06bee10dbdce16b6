"""What a submission must be: pandera schemas whose checks bear the slugs of the rule catalogue.

Stage one is all text, as read. Stage two is typed, without coercion: the cells were parsed one by
one before, so every failure found here is a rule of the catalogue that the row breaks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd

from schemas.light_pandera import TEXT, pa
from schemas.settings import LAUNCH

__all__ = ["activity_rules", "failures", "raw_schema", "record_rules", "team_rules"]

CELL_TYPES = ("", "s", "n", "d", "b", "e")


def raw_schema(columns: Collection[str]) -> pa.DataFrameSchema:
    """Cells as read: text in each of `columns`, and beside it the type the cell had."""
    text = {name: pa.Column(TEXT) for name in columns}
    types = {f"{name}__type": pa.Column(TEXT, pa.Check.isin(CELL_TYPES)) for name in columns}
    return pa.DataFrameSchema({**text, **types}, strict=False, coerce=False)


def _check(rule_id: str, holds: Any) -> pa.Check:
    return pa.Check(holds, name=rule_id, ignore_na=True)


def _present(rule_id: str) -> pa.Check:
    return pa.Check(lambda s: s.notna(), name=rule_id, ignore_na=False)


def record_rules(roster: Collection[str], latest: date) -> pa.DataFrameSchema:
    """What an accepted `NGUOI_DAN` record has (DESIGN 6).

    `roster` holds the known team codes; `latest` is the day of the run. Checks on one column fail
    with the column's name, so a finding lands in the right cell.
    """
    return pa.DataFrameSchema(
        {
            "team_code": pa.Column(
                TEXT, _check("record.team_code.is_on_roster", lambda s: s.isin(roster))
            ),
            "assist_date": pa.Column(
                "datetime64[us]",
                [
                    _present("record.assist_date.is_a_date"),
                    _check(
                        "record.assist_date.is_after_launch", lambda s: s >= pd.Timestamp(LAUNCH)
                    ),
                    _check("record.assist_date.is_not_future", lambda s: s <= pd.Timestamp(latest)),
                ],
                nullable=True,
            ),
            "full_name": pa.Column(
                TEXT, _check("record.full_name.has_a_letter", lambda s: s != "")
            ),
            "service_codes": pa.Column(
                TEXT, _check("record.service_codes.is_present", lambda s: s != "")
            ),
            "dossier_count": pa.Column(
                "Int64",
                _check("record.dossier_count.is_whole_and_not_negative", lambda s: s >= 0),
            ),
            "evidence_count": pa.Column(
                "Int64", _check("record.identity.is_sufficient", lambda s: s >= 1)
            ),
        },
        strict=False,
        coerce=False,
    )


def team_rules(roster: Collection[str]) -> pa.DataFrameSchema:
    """What an accepted team report has: a team of the roster, exactly 8 members (the seed rule)."""
    return pa.DataFrameSchema(
        {
            "team_code": pa.Column(
                TEXT, _check("team.team_code.is_on_roster", lambda s: s.isin(roster))
            ),
            "member_count": pa.Column("Int64", _check("team.member_count.is_8", lambda s: s == 8)),
        },
        strict=False,
        coerce=False,
    )


def activity_rules(roster: Collection[str]) -> pa.DataFrameSchema:
    """What an accepted activity has: the branch's own or a team of the roster, whole counts."""
    return pa.DataFrameSchema(
        {
            "team_code": pa.Column(
                TEXT,
                _check("activity.team_code.is_on_roster", lambda s: (s == "") | s.isin(roster)),
            ),
            "quantity": pa.Column(
                "Int64",
                [
                    _present("activity.quantity.is_whole_and_not_negative"),
                    _check("activity.quantity.is_whole_and_not_negative", lambda s: s >= 0),
                ],
                nullable=True,
            ),
        },
        strict=False,
        coerce=False,
    )


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """The checks that rows of `frame` break: row_uid (the frame's index), column_name, rule_id.

    The index must be unique, because pandera reports failing rows by index label. Raises ValueError
    when the frame is not of the declared types at all (a fault of the program, not of a sender).
    """
    broken: list[tuple[str, str, str]] = []
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            rule_id = getattr(error.check, "name", None)
            if rule_id is None or "." not in str(rule_id):
                raise ValueError(f"{error.schema.name}: {error.reason_code}") from None
            column_name = str(error.schema.name)
            broken.extend((uid, column_name, rule_id) for uid in error.failure_cases["index"])
    return pd.DataFrame(broken, columns=["row_uid", "column_name", "rule_id"], dtype="str")
